//! What the build scripts of both editions do.

#![allow(unreachable_pub, reason = "two crates share this file")]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use tc3_codegen::spec::SourceSet;
use tc3_codegen::{generate, load};

#[path = "../src/cases.rs"]
mod cases;

pub fn every_case() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../generate.rs");
    println!("cargo:rerun-if-changed=../../src/cases.rs");
    println!("cargo:rerun-if-changed=../../cases/code");
    let crate_name = std::env::var("CARGO_PKG_NAME")?.replace('-', "_");
    let out = std::env::var("OUT_DIR")?;
    let mut modules = String::new();
    for case in cases::code_cases(Path::new("../.."))? {
        let module = cases::module_of(&case);
        let folder = Path::new(&out).join(&module);
        // Not `compile()`, which would print the warnings that some cases are there to give.
        let checked = load(&SourceSet::read_dir(&case.join("spec"))?)?;
        let builder = cases::builder(&case, &crate_name)?;
        generate(&checked, builder.options())?.write(&folder)?;
        writeln!(modules, "/// The case `{module}`.")?;
        writeln!(modules, "pub mod {module} {{ include!(\"{module}/services.rs\"); }}")?;
    }
    std::fs::write(Path::new(&out).join("cases.rs"), modules)?;
    Ok(())
}
