//! Commands write and remove files only inside of the folder that they were given: no symbolic link leads them out.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tc3_tests::cli::{copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");

#[test]
fn generate_neither_writes_nor_removes_through_a_link() {
    let folder = scratch("links-generate");
    let (spec, out, elsewhere) = (folder.join("spec"), folder.join("out"), folder.join("elsewhere"));
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"), &spec);
    let args = [
        "generate",
        "--plain",
        "--spec",
        spec.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(tc3_codegen(&args).exit_code, 0);
    fs::rename(out.join("tag"), &elsewhere).unwrap();
    symlink(&elsewhere, out.join("tag")).unwrap();
    fs::copy(elsewhere.join("v20180813.rs"), elsewhere.join("v20000101.rs")).unwrap();
    fs::write(elsewhere.join("v20180813.rs"), "// mine\n").unwrap();
    let ran = tc3_codegen(&args);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("out/tag: a symbolic link"), "{}", ran.err);
    assert_eq!(fs::read_to_string(elsewhere.join("v20180813.rs")).unwrap(), "// mine\n");
    assert!(elsewhere.join("v20000101.rs").exists());
}

#[test]
fn import_does_not_write_through_a_link() {
    let folder = scratch("links-import");
    let (spec, elsewhere) = (folder.join("spec"), folder.join("elsewhere"));
    fs::create_dir_all(spec.join("demo")).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    symlink(&elsewhere, spec.join("demo/v20200102")).unwrap();
    let ran = tc3_codegen(&[
        "import",
        "metadata",
        METADATA,
        "--service",
        "demo",
        "--version",
        "2020-01-02",
        "--spec",
        spec.to_str().unwrap(),
    ]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("demo/v20200102: a symbolic link"), "{}", ran.err);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}
