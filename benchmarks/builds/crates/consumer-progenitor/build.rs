use std::{env, fs, path::Path};

const DOCUMENT: &str = r#"{
  "openapi": "3.0.3",
  "info": { "title": "notes", "version": "1" },
  "paths": {
    "/CreateNote": {
      "post": { "operationId": "CreateNote", "responses": { "200": { "description": "Done." } } }
    }
  }
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = serde_json::from_str(DOCUMENT)?;
    let tokens = progenitor::Generator::default().generate_tokens(&document)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("codegen.rs"), code)?;
    Ok(())
}
