//! Sanitizing text from outside before it is printed or logged.

use std::fmt::{self, Display, Formatter, Write};

/// Text from outside, sanitized to one line in its logical order, so that it cannot forge lines of a log.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl Display for OneLine<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0
            .chars()
            .try_for_each(|c| f.write_char(if breaks_lines(c) { ' ' } else { c }))
    }
}

/// Returns whether `c` is a control character, a line or paragraph separator, or a bidirectional control.
fn breaks_lines(c: char) -> bool {
    let is_bidirectional = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || is_bidirectional || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_bidirectional_controls_become_spaces() {
        let text = OneLine("a\nb\u{202e}c\u{2028}d").to_string();
        assert_eq!(text, "a b c d");
    }
}
