//! The command `tc3-codegen`: its output, the files that it writes, and its exit codes.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use tc3_tests::cli::{Looks, scratch, tc3_codegen, tc3_codegen_with};

fn in_project(path: &str) -> String {
    format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

fn copied_spec(to: &Path) -> String {
    let read = tc3_codegen::spec::SourceSet::read_dir(Path::new(tc3_tests::FROZEN_SPEC)).unwrap();
    for (_, source) in read.iter() {
        let path = to.join("spec").join(&source.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &source.text).unwrap();
    }
    to.join("spec").to_str().unwrap().to_owned()
}

fn replace_in(spec: &str, file: &str, old: &str, new: &str) {
    let path = Path::new(spec).join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old));
    fs::write(path, text.replace(old, new)).unwrap();
}

const ACTION: &str = "gaap/v20180529/actions/CreateProxyGroup.json";

#[test]
fn check_accepts_the_committed_spec() {
    let ran = tc3_codegen(&["check", "--spec", &in_project("spec")]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("no errors in the spec: "), "{}", ran.out);
}

#[test]
fn check_reports_and_counts_every_error() {
    let spec = copied_spec(&scratch("check"));
    replace_in(&spec, ACTION, "Array of TagPair", "Array of TagPiar");
    replace_in(&spec, ACTION, "\"rateLimit\": 20", "\"rateLimit\": 0");
    let ran = tc3_codegen(&["check", "--spec", &spec]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("error[unknown-type]"), "{}", ran.err);
    assert!(ran.err.contains("error[zero-rate-limit]"), "{}", ran.err);
    assert!(
        ran.err.contains("\n2 errors, 0 warnings\nrun `tc3-codegen explain "),
        "{}",
        ran.err
    );
}

#[test]
fn diagnostics_are_colored_on_request() {
    let case = format!("{}/cases/diagnostics/unused-type/spec", env!("CARGO_MANIFEST_DIR"));
    let args = ["check", "--spec", &case];
    let looks = Looks {
        color: true,
        ..Looks::default()
    };
    let ran = tc3_codegen_with(looks, "", &args);
    assert_eq!(ran.exit_code, 0);
    assert!(ran.err.contains("\u{1b}["));
    assert!(!tc3_codegen(&args).err.contains('\u{1b}'));
}

#[test]
fn a_missing_spec_folder_is_named() {
    let nowhere = scratch("nowhere").join("spec");
    for command in ["check", "generate"] {
        let ran = tc3_codegen(&[command, "--spec", nowhere.to_str().unwrap()]);
        assert_eq!((ran.exit_code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(nowhere.to_str().unwrap()), "{}", ran.err);
        assert!(ran.err.contains("pass --spec DIR"), "{}", ran.err);
    }
}

#[test]
fn a_wrong_command_line_prints_the_usage() {
    for args in [vec![], vec!["genrate"], vec!["generate", "--speck"]] {
        let ran = tc3_codegen(&args);
        assert_eq!(ran.exit_code, 2, "{args:?}");
        assert!(ran.err.contains("Usage: tc3-codegen"), "{}", ran.err);
    }
    let ran = tc3_codegen(&["--help"]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    for command in ["generate", "check", "schema"] {
        assert!(ran.out.contains(command), "{}", ran.out);
    }
}

#[test]
fn generate_writes_nothing_when_the_spec_has_errors() {
    let folder = scratch("wrong");
    let spec = copied_spec(&folder);
    replace_in(&spec, ACTION, "\"default\": \"IPv4\"", "\"default\": \"IPv5\"");
    let out = folder.join("out");
    let ran = tc3_codegen(&["generate", "--spec", &spec, "--out", out.to_str().unwrap()]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.ends_with("\n1 error, 0 warnings: nothing was written\n"),
        "{}",
        ran.err
    );
    assert!(!out.exists());
}

#[test]
fn generate_writes_once_and_check_reports_what_is_out_of_date() {
    let folder = scratch("generate");
    let spec = copied_spec(&folder);
    let out = folder.join("out");
    let generate = |more: &[&str]| {
        let args = ["generate", "--spec", &spec, "--out", out.to_str().unwrap()];
        tc3_codegen(&[args.as_slice(), more].concat())
    };

    let ran = generate(&["--check"]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("missing: "), "{}", ran.err);
    assert!(!out.exists());

    let ran = generate(&[]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("wrote "), "{}", ran.out);
    let written = names_in(&out);
    let ran = generate(&["--check"]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));

    replace_in(&spec, ACTION, "\"GroupName\"", "\"GroupTitle\"");
    let ran = generate(&["--check"]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("changed: "), "{}", ran.err);
    let command = format!(
        "run `cargo tc3-codegen generate --spec {spec} --out {}`\n",
        out.display()
    );
    assert!(ran.err.ends_with(&command), "{}", ran.err);
    assert_eq!(names_in(&out), written);
}

#[cfg(unix)]
#[test]
fn the_suggested_command_has_the_options_that_were_given() {
    let folder = scratch("folder with spaces");
    let spec = copied_spec(&folder);
    let out = folder.join("somebody's");
    let args = ["generate", "--check", "--plain", "--spec", &spec, "--out"];
    let ran = tc3_codegen(&[args.as_slice(), &[out.to_str().unwrap()]].concat());
    assert_eq!(ran.exit_code, 1);
    let folder = folder.display();
    let options = format!(r"--plain --spec '{folder}/spec' --out '{folder}/somebody'\''s'");
    assert!(
        ran.err
            .ends_with(&format!("run `cargo tc3-codegen generate {options}`\n")),
        "{}",
        ran.err
    );
}

/// Tests run in the folder of their own package, which is a crate like any other.
#[test]
fn generate_does_not_create_the_default_folder() {
    let generated = Path::new("generated");
    assert!(!generated.exists());
    for more in [[].as_slice(), &["--check"]] {
        let ran = tc3_codegen(&[["generate", "--spec", &in_project("spec")].as_slice(), more].concat());
        assert_eq!((ran.exit_code, ran.out.as_str()), (2, ""));
        let expected = "error: no folder generated/src/services here: name one with --out DIR\n";
        assert_eq!(ran.err, expected);
        assert!(!generated.exists());
    }
    let ran = tc3_codegen(&["generate", "--plain", "--spec", &in_project("spec")]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--out <DIR>"), "{}", ran.err);
}

#[test]
fn schema_writes_and_compares() {
    let folder = scratch("schema");
    let schema =
        |more: &[&str]| tc3_codegen(&[["schema", "--out", folder.to_str().unwrap()].as_slice(), more].concat());
    assert_eq!(schema(&["--check"]).exit_code, 1);
    assert!(names_in(&folder).is_empty());

    let ran = schema(&[]);
    assert!(ran.out.starts_with("wrote 4 files, 0 unchanged in "), "{}", ran.out);
    assert_eq!(schema(&["--check"]).exit_code, 0);

    let path = folder.join("type.schema.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"type\": \"object\"", "\"type\": \"list\"", 1)).unwrap();
    let ran = schema(&["--check"]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("- ") && ran.err.contains("\"type\": \"list\""),
        "{}",
        ran.err
    );
    let command = format!("run `cargo tc3-codegen schema --out {}`\n", folder.display());
    assert!(ran.err.ends_with(&command), "{}", ran.err);
    assert!(schema(&[]).out.starts_with("wrote 1 file, 3 unchanged in "));
}
