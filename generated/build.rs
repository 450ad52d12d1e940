//! With the feature `regenerate`, generates the services from the spec of `tc3-spec` into `OUT_DIR`; otherwise does nothing.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(regenerated)");
    #[cfg(feature = "regenerate")]
    regenerate()?;
    Ok(())
}

#[cfg(feature = "regenerate")]
fn regenerate() -> Result<(), Box<dyn std::error::Error>> {
    tc3_codegen::Builder::checked_in().spec_dir(tc3_spec::DIR).compile()?;
    println!("cargo:rustc-cfg=regenerated");
    Ok(())
}
