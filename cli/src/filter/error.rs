//! What is wrong with an expression, shown under it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::error::CliError;

/// Longer expressions are cut where they are shown.
const SHOWN: usize = 70;

/// An expression that cannot be compiled.
#[derive(Debug)]
pub(super) struct SyntaxError {
    /// The byte of the expression.
    at: usize,
    message: String,
    hint: Option<String>,
}

impl SyntaxError {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The error, the expression, and a caret under the place.
    pub(super) fn with(self, expression: &str) -> CliError {
        let (shown, column) = around(expression, self.at);
        let caret = format!("{}^", " ".repeat(column));
        let error = CliError::input(format!("filter: {}", self.message))
            .hint(shown)
            .hint(caret);
        match self.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// The beginning of an expression, in one line.
pub(super) fn shortened(expression: &str) -> String {
    around(expression, 0).0
}

/// The part of the expression around a byte, in one line, and the column of the byte in it.
fn around(expression: &str, at: usize) -> (String, usize) {
    let before = expression.get(..at).unwrap_or(expression);
    let after = expression.get(at..).unwrap_or_default();
    let plain = |character: char| if character.is_control() { ' ' } else { character };
    let mut left: Vec<char> = before.chars().rev().take(SHOWN).map(plain).collect();
    left.reverse();
    let is_cut = before.chars().nth(SHOWN).is_some();
    let lead = if is_cut { "..." } else { "" };
    let column = lead.width() + left.iter().filter_map(|character| character.width()).sum::<usize>();
    let right = after.chars().take(SHOWN).map(plain);
    let tail = if after.chars().nth(SHOWN).is_some() { "..." } else { "" };
    let shown = lead.chars().chain(left).chain(right).chain(tail.chars()).collect();
    (shown, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_is_under_the_place_also_after_chinese() {
        let error = SyntaxError::new("'中' ".len(), "no").with("'中' =");
        assert_eq!(error.hints, ["'中' =", "     ^"]);
    }
}
