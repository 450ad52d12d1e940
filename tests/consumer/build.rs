//! Generates a service of our own, and an action of gaap that `tc3` does not ship.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    tc3_codegen::Builder::new()
        .runtime_path("::tc3::runtime")
        .extern_types("gaap", "::tc3::gaap")
        .compile()?;
    Ok(())
}
