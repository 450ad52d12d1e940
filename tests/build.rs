//! Names the types of every action in the spec, for the test that reads documented bodies by them.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let mut actions = String::new();
    for file in tc3_spec::files() {
        let parts: Vec<&str> = file.path.split('/').collect();
        if let [service, version, "actions", action] = parts.as_slice() {
            let action = action.trim_end_matches(".json");
            writeln!(actions, "typed::<tc3::{service}::{version}::{action}Request>(),")?;
        }
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("actions.rs"), format!("&[\n{actions}]\n"))?;
    Ok(())
}
