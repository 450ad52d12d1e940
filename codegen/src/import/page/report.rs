//! What is wrong with one page, on its way to the diagnostics.

use std::ops::Range;

use crate::diagnostics::Diagnostic;
use crate::spec::{FileId, Span};

/// What was found in a page.
pub(super) struct Report {
    file: FileId,
    pub(super) found: Vec<Diagnostic>,
}

impl Report {
    pub(super) fn of(file: FileId) -> Self {
        Self {
            file,
            found: Vec::new(),
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span {
            file: self.file,
            range: range.clone(),
        }
    }

    /// The page is not taken.
    pub(super) fn error(&mut self, code: &'static str, range: &Range<usize>, message: impl Into<String>, label: &str) {
        let diagnostic = Diagnostic::error(code, message).at(self.span(range), label);
        self.found.push(diagnostic);
    }

    /// The page is taken, without something on it.
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

    /// What to do about the fault that was found last.
    pub(super) fn help(&mut self, help: impl Into<String>) {
        if let Some(last) = self.found.last_mut() {
            last.help = Some(help.into());
        }
    }
}
