//! Changelogs of crates, and the notes of a release.

use std::fmt::Write;

use super::plan::{PlannedCrate, ReleasePlan};
use super::sentences::Sentences;
use super::version::{Impact, Version};

/// Adds the section of a release to a changelog: above the last one. A changelog that has it is left as it is.
pub(super) fn with_section(changelog: &str, planned: &PlannedCrate, source: &str) -> String {
    if has_section(changelog, &planned.version) {
        return changelog.to_owned();
    }
    let section = format!("## {}\n\nFrom {source}.\n{}", planned.version, details(planned));
    let is_crlf = changelog.contains("\r\n");
    let with = match headings(changelog).find(|(_, heading)| is_of_release(heading)) {
        Some((at, _)) => {
            let (before, after) = changelog.split_at(at);
            format!("{before}{section}\n{after}")
        }
        None if changelog.trim().is_empty() => section,
        None => format!("{}\n\n{section}", changelog.trim_end()),
    };
    if is_crlf {
        with.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        with
    }
}

/// Whether a changelog has a section for this version, by hand or not, in whatever style.
pub(super) fn has_section(changelog: &str, version: &str) -> bool {
    headings(changelog).any(|(_, heading)| words(heading).any(|word| word == version))
}

/// Returns what a changelog says about a release below its heading and its first sentence.
pub(super) fn details(planned: &PlannedCrate) -> String {
    let reason = planned
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| format!("\nThe version was chosen by hand: {reason}\n"));
    reason.unwrap_or_default() + &lists(&planned.changes, "###")
}

/// Returns the headings of the upper two levels with where they begin: lines after `#`, and lines that are underlined.
fn headings(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end())
    });
    let next = text.lines().skip(1).map(Some).chain([None]);
    lines.zip(next).filter_map(|((at, line), next)| {
        let is_underlined = next.is_some_and(|next| {
            let next = next.trim_end();
            next.len() >= 3 && ["=", "-"].iter().any(|mark| next.replace(mark, "").is_empty())
        });
        let is_marked = line.starts_with('#') && !line.starts_with("###");
        (is_marked || (is_underlined && !line.trim().is_empty())).then_some((at, line))
    })
}

/// Whether a heading is that of a release, which has a version in it.
fn is_of_release(heading: &str) -> bool {
    words(heading).any(|word| Version::parse(word).is_ok())
}

/// Returns the words of a heading without brackets, and without the `v` of a version.
fn words(heading: &str) -> impl Iterator<Item = &str> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || ".-+".contains(character);
    let words = heading.split(move |character: char| !is_part(character));
    words.map(|word| word.strip_prefix('v').unwrap_or(word))
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
            text.push_str(&item(sentence));
        }
    }
    text
}

/// Returns a sentence as an item of a list. It may have been edited, and have several lines.
fn item(sentence: &str) -> String {
    format!("- {}\n", sentence.trim().replace('\n', "\n  "))
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
                text.push_str(&item(sentence));
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

#[cfg(test)]
mod tests {
    use super::{has_section, with_section};
    use crate::release::plan::PlannedCrate;

    /// Adds a section with nothing in it but where the release is from.
    fn added(changelog: &str) -> String {
        with_section(
            changelog,
            &PlannedCrate::of_versions("demo", Some("0.1.0"), "0.2.0"),
            "tccli 9",
        )
    }

    #[test]
    fn a_section_is_above_the_last_release_in_whatever_style() {
        const SECTION: &str = "## 0.2.0\n\nFrom tccli 9.\n";
        for (before, after) in [
            ("# Changelog\n\nAll of it.\n\n", "## 0.1.0\n\nFirst.\n"),
            ("", "## 0.1.0\n\n## 0.0.9\n"),
            (
                "# Changelog\n\n## [Unreleased]\n\n- Ours\n\n",
                "## [0.1.0] - 2026-01-02\n",
            ),
            ("", "# v0.1.0\n\n# v0.0.9\n"),
            ("Changelog\n=========\n\n", "0.1.0\n-----\n\nFirst.\n"),
        ] {
            assert_eq!(
                added(&format!("{before}{after}")),
                format!("{before}{SECTION}\n{after}")
            );
        }
        assert_eq!(added("# Changelog\n"), format!("# Changelog\n\n{SECTION}"));
        assert_eq!(
            added("# C\r\n\r\n## 0.1.0\r\n"),
            format!("# C\n\n{SECTION}\n## 0.1.0\n").replace('\n', "\r\n")
        );
    }

    #[test]
    fn a_section_that_is_there_is_found_in_whatever_style() {
        for there in [
            "## 0.2.0\n",
            "# [0.2.0] - 2026-01-02\r\n",
            "## v0.2.0",
            "0.2.0\n=====\n",
        ] {
            assert!(has_section(there, "0.2.0"), "{there}");
            assert_eq!(added(there), there);
        }
        for other in [
            "0.2.0\n",
            "## 0.2.01\n",
            "## 10.2.0\n",
            "## 0.2.0-rc.1\n",
            "### Until 0.2.0\n",
        ] {
            assert!(!has_section(other, "0.2.0"), "{other}");
        }
    }
}
