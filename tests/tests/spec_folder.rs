//! What of a spec folder is read and watched, and what is said of files that cannot be.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tc3_codegen::spec::SourceSet;
use tc3_tests::cli::{scratch, tc3_codegen};

const VERSION: &str = "demo/v20200102";

/// A spec of one version without actions, in a folder of the test's own.
fn demo_spec(test: &str) -> PathBuf {
    let spec = scratch(&format!("spec-folder-{test}")).join("spec");
    fs::create_dir_all(spec.join(VERSION).join("actions")).unwrap();
    let service = r#"{
        "name": "demo", "version": "2020-01-02", "title": "Demo", "description": "Shows something.",
        "host": "demo.tencentcloudapi.com"
    }"#;
    fs::write(spec.join(VERSION).join("service.json"), service).unwrap();
    spec
}

/// Exit code and what was written to standard error.
fn check(spec: &Path) -> (u8, String) {
    let ran = tc3_codegen(&["check", "--spec", spec.to_str().unwrap()]);
    (ran.exit_code, ran.err)
}

fn paths_read(spec: &Path) -> Vec<String> {
    let read = SourceSet::read_dir(spec).unwrap();
    read.iter().map(|(_, source)| source.path.clone()).collect()
}

/// What cargo watches, below the folder of the spec.
fn watched(spec: &Path) -> Vec<String> {
    let project = spec.parent().unwrap();
    let mut build_script = Command::new(env!("CARGO_BIN_EXE_as_build_script"));
    build_script.arg("spec").current_dir(project);
    let output = build_script.env("OUT_DIR", project.join("out")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines = printed
        .lines()
        .filter_map(|line| line.strip_prefix("cargo:rerun-if-changed=spec/"));
    lines.map(str::to_owned).collect()
}

#[test]
fn links_that_lead_back_end() {
    let spec = demo_spec("links");
    symlink("..", spec.join(VERSION).join("up")).unwrap();
    symlink("../..", spec.join(VERSION).join("further_up")).unwrap();
    assert_eq!(paths_read(&spec), ["demo/v20200102/service.json"]);
    assert_eq!(
        watched(&spec),
        [
            "demo",
            "demo/v20200102",
            "demo/v20200102/actions",
            "demo/v20200102/service.json"
        ]
    );
}

#[test]
fn a_link_to_a_file_is_read() {
    let spec = demo_spec("link_to_file");
    let elsewhere = spec.parent().unwrap().join("service.json");
    let linked = spec.join(VERSION).join("service.json");
    fs::rename(&linked, &elsewhere).unwrap();
    symlink(&elsewhere, &linked).unwrap();
    assert_eq!(check(&spec), (0, String::new()));
    assert!(watched(&spec).contains(&"demo/v20200102/service.json".to_owned()));
}

#[test]
fn what_is_read_is_watched_and_nothing_else() {
    let spec = demo_spec("passed_by");
    for passed_by in [
        ".git/config.json",
        "schema/service.schema.json",
        "demo/.editor.json",
        "README.md",
    ] {
        let path = spec.join(passed_by);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "not JSON").unwrap();
    }
    assert_eq!(paths_read(&spec), ["demo/v20200102/service.json"]);
    assert_eq!(
        watched(&spec),
        [
            "demo",
            "demo/v20200102",
            "demo/v20200102/actions",
            "demo/v20200102/service.json"
        ]
    );
}

#[test]
fn a_file_that_is_not_utf8_is_named() {
    let spec = demo_spec("utf16");
    let text: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(spec.join(VERSION).join("actions/Echo.json"), text).unwrap();
    let (exit_code, err) = check(&spec);
    assert_eq!(exit_code, 1);
    assert!(err.starts_with("error: "), "{err}");
    assert!(
        err.ends_with("demo/v20200102/actions/Echo.json: not UTF-8: save the file as UTF-8\n"),
        "{err}"
    );
}

#[test]
fn a_file_name_cannot_steer_the_terminal() {
    let spec = demo_spec("control");
    for name in ["Red\u{1b}[31m.json", "Back\u{202e}.jsonc", "actions/Line\nbreak.json"] {
        fs::write(spec.join(VERSION).join(name), "{}").unwrap();
    }
    fs::write(spec.join(VERSION).join("Bytes\u{7}.json"), b"{}").unwrap();
    let (exit_code, err) = check(&spec);
    assert_eq!(exit_code, 1);
    assert!(!err.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{err}");
    for escaped in [r"Red\u{1b}[31m.json", r"Back\u{202e}.jsonc", r"Line\u{a}break.json"] {
        assert!(err.contains(escaped), "{err}");
    }

    fs::write(spec.join(VERSION).join("Red\u{1b}[31m.json"), [0xff]).unwrap();
    let (exit_code, err) = check(&spec);
    assert_eq!(exit_code, 1);
    assert!(err.contains(r"Red\u{1b}[31m.json: not UTF-8"), "{err}");
}
