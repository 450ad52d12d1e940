//! Every diagnostic, as a person reads it: `cases/diagnostics/<case>/spec` in, `expected.snap` out.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Diagnostic, Diagnostics};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/diagnostics");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// The case's spec under the name `spec`, wherever this checkout is.
fn sources(case: &Path) -> SourceSet {
    let folder = case.join("spec");
    if !folder.exists() {
        return SourceSet::new("spec", []);
    }
    SourceSet::read_dir(&folder).unwrap().with_root("spec")
}

fn diagnostics(case: &Path) -> Diagnostics {
    match tc3_codegen::load(&sources(case)) {
        Ok(checked) => checked.warnings,
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn each_case_gives_its_diagnostics() {
    for case in cases() {
        let diagnostics = diagnostics(&case);
        let text = format!("{diagnostics}\n\n{}", diagnostics.summary());
        insta::with_settings!({
            snapshot_path => &case,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("expected", text) });
    }
}

#[test]
fn the_cases_cover_every_diagnostic() {
    let covered: BTreeSet<&str> = cases()
        .iter()
        .flat_map(|case| {
            diagnostics(case)
                .iter()
                .map(|diagnostic| diagnostic.code)
                .collect::<Vec<_>>()
        })
        .collect();
    let listed: Vec<&str> = covered.into_iter().collect();
    insta::assert_snapshot!(listed.join("\n"));
}

/// Only what is not there has no place; only a value of the wrong kind says in its label what to write.
#[test]
fn every_diagnostic_has_a_place_and_says_what_to_write() {
    for case in cases() {
        for Diagnostic { code, labels, help, .. } in diagnostics(&case).iter() {
            let absent = ["missing-service-file", "empty-spec"].contains(code);
            assert!(!labels.is_empty() || absent, "{code} in {}", case.display());
            assert!(help.is_some() || *code == "wrong-kind", "{code} in {}", case.display());
        }
    }
}

/// A file in turn cannot be read, or lacks what others refer to; what the others say about it is no error.
#[test]
fn a_file_that_cannot_be_read_is_the_only_error() {
    let spec = SourceSet::read_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap();
    let files: Vec<Source> = spec.iter().map(|(_, source)| source.clone()).collect();
    let is_sampled = |index: usize, path: &str| index.is_multiple_of(7) || path.split('/').count() == 3;
    for (index, (id, file)) in spec.iter().enumerate() {
        if !is_sampled(index, &file.path) {
            continue;
        }
        let text = match index % 6 {
            0 => format!("\u{feff}{}", file.text),
            1 => file.text.replacen(':', "", 1),
            2 => "[]".to_owned(),
            3 => file
                .text
                .replace("\"members\": [", "\"membrs\": [")
                .replace("\"output\": [", "\"outputs\": ["),
            4 => file
                .text
                .replace("\"values\": [", "\"value\": [")
                .replace("\"parameters\": [", "\"parameter\": ["),
            _ => file
                .text
                .replace("\"name\"", "\"nmae\"")
                .replacen("\"nmae\"", "\"name\"", 1),
        };
        let mut broken = files.clone();
        broken[index].text = text;
        let Err(found) = tc3_codegen::load(&SourceSet::new("spec", broken)) else {
            assert!((3..6).contains(&(index % 6)), "{}", file.path);
            continue;
        };
        let elsewhere = found
            .iter()
            .find(|found| found.place().is_none_or(|span| span.file != id));
        assert!(elsewhere.is_none(), "{}: {found}", file.path);
    }
}
