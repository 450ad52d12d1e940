//! Every fact of a spec counts: changed, it changes the generated code or is rejected. Tried are actions that have every
//! key between them, and all that they use: the whole spec would take minutes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod spec_part;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use spec_part::{File, Part};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, FileSet, generate, load};

const ACTION: &str = "gaap/v20180529/actions/CreateProxyGroup.json";

const SAMPLE: [&str; 4] = [
    ACTION,
    "gaap/v20180529/actions/DescribeProxyGroupList.json", // paged
    "gaap/v20180529/actions/CreateCertificate.json",      // secret
    "sts/v20180813/actions/AssumeRoleWithSAML.json",      // not signed
];

/// The sample, and what it uses.
fn sample(spec: &[File]) -> Vec<&File> {
    let mut paths = BTreeSet::new();
    for action in spec.iter().filter(|file| SAMPLE.contains(&file.path.as_str())) {
        paths.insert(action.path.as_str());
        paths.extend(
            Part::around(action, spec)
                .others
                .iter()
                .map(|other| other.path.as_str()),
        );
    }
    spec.iter().filter(|file| paths.contains(file.path.as_str())).collect()
}

fn committed_spec() -> Vec<File> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = SourceSet::read_dir(&spec).unwrap();
    let file = |source: &Source| File {
        path: source.path.clone(),
        json: serde_json::from_str(&source.text).unwrap(),
    };
    read.iter().map(|(_, source)| file(source)).collect()
}

/// What is generated; nothing if anything is wrong with the spec or doubtful in it.
fn code_of<'a>(files: impl IntoIterator<Item = &'a File>, builder: &Builder) -> Option<FileSet> {
    let sources = files.into_iter().map(|file| Source {
        path: file.path.clone(),
        text: file.json.to_string(),
    });
    let checked = load(&SourceSet::new("spec", sources)).ok()?;
    let is_clean = checked.warnings.iter().next().is_none();
    is_clean.then(|| generate(&checked, builder.options()).unwrap())
}

/// Every value of the spec's files, changed in each of several ways, changes the code or is rejected.
#[test]
fn every_fact_of_the_spec_counts() {
    let spec = committed_spec();
    let mut changes = 0;
    let mut without_effect = Vec::new();
    for file in sample(&spec) {
        let part = Part::around(file, &spec);
        let code = |json: &Value, builder: &Builder| {
            let changed = File {
                path: file.path.clone(),
                json: json.clone(),
            };
            code_of(part.others.iter().copied().chain([&changed]), builder)
        };
        let builders = [Builder::checked_in(), Builder::new()].map(|builder| builder.format(false));
        let before = builders.each_ref().map(|builder| {
            let committed = code(&file.json, builder);
            committed.unwrap_or_else(|| panic!("{} itself is not right: `cargo tc3-codegen check`", file.path))
        });
        for (pointer, changed) in facts(file, &part) {
            if ["/imported", "/importedFrom"].iter().any(|key| pointer.ends_with(key)) {
                continue; // what an import knows a changed example and an older source by
            }
            changes += 1;
            // Without documentation tests, examples alone become something else.
            let tried = if pointer.starts_with("/examples") { 2 } else { 1 };
            for (builder, before) in builders.iter().zip(&before).take(tried) {
                if code(&changed, builder).as_ref() == Some(before) {
                    let now = changed.pointer(&pointer).unwrap();
                    without_effect.push(format!("{}{pointer}: {now}", file.path));
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

#[test]
fn no_fact_of_an_action_is_exempt() {
    let spec = committed_spec();
    let action = action_of(&spec);
    let mut leaves = Vec::new();
    collect_leaves(&action.json, "", &mut leaves);
    leaves.retain(|pointer| pointer != "/$schema");
    let mut tried: Vec<String> = facts(action, &Part::around(action, &spec))
        .into_iter()
        .map(|(pointer, _)| pointer)
        .collect();
    tried.dedup();
    assert_eq!(tried, leaves);
}

/// A renamed action takes its file with it.
#[test]
fn a_renamed_action_is_a_renamed_function() {
    let spec = committed_spec();
    let action = action_of(&spec);
    let mut renamed = File {
        path: action.path.replace("CreateProxyGroup", "OpenProxyGroup"),
        json: action.json.clone(),
    };
    renamed.json["name"] = "OpenProxyGroup".into();
    let part = Part::around(action, &spec);
    let files = part.others.iter().copied().chain([&renamed]);
    let code = code_of(files, &Builder::checked_in()).unwrap();
    let module = code.get("gaap/v20180529.rs").unwrap();
    assert!(module.contains("pub fn open_proxy_group<"));
    for old in ["\"CreateProxyGroup\"", "CreateProxyGroupRe", "create_proxy_group"] {
        assert!(!module.contains(old), "{old}");
    }
}

fn action_of(spec: &[File]) -> &File {
    spec.iter().find(|file| file.path == ACTION).unwrap()
}

/// The file with one value changed, in every way that is tried, and where.
fn facts(file: &File, part: &Part<'_>) -> Vec<(String, Value)> {
    let mut leaves = Vec::new();
    collect_leaves(&file.json, "", &mut leaves);
    leaves.retain(|pointer| !says_nothing(pointer, part));
    leaves
        .iter()
        .flat_map(|pointer| {
            let others = others(pointer, file.json.pointer(pointer).unwrap());
            others.into_iter().map(|other| {
                let mut changed = file.json.clone();
                *changed.pointer_mut(pointer).unwrap() = other;
                (pointer.clone(), changed)
            })
        })
        .collect()
}

/// What may be written, and left out, without a difference.
fn says_nothing(pointer: &str, part: &Part<'_>) -> bool {
    match pointer.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        // It is the editor's.
        ["$schema"] => true,
        // A part holds one version, and the only version of a service is its default.
        ["defaultVersion"] => true,
        // It is about requests, and the documentation shows it of types that only responses use as well.
        ["members", _, "required"] => !part.is_of_requests,
        _ => false,
    }
}

fn collect_leaves(json: &Value, pointer: &str, leaves: &mut Vec<String>) {
    match json {
        Value::Object(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect_leaves(value, &format!("{pointer}/{key}"), leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect_leaves(item, &format!("{pointer}/{index}"), leaves);
            }
        }
        _ => leaves.push(pointer.to_owned()),
    }
}

/// Other values that may replace `value`.
fn others(pointer: &str, value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("text"), json!(1)],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) if number.as_f64() == Some(1.0) => vec![json!(2)],
        Value::Number(_) => vec![json!(1)],
        Value::String(text) => other_texts(pointer, text),
        Value::Array(_) | Value::Object(_) => vec![json!(null)],
    }
}

fn other_texts(pointer: &str, text: &str) -> Vec<Value> {
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
        "rustName" => &["other_name", "OtherName"],
        "host" => &["gaap.example.com"],
        _ => &[],
    };
    let known = known.iter().filter(|other| **other != text).map(|other| json!(other));
    let number = text.parse::<f64>().ok();
    let number = number.map(|number| json!(if number == 1.0 { "2" } else { "1" }));
    known.chain(number).chain([json!(format!("{text} more"))]).collect()
}
