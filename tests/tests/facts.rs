//! Every fact of the committed spec counts: changed, it changes the generated code or is refused.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, FileSet, generate, load};

fn committed_spec() -> Vec<Source> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = SourceSet::read_dir(&spec).unwrap();
    read.iter().map(|(_, source)| source.clone()).collect()
}

/// What is generated; nothing if anything is wrong with the spec or doubtful in it.
fn code_of(sources: Vec<Source>, builder: &Builder) -> Option<FileSet> {
    let checked = load(&SourceSet::new("spec", sources)).ok()?;
    let is_clean = checked.warnings.iter().next().is_none();
    is_clean.then(|| generate(&checked, builder.options()).unwrap())
}

/// Every value of the spec's files, changed in each of several ways, changes the code or is refused.
#[test]
fn every_fact_of_the_spec_counts() {
    let mut changes = 0;
    let mut without_effect = Vec::new();
    for (index, source) in committed_spec().iter().enumerate() {
        let file: Value = serde_json::from_str(&source.text).unwrap();
        let code = |file: &Value, builder: &Builder| {
            let mut sources = committed_spec();
            sources[index].text = file.to_string();
            code_of(sources, builder)
        };
        let builders = [Builder::checked_in(), Builder::new()];
        let before = builders.each_ref().map(|builder| code(&file, builder).unwrap());
        for (pointer, changed) in facts(&file) {
            changes += 1;
            // Without documentation tests, examples alone become something else.
            let tried = if pointer.starts_with("/examples") { 2 } else { 1 };
            for (builder, before) in builders.iter().zip(&before).take(tried) {
                if code(&changed, builder).as_ref() == Some(before) {
                    let now = changed.pointer(&pointer).unwrap();
                    without_effect.push(format!("{}{pointer}: {now}", source.path));
                }
            }
        }
    }
    assert!(changes > 200, "only {changes} changes were tried");
    assert!(
        without_effect.is_empty(),
        "facts that nothing is made of:\n{}",
        without_effect.join("\n")
    );
}

/// The file with one value changed, in every way that is tried, and where.
fn facts(file: &Value) -> Vec<(String, Value)> {
    let mut leaves = Vec::new();
    collect_leaves(file, "", &mut leaves);
    // The schema is the editor's, and the only version of a service is its default.
    leaves.retain(|pointer| !["/$schema", "/defaultVersion"].contains(&pointer.as_str()));
    leaves
        .iter()
        .flat_map(|pointer| {
            let others = others(pointer, file.pointer(pointer).unwrap());
            others.into_iter().map(|other| {
                let mut changed = file.clone();
                *changed.pointer_mut(pointer).unwrap() = other;
                (pointer.clone(), changed)
            })
        })
        .collect()
}

fn collect_leaves(json: &Value, pointer: &str, leaves: &mut Vec<String>) {
    match json {
        Value::Object(entries) => {
            for (key, value) in entries {
                collect_leaves(value, &format!("{pointer}/{key}"), leaves);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_leaves(item, &format!("{pointer}/{index}"), leaves);
            }
        }
        _ => leaves.push(pointer.to_owned()),
    }
}

/// Other values that may stand where `value` does.
fn others(pointer: &str, value: &Value) -> Vec<Value> {
    let text = match value {
        Value::Bool(flag) => return vec![json!(!flag)],
        Value::Number(number) => return vec![json!(number.as_u64().unwrap() + 1)],
        value => value.as_str().unwrap(),
    };
    let known: &[&str] = match pointer.rsplit('/').next().unwrap() {
        "type" => &[
            "String",
            "Integer",
            "Float",
            "Boolean",
            "Date",
            "Object",
            "TagPair",
            "Array of TagPair",
        ],
        "format" => &["int64", "uint64"],
        "values" => &["IPAddressVersion", "PackageType", "NetworkType"],
        "default" | "IPAddressVersion" | "PackageType" | "NetworkType" => {
            &["IPv4", "IPv6", "Thunder", "Accelerator", "normal", "cn2"]
        }
        "lastUpdated" | "version" => &["2024-02-29"],
        "code" => &["RequestLimitExceeded"],
        "name" => &["CreateProxyGroups", "Bandwidths"],
        "host" => &["gaap.example.com"],
        _ => &[],
    };
    let digits = text.parse::<u64>().ok().map(|number| json!((number + 1).to_string()));
    let known = known.iter().filter(|other| **other != text).map(|other| json!(other));
    known.chain(digits).chain([json!(format!("{text} more"))]).collect()
}

/// A renamed action takes its file with it.
#[test]
fn a_renamed_action_is_a_renamed_function() {
    let mut sources = committed_spec();
    let action = sources
        .iter_mut()
        .find(|source| source.path.contains("/actions/"))
        .unwrap();
    action.path = action.path.replace("CreateProxyGroup", "OpenProxyGroup");
    action.text = action
        .text
        .replace("\"name\": \"CreateProxyGroup\"", "\"name\": \"OpenProxyGroup\"");
    let code = code_of(sources, &Builder::checked_in()).unwrap();
    let module = code.get("gaap/v20180529.rs").unwrap();
    assert!(module.contains("pub async fn open_proxy_group(") && !module.contains("CreateProxyGroup"));
}
