//! What the README shows is what the repository holds.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;

use tc3_codegen::spec::{ActionFile, Member};
use tc3_tests::cli::{scratch, tc3_codegen};

const README: &str = include_str!("../../README.md");
const ACTION: &str = include_str!("../../spec/gaap/v20180529/actions/CreateProxyGroup.json");

#[test]
fn the_parameter_of_the_third_way_in_is_the_specs() {
    let (_, after) = README.split_once("```json\n").unwrap();
    let (shown, _) = after.split_once("```").unwrap();
    let shown: Member = serde_json::from_str(shown).unwrap();

    let action: ActionFile = serde_json::from_str(ACTION).unwrap();
    let mut parameters = action.parameters.into_iter();
    let mut committed = parameters.find(|parameter| parameter.name == shown.name).unwrap();
    // The wording may be fixed in the spec without the README.
    committed.description = shown.description.clone();
    assert_eq!(
        shown, committed,
        "README.md shows a parameter as the spec does not have it"
    );
}

#[test]
fn the_include_line_of_the_second_way_in_is_the_consumers() {
    const LINE: &str = "include!(concat!(env!(\"OUT_DIR\"), \"/services.rs\"));";
    assert!(README.contains(LINE));
    let consumer = include_str!("../consumer/src/lib.rs");
    assert!(
        consumer.contains("env!(\"OUT_DIR\")") && consumer.contains("services.rs"),
        "{consumer}"
    );
}

/// The blocks of JSON in a document, each with the path above it.
fn files_shown(document: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let mut rest = document;
    while let Some((before, after)) = rest.split_once("```json\n") {
        let (text, after) = after.split_once("```").unwrap();
        let path = before.trim_end().lines().last().unwrap().trim_matches('`');
        files.push((path, text));
        rest = after;
    }
    files
}

#[test]
fn the_spec_to_begin_with_is_right_and_gets_its_schemas() {
    let files = files_shown(include_str!("../../spec/README.md"));
    let folder = scratch("readme-spec");
    for (path, text) in &files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let spec = folder.join("spec");
    let (spec, schemas) = (spec.to_str().unwrap(), spec.join("schema"));
    let checked = tc3_codegen(&["check", "--spec", spec]);
    assert_eq!((checked.exit_code, checked.err.as_str()), (0, ""));
    let counts = "no errors in the spec: 1 service version, 1 action, 1 type\n";
    assert_eq!(checked.out, counts);

    let ran = tc3_codegen(&["schema", "--out", schemas.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let ran = tc3_codegen(&["fmt", "--spec", spec]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    for (path, _) in files {
        let file = folder.join(path);
        let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let schema = file.parent().unwrap().join(json["$schema"].as_str().unwrap());
        assert!(schema.is_file(), "{path}");
    }
    assert_eq!(tc3_codegen(&["check", "--spec", spec]).out, counts);
}
