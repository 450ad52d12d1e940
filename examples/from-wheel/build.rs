//! Imports the service cvm from the wheel that `TCCLI_WHEEL` names, and generates a client of it.
//!
//! Without the variable it is `metadata/`, a stand-in that is laid out like the wheel and has one action.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use tc3_codegen::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, convert};
use tc3_codegen::import::{Archive, ImportPlan};
use tc3_codegen::spec::{SourceSet, Spec};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=TCCLI_WHEEL");
    println!("cargo::rerun-if-changed=build.rs");
    let wheel = env::var_os("TCCLI_WHEEL").unwrap_or_else(|| "metadata".into());
    println!("cargo::rerun-if-changed={}", Path::new(&wheel).display());

    let spec = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: cargo sets it")?).join("spec");
    import("cvm", Path::new(&wheel), &spec)?;
    tc3_codegen::Builder::new()
        .spec_dir(&spec)
        .rerun_if_changed(false) // the spec is made here; what counts is the wheel
        .compile()?;
    println!("cargo::rustc-env=SPEC={}", spec.display()); // for the emulator of src/main.rs
    Ok(())
}

/// Writes the spec of `service`, with every action that the wheel has, to a folder that has nothing else.
fn import(service: &str, wheel: &Path, spec: &Path) -> Result<(), Box<dyn Error>> {
    match fs::remove_dir_all(spec) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => fs::create_dir_all(spec)?,
    }
    let mut index = MetadataIndex::read(Archive::open(wheel)?)?;
    let versions: Vec<_> = index
        .versions()
        .iter()
        .filter(|version| version.service == service)
        .cloned()
        .collect();
    if versions.is_empty() {
        return Err(format!("{}: no service {service} in it", wheel.display()).into());
    }
    // To take some actions only, name them: `MetadataOptions { actions: ["DescribeZones".to_owned()].into(), .. }`.
    let options = MetadataOptions::default();
    let mut drafts = Vec::new();
    for version in &versions {
        drafts.push(convert(&mut index, version, &options, &ErrorCodes::default())?);
    }
    let mut plan = ImportPlan::new(drafts, &Spec::default(), false)?;
    plan.check(&SourceSet::read_dir(spec)?)?;
    plan.write(spec)?;
    Ok(())
}
