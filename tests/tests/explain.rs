//! `tc3-codegen explain` and its registry: every diagnostic is explained, and its examples are what they say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Diagnostics, Severity};
use tc3_tests::cli::{scratch, tc3_codegen};
use tc3_tests::repository;

const BASE: &str = "clock/v20200101";
const COVERED: &str = include_str!("snapshots/diagnostics__the_cases_cover_every_diagnostic.snap");

/// A section of the document.
#[derive(Debug)]
struct Entry {
    code: String,
    text: String,
    wrong: Vec<Example>,
    right: Vec<Example>,
}

/// A file that an example changes.
#[derive(Debug)]
struct Example {
    path: String,
    /// Whether it is the whole file, and not a patch of one.
    is_whole: bool,
    text: String,
}

fn document() -> String {
    let ran = tc3_codegen(&["explain", "--all"]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    ran.out
}

fn entries() -> Vec<Entry> {
    let document = document();
    let (_, sections) = document.split_once("\n## ").unwrap();
    sections.split("\n## ").map(entry).collect()
}

fn entry(section: &str) -> Entry {
    let (code, text) = section.split_once('\n').unwrap();
    let mut entry = Entry {
        code: code.to_owned(),
        text: text.trim().to_owned(),
        wrong: Vec::new(),
        right: Vec::new(),
    };
    let mut before = "";
    let mut parts = text.split("```");
    while let Some(words) = parts.next() {
        before = words.trim().lines().last().unwrap_or(before);
        let Some(code) = parts.next() else { break };
        let example = Example {
            path: before.split('`').nth(1).unwrap().to_owned(),
            is_whole: before.contains("the file"),
            text: code.strip_prefix("json\n").unwrap().to_owned(),
        };
        if before.starts_with("Wrong") {
            entry.wrong.push(example);
        } else {
            assert!(before.starts_with("Right"), "{before}");
            entry.right.push(example);
        }
    }
    entry
}

/// The files of the document's small spec, by their paths.
fn base() -> BTreeMap<String, String> {
    let document = document();
    let (intro, _) = document.split_once("\n| code ").unwrap();
    let mut parts = intro.split("```json\n");
    let mut before = parts.next().unwrap();
    let mut files = BTreeMap::new();
    for part in parts {
        let (text, after) = part.split_once("```").unwrap();
        let path = before.trim().lines().last().unwrap().split('`').nth(1).unwrap();
        files.insert(format!("{BASE}/{path}"), text.to_owned());
        before = after;
    }
    assert_eq!(files.len(), 4);
    files
}

fn with(examples: &[Example]) -> Diagnostics {
    let mut files = base();
    for example in examples {
        let path = match example.path.strip_prefix("clock/") {
            Some(_) => example.path.clone(),
            None => format!("{BASE}/{}", example.path),
        };
        let text = if example.is_whole {
            example.text.clone()
        } else {
            let mut file = files
                .get(&path)
                .map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
            merge(&mut file, serde_json::from_str(&example.text).unwrap());
            file.to_string()
        };
        files.insert(path, text);
    }
    let sources = files.into_iter().map(|(path, text)| Source { path, text });
    match tc3_codegen::load(&SourceSet::new("spec", sources)) {
        Ok(spec) => spec.warnings,
        Err(diagnostics) => diagnostics,
    }
}

/// A merge patch as of RFC 7396.
fn merge(file: &mut Value, patch: Value) {
    match patch {
        Value::Object(patch) => {
            if !file.is_object() {
                *file = Value::Object(serde_json::Map::new());
            }
            let members = file.as_object_mut().unwrap();
            for (name, value) in patch {
                if value.is_null() {
                    members.remove(&name);
                } else {
                    merge(members.entry(name).or_insert(Value::Null), value);
                }
            }
        }
        patch => *file = patch,
    }
}

/// The codes in the sources: the first argument of the functions that make diagnostics.
fn codes_of_the_sources() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let files = repository::files().into_iter();
    for file in files.filter(|path| path.starts_with("codegen/src/") && path.ends_with(".rs")) {
        let text = std::fs::read_to_string(repository::root().join(file)).unwrap();
        for function in ["Diagnostic::error(", "Diagnostic::warning(", ".violation("] {
            for after in text.split(function).skip(1) {
                let after = after.trim_start();
                if let Some((code, _)) = after.strip_prefix('"').and_then(|after| after.split_once('"')) {
                    codes.insert(code.to_owned());
                }
            }
        }
    }
    codes
}

#[test]
fn every_diagnostic_is_explained() {
    let explained: BTreeSet<String> = entries().into_iter().map(|entry| entry.code).collect();
    let (_, covered) = COVERED.split_once("---\n").unwrap().1.split_once("---\n").unwrap();
    let covered: BTreeSet<String> = covered.lines().map(str::to_owned).collect();
    let of_sources = codes_of_the_sources();
    let missing: Vec<_> = covered
        .union(&of_sources)
        .filter(|code| !explained.contains(*code))
        .collect();
    assert!(missing.is_empty(), "codegen/src/cli/explain/codes.md lacks {missing:?}");

    let of_pages = |code: &&String| code.starts_with("page-") || *code == "not-a-page";
    let extra: Vec<_> = explained.difference(&covered).filter(|code| !of_pages(code)).collect();
    assert!(extra.is_empty(), "nothing reports {extra:?}");
}

#[test]
fn the_small_spec_is_right() {
    assert!(with(&[]).is_empty(), "{}", with(&[]));
}

#[test]
fn each_wrong_example_gives_its_code_and_each_right_one_does_not() {
    for Entry {
        code,
        text,
        wrong,
        right,
    } in &entries()
    {
        if wrong.is_empty() {
            continue;
        }
        let diagnostics = with(wrong);
        let found = diagnostics.iter().find(|diagnostic| diagnostic.code == code);
        let Some(found) = found else {
            panic!("the wrong example of {code} gives:\n{diagnostics}");
        };
        let severity = if text.starts_with("A warning.") {
            Severity::Warning
        } else {
            Severity::Error
        };
        assert_eq!(found.severity, severity, "{code}");
        // Where the right thing is to remove the wrong file, no files are shown.
        let diagnostics = with(right);
        let is_right = !diagnostics.has_errors() && diagnostics.iter().all(|diagnostic| diagnostic.code != code);
        assert!(is_right, "the right example of {code} gives:\n{diagnostics}");
    }
}

#[test]
fn the_document_is_up_to_date() {
    let committed = std::fs::read_to_string(repository::root().join("docs/diagnostics.md")).unwrap_or_default();
    assert!(
        committed == document(),
        "docs/diagnostics.md is out of date: run `cargo tc3-codegen explain --all > docs/diagnostics.md`"
    );
}

#[test]
fn an_entry_is_printed_by_its_code() {
    let ran = tc3_codegen(&["explain", "unknown-format"]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out);
    assert_eq!(tc3_codegen(&["explain", "error[unknown-format]"]).out, ran.out);
}

#[test]
fn a_typo_gets_the_nearest_code() {
    let ran = tc3_codegen(&["explain", "unknown-kye"]);
    assert_eq!(ran.exit_code, 1);
    assert_eq!(
        ran.err,
        "error: there is no diagnostic `unknown-kye`: did you mean `unknown-key`?\n"
    );
    let ran = tc3_codegen(&["explain", "zzz"]);
    assert_eq!(
        ran.err,
        "error: there is no diagnostic `zzz`: docs/diagnostics.md and `tc3-codegen explain --all` list the codes\n"
    );
    let ran = tc3_codegen(&["explain", "errors"]);
    assert!(
        ran.err.starts_with("error: there is no diagnostic `errors`: "),
        "{}",
        ran.err
    );
    assert_eq!(tc3_codegen(&["explain"]).exit_code, 2);
}

#[test]
fn check_names_the_command_for_its_first_code() {
    let folder = scratch("explain");
    let ran = tc3_codegen(&["check", "--spec", folder.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 1);
    let last = "\n1 error, 0 warnings\nrun `tc3-codegen explain empty-spec` for more\n";
    assert!(ran.err.ends_with(last), "{}", ran.err);
}
