//! The words of `data/banned-words.txt` are in no source of the crates or of these tests, no help text and no document.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tc3_tests::cli::tc3_codegen;
use tc3_tests::repository;

const TABLE: &str = include_str!("../data/banned-words.txt");

/// A row of the table.
#[derive(Debug)]
struct Banned {
    pattern: &'static str,
    words: Vec<String>,
    is_prefix: bool,
    instead: &'static str,
    /// The beginning of the paths that it applies to.
    scope: &'static str,
    exceptions: Vec<&'static str>,
}

impl Banned {
    /// Whether a line with these words has the pattern itself: `a_b` and `a.rs` are not found as `a b`.
    fn is_spelled_in(&self, line: &str) -> bool {
        !self.pattern.contains(['_', '-', '.']) || line.to_lowercase().contains(self.pattern)
    }
}

fn table(text: &'static str) -> Vec<Banned> {
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let mut columns = row.split('\t');
        let pattern = columns.next().unwrap();
        Banned {
            pattern,
            words: words(pattern).into_iter().map(|(word, _)| word).collect(),
            is_prefix: pattern.ends_with('*'),
            instead: columns.next().unwrap_or_else(|| panic!("{row:?} has no replacement")),
            scope: columns.next().unwrap_or_default(),
            exceptions: columns
                .next()
                .map_or_else(Vec::new, |column| column.split('|').collect()),
        }
    })
    .collect()
}

/// The words of `text` in lower case, each with its line from 1. Underscores and capitals separate words.
fn words(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut word = String::new();
        let mut was_lower = false;
        for char in line.chars().chain([' ']) {
            let splits = !char.is_alphabetic() || (char.is_uppercase() && was_lower);
            if splits && !word.is_empty() {
                found.push((std::mem::take(&mut word), at + 1));
            }
            if char.is_alphabetic() {
                word.extend(char.to_lowercase());
            }
            was_lower = char.is_lowercase();
        }
    }
    found
}

/// Reports each banned word in `text` and counts it.
fn check(table: &[Banned], path: &str, text: &str, counts: &mut BTreeMap<&'static str, usize>) -> Vec<String> {
    // Line 0 is the path.
    let mut all: Vec<_> = words(path).into_iter().map(|(word, _)| (word, 0)).collect();
    // A pattern does not go on from the path into the text.
    all.push((String::new(), 0));
    all.extend(words(text));
    let lines: Vec<&str> = text.lines().collect();
    let mut report = Vec::new();
    for banned in table.iter().filter(|banned| path.starts_with(banned.scope)) {
        for window in all.windows(banned.words.len()) {
            let (last, first) = (banned.words.len() - 1, window[0].1);
            let line = if first == 0 { path } else { lines[first - 1] };
            let matches = window
                .iter()
                .zip(&banned.words)
                .enumerate()
                .all(|(at, ((word, _), wanted))| {
                    word == wanted || (banned.is_prefix && at == last && word.starts_with(wanted))
                });
            if matches
                && banned.is_spelled_in(line)
                && !banned.exceptions.iter().any(|exception| line.contains(exception))
            {
                *counts.entry(banned.pattern).or_default() += 1;
                report.push(format!(
                    "{path}:{first}: {} (write: {}): {}",
                    banned.pattern,
                    banned.instead,
                    line.trim()
                ));
            }
        }
    }
    report
}

#[test]
fn banned_words_are_nowhere() {
    let table = table(TABLE);
    let mut counts = BTreeMap::new();
    let mut report = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in repository::files() {
        let is_source = [
            "catalog/src/",
            "cli/explorer/",
            "cli/src/",
            "codegen/src/",
            "emulator/src/",
            "runtime/src/",
            "signature/src/",
            "tests/tests/",
        ]
        .iter()
        .any(|src| path.starts_with(src));
        let is_document = Path::new(&path).extension().is_some_and(|extension| extension == "md")
            && !path.starts_with("docs/decisions/");
        let is_this_test = path == "tests/tests/words.rs"; // it has the words to try itself on
        if (is_source || is_document)
            && !is_this_test
            && let Ok(text) = fs::read_to_string(repository::root().join(&path))
        {
            texts.push((path, text));
        }
    }
    let commands = subcommands();
    assert!(commands.len() > 5, "{commands:?}");
    texts.push(("--help".into(), tc3_codegen(&["--help"]).out));
    for command in commands {
        let help = tc3_codegen(&[&command, "--help"]);
        assert_eq!(help.exit_code, 0, "{command}");
        texts.push((format!("{command} --help"), help.out));
    }
    for (path, text) in &texts {
        report.extend(check(&table, path, text, &mut counts));
    }
    assert!(report.is_empty(), "{}\n{counts:#?}", report.join("\n"));
}

/// The subcommands that the help of `tc3-codegen` lists.
fn subcommands() -> Vec<String> {
    let help = tc3_codegen(&["--help"]).out;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn a_banned_word_is_found_in_identifiers_paths_and_over_lines() {
    let table = table(
        "judge\tvalidate\nmis fit*\tmismatch\nis_passing\tis_transient\ncloud\tservice\tsrc\tTencent Cloud|cloud:\n",
    );
    let mut counts = BTreeMap::new();
    let mut found = |path, text| check(&table, path, text, &mut counts).len();
    assert_eq!(found("src/judge.rs", "fn judge_all() { JudgeOf::new() }"), 3);
    assert_eq!(found("a.md", "// a mis\n// fitting one"), 1);
    assert_eq!(found("a.md", "prejudge judges"), 0);
    assert_eq!(found("a.md", "is passing\nis_passing"), 1);
    assert_eq!(found("a.md", "the cloud"), 0);
    assert_eq!(found("src/a.rs", "the cloud\nTencent Cloud"), 1);
}
