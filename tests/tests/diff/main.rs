//! What a change of a spec means to callers of the generated code.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod command;
mod sources;
mod spec;
mod table;
#[path = "../wheel/mod.rs"]
mod wheel;

use serde_json::{Value, json};
use spec::Spec;
use tc3_codegen::diff::{Change, Severity, diff};
use tc3_tests::{FROZEN_SPEC, cases};

/// Returns a line for each change.
fn lines(changes: &[Change]) -> Vec<String> {
    changes.iter().map(Change::to_string).collect()
}

#[test]
fn each_change_is_reported_with_its_severity() {
    let old = Spec::of_shop().checked();
    let mut wrong = Vec::new();
    for case in table::CASES.iter().copied().flatten() {
        let mut new = Spec::of_shop();
        (case.change)(&mut new);
        let lines = lines(&diff(&old, &new.checked()));
        if lines != case.expected {
            wrong.push(format!("{}:\n  {}", case.name, lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares whether there are changes in both directions, and how severe they are.
#[test]
fn a_change_without_effect_on_the_code_breaks_nobody() {
    let old = Spec::of_shop();
    let code = old.code_without_docs();
    for case in table::CASES.iter().copied().flatten() {
        let mut new = Spec::of_shop();
        (case.change)(&mut new);
        let worst = |changes: &[Change]| changes.iter().map(|change| change.severity).max();
        let (before, after) = (old.checked(), new.checked());
        let (forth, back) = (diff(&before, &after), diff(&after, &before));
        assert_eq!(forth.is_empty(), back.is_empty(), "{}", case.name);
        if new.code_without_docs() == code {
            let note = Some(Severity::Note);
            assert!(worst(&forth) <= note && worst(&back) <= note, "{}", case.name);
        }
    }
}

#[test]
fn rewordings_break_nobody() {
    let package = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut specs: Vec<Spec> = cases::code_cases(package)
        .unwrap()
        .iter()
        .map(|case| Spec::read(&case.join("spec")))
        .collect();
    specs.push(Spec::read(std::path::Path::new(FROZEN_SPEC)));
    for old in specs {
        let mut new = old.clone();
        for file in new.files.values_mut() {
            reword(file);
        }
        let changes = diff(&old.checked(), &new.checked());
        assert!(!changes.is_empty());
        let worse: Vec<&Change> = changes
            .iter()
            .filter(|change| change.severity != Severity::Documentation)
            .collect();
        assert!(worse.is_empty(), "{worse:?}");
        assert_eq!(diff(&new.checked(), &new.checked()), []);
    }
}

fn reword(json: &mut Value) {
    match json {
        Value::Object(entries) => {
            if let Some(description @ Value::String(_)) = entries.get_mut("description") {
                *description = json!("Said in other words.");
            }
            entries.values_mut().for_each(reword);
        }
        Value::Array(items) => items.iter_mut().for_each(reword),
        _ => {}
    }
}

#[test]
fn no_removed_member_goes_unnoticed() {
    let old = Spec::of_shop();
    let mut seen = 0;
    for (path, file) in &old.files {
        for list in ["parameters", "output", "members"] {
            for index in 0..file[list].as_array().map_or(0, Vec::len) {
                let mut new = Spec::of_shop();
                let lost = new.list(path, &format!("/{list}")).remove(index);
                let Ok(checked) = new.try_checked() else {
                    continue; // pagination by it is an error without it
                };
                let changes = diff(&old.checked(), &checked);
                assert_eq!(changes[0].severity, Severity::Breaking, "{path} {lost}");
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn an_import_from_another_release_is_no_change() {
    let imported = |release: &str, day: &str| {
        let mut spec = Spec::of_shop();
        for (path, file) in &mut spec.files {
            file["importedFrom"] = json!(format!("tccli {release}"));
            if path.contains("/actions/") {
                file["lastUpdated"] = json!(day);
            }
            let examples = file.get_mut("examples").and_then(Value::as_array_mut);
            for example in examples.into_iter().flatten() {
                example["imported"] = json!(format!("{day:0<16}"));
            }
        }
        spec.checked()
    };
    let (old, new) = (imported("3.1.0", "2024-01-02"), imported("3.1.1", "2024-01-09"));
    assert_eq!(diff(&old, &new), []);
    assert_eq!(diff(&Spec::of_shop().checked(), &new), []);
}

#[test]
fn every_kind_has_a_word_of_its_own() {
    let old = Spec::of_shop().checked();
    let mut words = std::collections::BTreeMap::new();
    for case in table::CASES.iter().copied().flatten() {
        let mut new = Spec::of_shop();
        (case.change)(&mut new);
        for change in diff(&old, &new.checked()) {
            let word = change.kind.as_str();
            assert_eq!(*words.entry(word).or_insert(change.kind), change.kind, "{word}");
        }
    }
    assert!(words.len() > 35, "{words:?}");
}
