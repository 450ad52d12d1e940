//! With the feature `regenerate`, generates the services from `../spec` into `OUT_DIR`; otherwise does nothing.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(regenerated)");
    #[cfg(feature = "regenerate")]
    regenerate()?;
    Ok(())
}

#[cfg(feature = "regenerate")]
fn regenerate() -> Result<(), Box<dyn std::error::Error>> {
    const SPEC: &str = "../spec";
    if !std::path::Path::new(SPEC).is_dir() {
        println!("cargo:warning=the feature `regenerate` is on, but there is no {SPEC}: the checked-in code is used");
        return Ok(());
    }
    tc3_codegen::Builder::checked_in().spec_dir(SPEC).compile()?;
    println!("cargo:rustc-cfg=regenerated");
    Ok(())
}
