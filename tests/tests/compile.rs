//! `Builder::compile`: what it writes, and what it says when it cannot.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use tc3_codegen::{Builder, GenerateError};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn builder(spec: &str) -> Builder {
    Builder::new().spec_dir(package().join(spec)).rerun_if_changed(false)
}

#[test]
fn compile_writes_to_the_given_folder() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let files = builder("../spec").out_dir(&folder).compile().unwrap();
    for (path, text) in files.iter() {
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), text);
    }
}

#[test]
fn compile_names_a_spec_folder_that_is_not_there() {
    let error = builder("nowhere").compile().unwrap_err();
    assert!(matches!(error, GenerateError::Io(_)));
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn compile_reports_what_is_wrong_with_the_spec() {
    let error = builder("cases/diagnostics/unknown-type/spec").compile().unwrap_err();
    assert!(matches!(error, GenerateError::Spec(_)));
    assert!(format!("{error:?}").contains("error[unknown-type]"), "{error:?}");
}
