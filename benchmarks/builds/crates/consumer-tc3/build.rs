fn main() -> Result<(), Box<dyn std::error::Error>> {
    tc3_codegen::Builder::new()
        .spec_dir("../../../../tests/consumer/spec")
        .include_action("notes", "CreateNote")
        .compile()?;
    Ok(())
}
