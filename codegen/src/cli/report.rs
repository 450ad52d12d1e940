//! The report of an import: a count by kind, the first lines, and all of them in a file.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde_json::json;

use super::console::{Output, displayed};
use crate::import::{FileChange, Note, NoteKind};
use crate::output::write_atomically;
use crate::source::escaped;

/// The maximum number of lines of each part in a terminal.
const MOST_LINES: usize = 40;

/// What an import did, or would do.
#[derive(Default)]
pub(super) struct Report<'a> {
    pub(super) changes: &'a [FileChange],
    pub(super) removed: &'a [String],
    pub(super) notes: &'a [Note],
}

impl Report<'_> {
    /// Prints the counts and the first lines, and writes everything to `file`. What comes from the source goes to
    /// standard output, and remarks go to standard error.
    pub(super) fn print(&self, file: Option<&Path>, output: &mut Output<'_>) -> io::Result<()> {
        let (warnings, notes): (Vec<&Note>, Vec<&Note>) =
            self.notes.iter().partition(|note| note.kind == NoteKind::Source);
        for warning in warnings {
            writeln!(output.err, "warning: {}", escaped(&warning.to_string()))?;
        }
        let counts = self.counts();
        if !counts.is_empty() {
            writeln!(output.err, "{}", counts.join("\n"))?;
        }
        let files = self.file_lines();
        let notes: Vec<String> = by_kind(notes.into_iter()).map(|note| note.to_string()).collect();
        for line in files.iter().take(MOST_LINES) {
            writeln!(output.out, "{}", escaped(line))?;
        }
        for line in notes.iter().take(MOST_LINES) {
            writeln!(output.err, "{}", escaped(line))?;
        }
        let hidden = files.len().saturating_sub(MOST_LINES) + notes.len().saturating_sub(MOST_LINES);
        match file {
            Some(file) => {
                write_atomically(file, &self.whole(file))?;
                writeln!(output.out, "the whole report is in {}", displayed(file))
            }
            None if hidden > 0 => writeln!(output.err, "{hidden} more lines: --report FILE writes all of them"),
            None => Ok(()),
        }
    }

    /// Returns how many notes there are of each kind.
    fn counts(&self) -> Vec<String> {
        let counted = NoteKind::ALL.iter().filter_map(|kind| {
            let count = self.notes.iter().filter(|note| note.kind == *kind).count();
            (count > 0).then(|| kind.counted(count))
        });
        counted.collect()
    }

    fn file_lines(&self) -> Vec<String> {
        let new = self.changes.iter().filter(|change| change.is_new);
        let mut lines: Vec<String> = new.map(|change| format!("new: {}", change.path)).collect();
        for change in self.changes.iter().filter(|change| !change.is_new) {
            lines.push(format!("changed: {}", change.path));
            lines.extend(change.facts.iter().map(|fact| format!("  {fact}")));
        }
        lines.extend(self.removed.iter().map(|path| format!("removed: {path}")));
        lines
    }

    fn whole(&self, file: &Path) -> String {
        if file.extension().is_some_and(|extension| extension == "json") {
            return self.json();
        }
        let mut text = String::new();
        let counts = self.counts();
        let notes = by_kind(self.notes.iter()).map(|note| format!("{}: {note}", note.kind.name()));
        for line in counts.into_iter().chain(self.file_lines()).chain(notes) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", escaped(&line));
        }
        text
    }

    fn json(&self) -> String {
        let change = |change: &FileChange| {
            let kind = if change.is_new { "new" } else { "changed" };
            json!({ "path": change.path, "kind": kind, "facts": change.facts })
        };
        let removed = |path: &String| json!({ "path": path, "kind": "removed", "facts": [] });
        let files: Vec<_> = self
            .changes
            .iter()
            .map(change)
            .chain(self.removed.iter().map(removed))
            .collect();
        let note = |note: &Note| json!({ "kind": note.kind.name(), "place": note.place, "text": note.text });
        let notes: Vec<_> = by_kind(self.notes.iter()).map(note).collect();
        let count = |kind: &NoteKind| self.notes.iter().filter(|note| note.kind == *kind).count();
        let counts: serde_json::Map<_, _> = NoteKind::ALL
            .iter()
            .filter(|kind| count(kind) > 0)
            .map(|kind| (kind.name().to_owned(), count(kind).into()))
            .collect();
        format!("{:#}\n", json!({ "counts": counts, "files": files, "notes": notes }))
    }
}

/// Puts notes in the order of their kinds, and those of one kind in the order that they came in.
fn by_kind<'a>(notes: impl Iterator<Item = &'a Note>) -> impl Iterator<Item = &'a Note> {
    let mut notes: Vec<&Note> = notes.collect();
    notes.sort_by_key(|note| note.kind);
    notes.into_iter()
}
