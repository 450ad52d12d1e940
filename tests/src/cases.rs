//! The cases of generated code: a folder each, with its `spec` and, in `include.txt`, what of it is taken in.
//!
//! The snapshot test and the build scripts of `editions/` share this file, so that no golden goes uncompiled.

use std::io;
use std::path::{Path, PathBuf};

use tc3_codegen::Builder;

/// The folders below `cases/code`, by name; `package` is the folder of tc3-tests.
///
/// # Errors
/// A folder that cannot be read.
pub fn code_cases(package: &Path) -> io::Result<Vec<PathBuf>> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(package.join("cases/code"))? {
        let path = entry?.path();
        if path.is_dir() {
            cases.push(path);
        }
    }
    cases.sort();
    Ok(cases)
}

/// The module of the code of `case` in the crates of `editions/`.
#[must_use]
pub fn module_of(case: &Path) -> String {
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    name.replace('-', "_")
}

/// What makes the code of `case`; its examples are documentation tests of the crate `crate_name`.
///
/// # Errors
/// An `include.txt` that is there and cannot be read.
pub fn builder(case: &Path, crate_name: &str) -> io::Result<Builder> {
    let mut builder = Builder::new()
        .spec_dir(case.join("spec"))
        .doctests(format!("{crate_name}::{}", module_of(case)));
    for line in included(case)?.lines() {
        builder = match line.split_once('.') {
            Some((service, action)) => builder.include_action(service, action),
            None => builder.include_service(line),
        };
    }
    Ok(builder)
}

fn included(case: &Path) -> io::Result<String> {
    match std::fs::read_to_string(case.join("include.txt")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}
