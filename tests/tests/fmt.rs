//! `tc3-codegen fmt`: what it formats, what it keeps, and what it cannot format.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tc3_tests::cli::{Ran, scratch, tc3_codegen};

const SERVICE: &str = r#"{"host": "demo.tencentcloudapi.com", "name": "demo", "version": "2020-01-02", "title": "Demo",
    "description": "Shows something."}"#;
const ACTION: &str = r#"{"name": "Echo", "description": "Answers.", "regionRequired": false, "parameters": [],
    "output": [{"name": "Pair", "type": "Pair", "description": "Something."}]}"#;
const TYPE: &str = r#"{"name": "Pair", "description": "Two.", "members": []}"#;

/// A spec folder with `files`, which are below the folder of its one service version.
fn spec(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let spec = scratch(&format!("fmt-{test}")).join("spec");
    for (path, text) in files {
        let path = version(&spec).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    spec
}

fn version(spec: &Path) -> PathBuf {
    spec.join("demo/v20200102")
}

fn fmt(spec: &Path, options: &[&str]) -> Ran {
    let args = [&["fmt", "--spec", spec.to_str().unwrap()], options].concat();
    tc3_codegen(&args)
}

fn text(spec: &Path, path: &str) -> String {
    fs::read_to_string(version(spec).join(path)).unwrap()
}

#[test]
fn every_file_names_its_schema_afterwards() {
    let emulator = "{ \"description\": \"By hand.\",\n    \"resources\": [], \"actions\": [] }\n";
    let files = [
        ("service.json", SERVICE),
        ("actions/Echo.json", ACTION),
        ("types/Pair.json", TYPE),
        ("emulator.json", emulator),
    ];
    let spec = spec("schema", &files);
    assert_eq!(fmt(&spec, &["--check"]).exit_code, 1);
    let ran = fmt(&spec, &[]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    let schemas = spec.join("schema");
    fs::create_dir(&schemas).unwrap();
    for (name, schema) in tc3_codegen::schemas() {
        fs::write(schemas.join(name), schema).unwrap();
    }
    for ((path, _), kind) in files.iter().zip(["service", "action", "type", "emulator"]) {
        let json: Value = serde_json::from_str(&text(&spec, path)).unwrap();
        let named = json["$schema"].as_str().unwrap();
        assert!(named.ends_with(&format!("/{kind}.schema.json")), "{path}: {named}");
        let target = version(&spec).join(path).parent().unwrap().join(named);
        assert!(target.is_file(), "{path}: {named}");
    }
    assert!(text(&spec, "emulator.json").ends_with("\"By hand.\",\n    \"resources\": [], \"actions\": [] }\n"));
    let again = fmt(&spec, &["--check"]);
    assert_eq!((again.exit_code, again.err.as_str()), (0, ""));
}

#[test]
fn a_valid_schema_is_kept_and_a_wrong_one_replaced() {
    let with = |schema: &str| TYPE.replacen('{', &format!("{{\"$schema\": \"{schema}\", "), 1);
    let spec = spec(
        "kept",
        &[
            ("types/Url.json", &with("https://example.com/type.schema.json")),
            ("types/Mine.json", &with("../../../../mine/type.schema.json")),
            ("types/Wrong.json", &with("../../../schema/action.schema.json")),
            ("types/Shallow.json", &with("../../schema/type.schema.json")),
        ],
    );
    for folder in [spec.parent().unwrap().join("mine"), spec.join("schema")] {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("type.schema.json"), "{}").unwrap();
    }
    assert_eq!(fmt(&spec, &[]).exit_code, 0);
    for (name, schema) in [
        ("Url", "https://example.com/type.schema.json"),
        ("Mine", "../../../../mine/type.schema.json"),
        ("Wrong", "../../../schema/type.schema.json"),
        ("Shallow", "../../../schema/type.schema.json"),
    ] {
        let json: Value = serde_json::from_str(&text(&spec, &format!("types/{name}.json"))).unwrap();
        assert_eq!(json["$schema"], schema, "{name}");
    }
}

/// The spec has errors of every kind: a missing service.json, an unknown type, a key that is wrong, a name that is not
/// the file's.
#[test]
fn errors_in_the_spec_do_not_stop_it_and_nothing_is_lost() {
    let loose = r#"{"output": [], "color \"x\"": [1, 2.50, {"a": null}], "errors": ["A", {"code": 1}],
        "name": "Other", "name": "Again", "rateLimit": "ten"}"#;
    let spec = spec(
        "errors",
        &[("actions/Echo.json", ACTION), ("actions/Loose.json", loose)],
    );
    let ran = fmt(&spec, &[]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    assert!(
        text(&spec, "actions/Echo.json").starts_with("{\n  \"$schema\": \"../../../schema/action.schema.json\",\n")
    );
    let kept = text(&spec, "actions/Loose.json");
    let without_space = |text: &str| text.split_whitespace().collect::<String>();
    let schema = r#"{"$schema":"../../../schema/action.schema.json","#;
    assert_eq!(without_space(&kept), without_space(loose).replacen('{', schema, 1));
    assert_eq!(fmt(&spec, &["--check"]).exit_code, 0);
}

#[test]
fn a_broken_file_is_reported_and_the_others_are_formatted() {
    let files = [
        ("actions/Echo.json", ACTION),
        ("types/Pair.json", "{'name': 1}"),
        ("types/List.json", "[1]"),
    ];
    let spec = spec("broken", &files);
    let ran = fmt(&spec, &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("error[bad-json]") && ran.err.contains("error[wrong-kind]"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .ends_with("2 errors, 0 warnings: these files are not formatted\n"),
        "{}",
        ran.err
    );
    assert!(ran.out.starts_with("wrote 1 file, 0 unchanged"), "{}", ran.out);
    assert!(text(&spec, "actions/Echo.json").starts_with("{\n  \"$schema\""));
    assert_eq!(text(&spec, "types/Pair.json"), "{'name': 1}");
    assert_eq!(text(&spec, "types/List.json"), "[1]");
    let ran = fmt(&spec, &["--check"]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (1, ""));
}
