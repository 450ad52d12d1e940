//! Generates the services of the folder `spec`; cargo runs this again when a file of it changes.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tc3_codegen::Builder::new().spec_dir("spec").compile()?;
    Ok(())
}
