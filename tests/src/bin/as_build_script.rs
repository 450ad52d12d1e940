//! A build.rs as users write it, to be run by tests: its argument is the spec folder.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let spec = std::env::args_os().nth(1).ok_or("the spec folder is missing")?;
    tc3_codegen::Builder::new().spec_dir(spec).compile()?;
    Ok(())
}
