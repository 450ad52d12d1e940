//! `ARCHITECTURE.md` names files, and the tests that hold the invariants. They exist.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;

const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");

/// Where a name in backticks is a path.
const FOLDERS: [&str; 9] = [
    "benchmarks/",
    "codegen/",
    "docs/",
    "emulator/",
    "fuzz/",
    "generated/",
    "runtime/",
    "spec/",
    "tests/",
];

/// The code spans of the document: a block of code has no backticks on its lines.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.starts_with("```"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// What is wrong with a name such as `folder/file.rs` or `folder/file.rs::test`.
fn problem(root: &Path, name: &str) -> Option<String> {
    let (path, test) = name.split_once("::").unzip();
    let path = path.unwrap_or(name);
    if !root.join(path).exists() {
        return Some(format!("{path} does not exist"));
    }
    let test = test?;
    let text = fs::read_to_string(root.join(path)).unwrap();
    let is_there = text.contains(&format!("fn {test}("));
    (!is_there).then(|| format!("{path} has no test {test}"))
}

#[test]
fn each_path_and_each_test_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let is_path = |name: &&str| FOLDERS.iter().any(|folder| name.starts_with(folder));
    let names: Vec<&str> = code_spans(ARCHITECTURE).filter(is_path).collect();
    assert!(names.len() > 50, "{names:?}");
    let problems: Vec<String> = names.iter().filter_map(|name| problem(&root, name)).collect();
    assert!(problems.is_empty(), "ARCHITECTURE.md:\n{}", problems.join("\n"));
}

#[test]
fn each_invariant_says_what_holds_it() {
    let invariants: Vec<&str> = ARCHITECTURE.split("**Invariant:**").skip(1).collect();
    assert!((15..=25).contains(&invariants.len()), "{}", invariants.len());
    for invariant in invariants {
        let invariant = invariant.split("\n\n").next().unwrap();
        let invariant = invariant.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, holder) = invariant.split_once(" Tested by ").unwrap_or_default();
        assert!(holder.contains('`'), "nothing holds:{invariant}");
    }
}

#[test]
fn what_is_missing_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    assert_eq!(
        problem(&root, "tests/tests/architecture.rs::what_is_missing_is_found"),
        None
    );
    assert!(problem(&root, "tests/tests/architecture.rs::nothing").is_some());
    assert!(problem(&root, "tests/tests/nothing.rs").is_some());
}
