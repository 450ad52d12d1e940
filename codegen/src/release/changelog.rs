//! Changelogs of crates, and the notes of a release.

use std::fmt::Write;

use super::plan::{PlannedCrate, ReleasePlan};
use super::sentences::Sentences;
use super::version::Impact;

/// Adds the section of a release to a changelog: above the last one. A changelog that has it is left as it is.
pub(super) fn with_section(changelog: &str, planned: &PlannedCrate, source: &str) -> String {
    let heading = format!("## {}", planned.version);
    if changelog.lines().any(|line| line == heading) {
        return changelog.to_owned();
    }
    let mut section = format!("{heading}\n\nFrom {source}.\n");
    if let Some(reason) = &planned.reason {
        let _ = write!(section, "\nThe version was chosen by hand: {reason}\n"); // to a String: cannot fail
    }
    section.push_str(&lists(&planned.changes, "###"));
    match changelog.find("\n## ") {
        Some(at) => {
            let (before, after) = changelog.split_at(at + 1);
            format!("{before}{section}\n{after}")
        }
        None => format!("{}\n\n{section}", changelog.trim_end()),
    }
}

/// Returns a list for each impact, the worst first, under headings of this level.
fn lists(changes: &Sentences, level: &str) -> String {
    let mut text = String::new();
    for (impact, sentences) in changes.iter().rev().filter(|(_, sentences)| !sentences.is_empty()) {
        let heading = match impact {
            Impact::Breaking => "Breaking changes",
            Impact::Addition => "Additions",
            Impact::Documentation => "Documentation, limits and warnings",
        };
        let _ = write!(text, "\n{level} {heading}\n\n"); // to a String: cannot fail
        for sentence in sentences {
            let _ = writeln!(text, "- {sentence}"); // to a String: cannot fail
        }
    }
    text
}

/// Returns the notes of a release of the whole workspace.
pub(super) fn notes(plan: &ReleasePlan) -> String {
    let mut text = format!("# {}\n\n{}.\n\n", plan.source, counts(plan));
    text.push_str("| crate | was | version | kind |\n|---|---|---|---|\n");
    for planned in plan.released() {
        let was = planned.was.as_deref().unwrap_or("-");
        let PlannedCrate {
            name, version, kind, ..
        } = planned;
        let _ = writeln!(text, "| {name} | {was} | {version} | {kind} |"); // to a String: cannot fail
    }
    let mut breaking = plan.released().filter(|planned| {
        planned.was.is_some()
            && planned
                .changes
                .get(&Impact::Breaking)
                .is_some_and(|list| !list.is_empty())
    });
    if let Some(first) = breaking.next() {
        text.push_str("\n## Breaking changes\n");
        for planned in std::iter::once(first).chain(breaking) {
            let _ = write!(text, "\n{} {}:\n\n", planned.name, planned.version); // to a String: cannot fail
            for sentence in planned.changes.get(&Impact::Breaking).into_iter().flatten() {
                let _ = writeln!(text, "- {sentence}"); // to a String: cannot fail
            }
        }
    }
    text
}

/// Returns how many crates are released, by kind: `3 crates: 1 breaking, 2 additions`.
pub(crate) fn counts(plan: &ReleasePlan) -> String {
    let count = |kind: &str| plan.released().filter(|planned| planned.kind == kind).count();
    let kinds = [
        ("breaking", "breaking", "breaking"),
        ("addition", "addition", "additions"),
        ("documentation", "documentation only", "documentation only"),
        ("new", "new", "new"),
        ("discontinued", "discontinued", "discontinued"),
    ];
    let counts = kinds.iter().filter_map(|(kind, one, many)| match count(kind) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    });
    let counts: Vec<String> = counts.collect();
    match plan.released().count() {
        0 => "no crate is released".to_owned(),
        1 => format!("1 crate: {}", counts.join(", ")),
        crates => format!("{crates} crates: {}", counts.join(", ")),
    }
}
