//! Collects the diagnostics of one page.

use std::ops::Range;

use super::skipped_rows::SkippedRows;
use crate::source::Diagnostic;
use crate::spec::{FileId, Span};

/// The diagnostics of a page so far.
pub(super) struct Report {
    file: FileId,
    pub(super) found: Vec<Diagnostic>,
    pub(super) skipped: SkippedRows,
}

impl Report {
    pub(super) fn new(file: FileId, skipped: SkippedRows) -> Self {
        Self {
            file,
            found: Vec::new(),
            skipped,
        }
    }

    /// Whether an option names the row at this place, which is then reported as skipped.
    pub(super) fn skips(&mut self, range: &Range<usize>) -> bool {
        let is_skipped = self.skipped.take(range);
        if is_skipped {
            self.warning(
                "page-row",
                range,
                "the row is skipped, as an option asks",
                "not imported",
            );
        }
        is_skipped
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span {
            file: self.file,
            range: range.clone(),
        }
    }

    /// Adds an error: the page is not imported.
    pub(super) fn error(&mut self, code: &'static str, range: &Range<usize>, message: impl Into<String>, label: &str) {
        let diagnostic = Diagnostic::error(code, message).at(self.span(range), label);
        self.found.push(diagnostic);
    }

    /// Adds a warning: the page is imported without something on it.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        range: &Range<usize>,
        message: impl Into<String>,
        label: &str,
    ) {
        let diagnostic = Diagnostic::warning(code, message).at(self.span(range), label);
        self.found.push(diagnostic);
    }

    /// Adds help to the last diagnostic.
    pub(super) fn help(&mut self, help: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.help = Some(help.into());
        }
    }
}
