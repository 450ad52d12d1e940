//! What of a spec folder is read and watched, and what is said of files that cannot be.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tc3_codegen::spec::{Source, SourceSet};
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

/// The codes and messages of the diagnostics.
fn reported(spec: &Path) -> Vec<String> {
    let diagnostics = match tc3_codegen::load(&SourceSet::read_dir(spec).unwrap()) {
        Ok(checked) => checked.warnings,
        Err(diagnostics) => diagnostics,
    };
    let lines = diagnostics
        .iter()
        .map(|found| format!("{}: {}", found.code, found.message));
    lines.collect()
}

#[test]
fn what_cannot_be_read_is_the_one_error_of_its_file() {
    let spec = demo_spec("unreadable");
    let actions = spec.join(VERSION).join("actions");
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(actions.join("A_Utf16.json"), utf16).unwrap();
    fs::create_dir(actions.join("B_Folder.json")).unwrap();
    let pipe = actions.join("C_Pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("/dev/zero", actions.join("D_Device.json")).unwrap();
    symlink("nowhere", actions.join("E_Link.json")).unwrap();
    symlink(".", actions.join("F_FolderLink.json")).unwrap();
    let large = fs::File::create(actions.join("G_Large.json")).unwrap();
    large.set_len((8 << 20) + 1).unwrap();
    let line = |name: &str, reason: &str| {
        format!("unreadable-file: `demo/v20200102/actions/{name}.json` cannot be read: {reason}")
    };
    assert_eq!(
        reported(&spec),
        [
            line("A_Utf16", "it is not UTF-8, from byte 1 on"),
            line("B_Folder", "it is a folder"),
            line("C_Pipe", "it is no regular file"),
            line("D_Device", "it is no regular file"),
            line("E_Link", "No such file or directory (os error 2)"),
            line("F_FolderLink", "it is a folder"),
            line("G_Large", "it has 8388609 bytes, and spec files have at most 8388608"),
        ]
    );
    assert_eq!(check(&spec).0, 1);
}

/// The whole file is valid, so that only its size is wrong.
#[test]
fn a_text_in_memory_has_the_same_limit() {
    let text = format!("{{}}{}", " ".repeat(8 << 20));
    let path = "demo/v20200102/actions/Large.json".to_owned();
    let found = tc3_codegen::load(&SourceSet::new("spec", [Source { path, text }])).unwrap_err();
    assert!(found.to_string().contains("8388610 bytes"), "{found}");
}

#[test]
fn files_of_other_formats_and_copies_are_named() {
    let spec = demo_spec("other_formats");
    for name in ["Sheet.yaml", "Loose.json5", "Notes.jsonc"] {
        fs::write(spec.join(VERSION).join("actions").join(name), [0xff]).unwrap();
    }
    for name in [
        "service.json.orig",
        "service.json~",
        "README.md",
        ".DS_Store",
        ".gitkeep",
    ] {
        fs::write(spec.join(VERSION).join(name), [0xff]).unwrap();
    }
    fs::write(spec.join("Makefile"), "all:").unwrap();
    fs::write(spec.join("demo.yml"), "a: b").unwrap();
    let codes: Vec<String> = reported(&spec)
        .iter()
        .map(|line| line.split(" is not read").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        codes,
        [
            "misplaced-file: `demo.yml`",
            "misplaced-file: `demo/v20200102/actions/Loose.json5`",
            "misplaced-file: `demo/v20200102/actions/Notes.jsonc`",
            "misplaced-file: `demo/v20200102/actions/Sheet.yaml`",
            "stray-file: `demo/v20200102/service.json.orig`",
            "stray-file: `demo/v20200102/service.json~`",
        ]
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
    assert!(
        err.contains(r"Red\u{1b}[31m.json` cannot be read: it is not UTF-8"),
        "{err}"
    );
}

/// To open a pipe would wait for someone to write to it.
#[test]
fn wheels_and_overrides_that_are_no_regular_files_are_refused() {
    let folder = scratch("spec-folder-pipes");
    let pipe = folder.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return; // a system without mkfifo
    }
    let (pipe, none) = (pipe.to_str().unwrap(), folder.join("none"));
    let none = none.to_str().unwrap();
    let metadata = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
    for args in [
        &["import", "metadata", pipe, "--all", "--spec", none][..],
        &[
            "import", "metadata", metadata, "--all", "--spec", none, "--errors", pipe,
        ],
        &["workspace", pipe, "--out", none, "--runtime", "0.1.0"],
        &[
            "workspace",
            metadata,
            "--out",
            none,
            "--runtime",
            "0.1.0",
            "--overrides",
            pipe,
        ],
        &["list", pipe],
    ] {
        let ran = tc3_codegen(args);
        assert_eq!(ran.exit_code, 1, "{args:?}");
        assert!(ran.err.contains("not a regular file"), "{args:?}: {}", ran.err);
    }
}
