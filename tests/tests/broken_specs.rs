//! No text makes the loader panic, and none is JSON to it that is not JSON to others.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Json, Source, SourceSet};

const ACTION: &str = include_str!("../data/frozen-spec/gaap/v20180529/actions/CreateProxyGroup.json");
const ACTION_PATH: &str = "gaap/v20180529/actions/CreateProxyGroup.json";

/// The files around the action.
fn siblings() -> Vec<Source> {
    let read = SourceSet::read_dir(Path::new(tc3_tests::FROZEN_SPEC)).unwrap();
    let siblings = read.iter().map(|(_, source)| source.clone());
    siblings.filter(|source| source.path != ACTION_PATH).collect()
}

/// Reads the spec with `text` for the action and prints what is wrong; returns whether anything is.
fn is_faulty(text: &str, siblings: &[Source]) -> bool {
    let action = Source {
        path: ACTION_PATH.to_owned(),
        text: text.to_owned(),
    };
    let sources = siblings.iter().cloned().chain([action]);
    match tc3_codegen::load(&SourceSet::new("spec", sources)) {
        Ok(_) => false,
        Err(diagnostics) => {
            assert!(!diagnostics.to_string().is_empty());
            true
        }
    }
}

fn character_starts(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(start, _)| start)
}

#[test]
fn a_text_cut_short_anywhere_is_an_error() {
    let siblings = siblings();
    assert!(!is_faulty(ACTION, &siblings));
    let last_brace = ACTION.rfind('}').unwrap();
    for end in character_starts(ACTION).filter(|end| *end <= last_brace) {
        assert!(is_faulty(&ACTION[..end], &siblings), "cut at {end}");
    }
}

#[test]
fn a_text_with_any_character_replaced_is_read_without_a_panic() {
    const REPLACEMENTS: [&str; 13] = ["\"", "\\", "{", "}", "[", "]", ",", ":", "-", "9", "\0", "\u{202e}", ""];
    let siblings = siblings();
    for (start, replacement) in character_starts(ACTION).zip(REPLACEMENTS.iter().cycle()) {
        let rest = ACTION[start..].chars().as_str();
        let mut after = rest.chars();
        after.next();
        let text = format!("{}{replacement}{}", &ACTION[..start], after.as_str());
        is_faulty(&text, &siblings);
        agrees_with_serde_json(&text);
    }
}

#[test]
fn json_is_what_serde_json_takes_for_json() {
    for text in [
        "",
        " ",
        "null",
        "nul",
        "true false",
        "01",
        "-0",
        "-",
        "1.",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "+1",
        "0x10",
        "NaN",
        "Infinity",
        "'a'",
        "\"a",
        "\"\\q\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\/\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u{7f}\"",
        "\u{feff}{}",
        "[1,]",
        "[,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "/**/1",
        "//\n1",
        "{\"a\":1 \"b\":2}",
        "[]]",
        "\u{a0}1",
        "\u{b}1",
    ] {
        agrees_with_serde_json(text);
    }
}

#[track_caller]
fn agrees_with_serde_json(text: &str) {
    let ours = Json::parse(text);
    let theirs = serde_json::from_str::<serde_json::Value>(text).map(drop);
    assert_eq!(ours.is_ok(), theirs.is_ok(), "{theirs:?} for {text:?}");
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Json::parse(&deep).is_err());
    let long = "[".repeat(100_000);
    assert!(Json::parse(&long).is_err());
}

/// Types and rules of the emulator may be nested as deep as a file is long.
#[test]
fn no_depth_of_structures_in_rules_is_too_deep() {
    const DEPTH: usize = 2000;
    let source = |path: String, json: Value| Source {
        path: format!("deep/v20200102/{path}"),
        text: json.to_string(),
    };
    let member = |name: &str, type_name: String| json!({ "name": name, "type": type_name, "description": "Inside." });
    let types = (0..DEPTH).map(|level| {
        let inside = member("Inside", format!("Array of Level{}", (level + 1) % DEPTH));
        let same = member("Same", format!("Level{level}"));
        let name = format!("Level{level}");
        let declared = json!({ "name": name, "description": "A level.", "members": [member("Id", "String".to_owned()), same, inside] });
        source(format!("types/{name}.json"), declared)
    });
    let resources: Vec<Value> = (0..DEPTH)
        .map(|level| {
            let parents = json!([{ "resource": format!("Level{}", (level + DEPTH - 1) % DEPTH), "members": ["Id"], "deletion": "cascade" }]);
            let shown = json!([{ "member": "Inside", "children": format!("Level{}", (level + 1) % DEPTH) }]);
            json!({ "name": format!("Level{level}"), "id": { "member": "Id", "prefix": "l" }, "parents": parents, "shown": shown })
        })
        .collect();
    let deep = vec!["Same"; 100_000].join(".");
    let details = json!({ "resource": "Level0", "by": [{ "parameter": "Id" }], "output": "Top", "shows": [{ "member": deep, "value": "a" }] });
    let delete = json!([{ "resource": "Level0", "by": [{ "parameter": "Id" }], "done": format!("Top.{deep}") }]);
    let action = json!({
        "name": "DescribeLevel", "description": "Shows a level.", "regionRequired": false,
        "parameters": [member("Id", "String".to_owned())], "output": [member("Top", "Level0".to_owned())],
    });
    let rules = json!({
        "description": "Deep.", "resources": resources,
        "actions": [{ "name": "DescribeLevel", "details": details, "deletes": delete }],
    });
    let service = json!({
        "name": "deep", "version": "2020-01-02", "title": "Deep", "description": "Deep.", "host": "deep.tencentcloudapi.com",
    });
    let others = [
        source("service.json".to_owned(), service),
        source("actions/DescribeLevel.json".to_owned(), action),
        source("emulator.json".to_owned(), rules),
    ];
    let found = tc3_codegen::load(&SourceSet::new("spec", types.chain(others))).unwrap_err();
    let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["emulator-rule", "emulator-rule"], "both paths are too long");
}
