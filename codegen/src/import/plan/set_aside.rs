//! Sets marks aside that a person wrote and that no longer fit: allowed values of a String that is an Integer now, the
//! paging of a list that is gone, an example with a member that is gone. The rest of the import goes on, and the report has
//! the text of each mark. The spec had no errors before, so each error is one that the import causes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::FileChange;
use crate::source::{Diagnostic, Diagnostics, Severity};
use crate::spec::{ActionFile, Json, JsonEntry, JsonValue, ServiceFile, SourceSet, SpecFile, TypeFile};

/// Keys of a member that a person may have written, and that the facts of a source may contradict.
const MARKS: [&str; 8] = [
    "values",
    "default",
    "unit",
    "minimum",
    "maximum",
    "maxLength",
    "maxItems",
    "rustName",
];

/// A mark that was removed from a file.
pub(super) struct SetAside {
    /// The path of the file.
    pub(super) path: String,
    /// What it was, and why it no longer fits.
    pub(super) text: String,
}

/// A key of a file, as the bytes of its entry.
struct Mark {
    from: usize,
    to: usize,
    owner: String,
    why: String,
}

/// Removes the marks that the errors in `diagnostics` are about from the files of `changes`; `whole` has their texts.
/// Returns nothing if no error is about a mark.
pub(super) fn set_aside(changes: &mut Vec<FileChange>, whole: &SourceSet, diagnostics: &Diagnostics) -> Vec<SetAside> {
    let mut marks: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    for error in errors {
        for (span, _) in &error.labels {
            let Some(source) = whole.get(span.file) else { continue };
            // In a new file there is nothing that a person wrote.
            let is_there = changes
                .iter()
                .all(|change| change.path != source.path || !change.is_new);
            if !is_there {
                continue;
            }
            let json = Json::parse(&source.text).ok();
            if let Some(mark) = json.and_then(|json| mark_at(&json, span.range.start, error)) {
                marks.entry(source.path.clone()).or_default().push(mark);
                break;
            }
        }
    }
    let mut set_aside = Vec::new();
    for (path, mut marks) in marks {
        if changes.iter().all(|change| change.path != path) {
            let there = whole.iter().find(|(_, file)| file.path == path);
            changes.extend(there.map(|(_, file)| FileChange {
                path: path.clone(),
                text: file.text.clone(),
                is_new: false,
                facts: Vec::new(),
            }));
        }
        let Some(change) = changes.iter_mut().find(|change| change.path == path) else {
            continue;
        };
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.from));
        marks.dedup_by_key(|mark| mark.from);
        let mut text = change.text.clone();
        let mut removed = Vec::new();
        for mark in marks {
            let Some(entry) = text.get(mark.from..mark.to).map(one_line) else {
                continue;
            };
            removed.push(SetAside {
                path: path.clone(),
                text: format!("{}{entry} was set aside: {}", mark.owner, mark.why),
            });
            cut(&mut text, mark.from, mark.to);
        }
        if let Some(text) = printed(&path, &text) {
            change.text = text;
            removed.reverse();
            change
                .facts
                .extend(removed.iter().map(|mark| format!("- {}", mark.text)));
            set_aside.extend(removed);
        }
    }
    set_aside
}

/// Returns the mark whose entry holds the byte `at`.
fn mark_at(json: &Json, at: usize, error: &Diagnostic) -> Option<Mark> {
    let entries = json.as_object()?;
    let entry = entries.iter().find(|entry| holds(entry, at))?;
    let mark = |entry: &JsonEntry, owner: String| Mark {
        from: entry.name_range.start,
        to: entry.value.range.end,
        owner,
        why: error.message.clone(),
    };
    match (entry.name.as_str(), &entry.value.value) {
        ("paging", _) => Some(mark(entry, String::new())),
        ("examples", JsonValue::Array(examples)) => {
            let example = examples.iter().find(|example| example.range.contains(&at))?;
            Some(Mark {
                from: example.range.start,
                to: example.range.end,
                owner: "example: ".to_owned(),
                why: error.message.clone(),
            })
        }
        ("parameters" | "output" | "members", JsonValue::Array(members)) => {
            let member = members.iter().find(|member| member.range.contains(&at))?;
            let inner = member.as_object()?.iter().find(|entry| holds(entry, at))?;
            let name = member.get("name").and_then(Json::as_str).unwrap_or_default();
            MARKS
                .contains(&inner.name.as_str())
                .then(|| mark(inner, format!("{name}: ")))
        }
        _ => None,
    }
}

fn holds(entry: &JsonEntry, at: usize) -> bool {
    (entry.name_range.start..entry.value.range.end).contains(&at)
}

/// Removes an entry of an object or an item of a list, and the comma that it does not need.
fn cut(text: &mut String, from: usize, to: usize) {
    let after = &text[to..];
    let blanks = after.len() - after.trim_start().len();
    if after[blanks..].starts_with(',') {
        text.replace_range(from..to + blanks + 1, "");
    } else {
        let before = text[..from].trim_end().trim_end_matches(',').len();
        text.replace_range(before..to, "");
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a file in its one layout; `None` if it is none.
fn printed(path: &str, text: &str) -> Option<String> {
    fn layout<F: SpecFile + for<'de> Deserialize<'de>>(text: &str) -> Option<String> {
        serde_json::from_str::<F>(text).ok()?.to_text().ok()
    }
    if path.contains("/actions/") {
        layout::<ActionFile>(text)
    } else if path.contains("/types/") {
        layout::<TypeFile>(text)
    } else {
        layout::<ServiceFile>(text)
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn an_entry_goes_with_its_comma() {
        for (text, entry, expected) in [
            (r#"{"a": 1, "b": 2}"#, r#""a": 1"#, r#"{ "b": 2}"#),
            (r#"{"a": 1, "b": 2}"#, r#""b": 2"#, r#"{"a": 1}"#),
            (r#"{"a": 1}"#, r#""a": 1"#, "{}"),
        ] {
            let from = text.find(entry).unwrap();
            let mut cut_text = text.to_owned();
            cut(&mut cut_text, from, from + entry.len());
            assert_eq!(cut_text, expected);
        }
    }
}
