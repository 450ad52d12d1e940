//! The table of a history, in Markdown.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::walk::Import;
use crate::cli::diff::Comparison;
use crate::diff::{Change, Severity};

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
    kinds: String,
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

/// Returns how many changes there are of each kind, the most first.
fn kinds<'a>(changes: impl Iterator<Item = &'a Change>) -> String {
    let mut counts = BTreeMap::new();
    for change in changes {
        *counts.entry(change.kind).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<(usize, &str)> = counts.into_iter().map(|(kind, count)| (count, kind.as_str())).collect();
    counts.sort_by_key(|(count, _)| Reverse(*count));
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    counts.join(", ")
}

impl Row {
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
                cells.push(step.kinds.clone());
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
