//! The table of a history, in Markdown and as JSON.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::walk::Import;
use crate::cli::diff::Comparison;
use crate::diff::{Change, Kind, Severity};

/// A line of the table.
pub(super) struct Row {
    pub(super) release: String,
    pub(super) services: usize,
    pub(super) actions: usize,
    pub(super) step: Option<Step>,
    pub(super) import: Option<Import>,
}

/// What changed since the release before.
pub(super) struct Step {
    added: usize,
    removed: usize,
    breaking: usize,
    silent: usize,
    about_null: usize,
    additions: usize,
    notes: usize,
    documentation: usize,
    /// The number of breaking changes of each kind.
    kinds: BTreeMap<Kind, usize>,
}

/// Returns the first two lines.
pub(super) fn head(imports: bool) -> String {
    let mut columns = vec![
        "release",
        "services",
        "actions",
        "added",
        "removed",
        "breaking",
        "silently",
        "about null",
        "additions",
        "notes",
        "documentation",
        "breaking changes by kind",
    ];
    if imports {
        columns.extend([
            "facts kept",
            "removed with their member",
            "set aside",
            "lost",
            "refused for errors",
        ]);
    }
    format!("| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()))
}

impl Step {
    pub(super) fn of(comparison: &Comparison) -> Self {
        let (old, new) = (&comparison.old.actions, &comparison.new.actions);
        let changes = &comparison.changes;
        let count = |is_counted: &dyn Fn(&&Change) -> bool| changes.iter().filter(is_counted).count();
        let of = |severity| count(&|change| change.severity == severity && !change.kind.is_about_null());
        let breaking = |change: &&Change| change.severity == Severity::Breaking;
        Self {
            added: new.difference(old).count(),
            removed: old.difference(new).count(),
            breaking: of(Severity::Breaking),
            silent: count(&|change| change.is_silent),
            about_null: count(&|change| breaking(change) && change.kind.is_about_null()),
            additions: of(Severity::Addition),
            notes: count(&|change| change.severity == Severity::Note),
            documentation: of(Severity::Documentation),
            kinds: kinds(
                changes
                    .iter()
                    .filter(breaking)
                    .filter(|change| !change.kind.is_about_null()),
            ),
        }
    }
}

/// Returns how many changes there are of each kind.
fn kinds<'a>(changes: impl Iterator<Item = &'a Change>) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for change in changes {
        *counts.entry(change.kind).or_insert(0) += 1;
    }
    counts
}

/// Returns kinds with their counts, the most first: `2 action-removed, 1 member-removed`.
pub(super) fn listed(kinds: &BTreeMap<Kind, usize>) -> String {
    let mut counts: Vec<(usize, &str)> = kinds.iter().map(|(kind, count)| (*count, kind.as_str())).collect();
    counts.sort_by_key(|(count, _)| Reverse(*count));
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    counts.join(", ")
}

/// A row as `--json` prints it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RowEntry<'a> {
    release: &'a str,
    services: usize,
    actions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<StepEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<ImportEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepEntry {
    actions_added: usize,
    actions_removed: usize,
    breaking: usize,
    silent: usize,
    breaking_about_null: usize,
    additions: usize,
    notes: usize,
    documentation: usize,
    breaking_by_kind: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportEntry<'a> {
    kept: usize,
    removed_with_member: usize,
    set_aside: usize,
    lost: &'a [String],
    refused: &'a [String],
}

impl Step {
    fn entry(&self) -> StepEntry {
        StepEntry {
            actions_added: self.added,
            actions_removed: self.removed,
            breaking: self.breaking,
            silent: self.silent,
            breaking_about_null: self.about_null,
            additions: self.additions,
            notes: self.notes,
            documentation: self.documentation,
            breaking_by_kind: self.kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
        }
    }
}

impl Row {
    pub(super) fn entry(&self) -> RowEntry<'_> {
        RowEntry {
            release: &self.release,
            services: self.services,
            actions: self.actions,
            changes: self.step.as_ref().map(Step::entry),
            import: self.import.as_ref().map(|Import { outcome, errors }| ImportEntry {
                kept: outcome.kept,
                removed_with_member: outcome.removed,
                set_aside: outcome.set_aside,
                lost: &outcome.lost,
                refused: errors,
            }),
        }
    }

    /// Returns the facts that are lost, or the errors for which the import was refused.
    pub(super) fn failures(&self) -> Vec<String> {
        let Some(import) = &self.import else {
            return Vec::new();
        };
        let release = &self.release;
        let lost = import
            .outcome
            .lost
            .iter()
            .map(|fact| format!("{release}: lost: {fact}"));
        let refused = import.errors.iter().map(|error| format!("{release}: refused: {error}"));
        lost.chain(refused).collect()
    }

    pub(super) fn line(&self) -> String {
        let mut cells = vec![
            self.release.clone(),
            self.services.to_string(),
            self.actions.to_string(),
        ];
        match &self.step {
            Some(step) => {
                let counts = [
                    step.added,
                    step.removed,
                    step.breaking,
                    step.silent,
                    step.about_null,
                    step.additions,
                    step.notes,
                    step.documentation,
                ];
                cells.extend(counts.map(|count| count.to_string()));
                cells.push(listed(&step.kinds));
            }
            None => cells.extend(std::iter::repeat_n(String::new(), 9)),
        }
        if let Some(Import { outcome, errors }) = &self.import {
            let counts = [
                outcome.kept,
                outcome.removed,
                outcome.set_aside,
                outcome.lost.len(),
                errors.len(),
            ];
            cells.extend(counts.map(|count| count.to_string()));
        }
        format!("| {} |", cells.join(" | "))
    }
}
