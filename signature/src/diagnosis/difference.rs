//! The line in which what was signed differs from what was sent.

use serde_json::{Value, json};

use crate::visible;

/// The longest line that is shown whole, in characters.
const MAX_CHARS: usize = 400;

/// The first line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Where the line is: `canonical request, line 5`.
    pub which: String,
    /// The line that was signed, with invisible characters shown.
    pub signed: String,
    /// The line that is made of the request as it was sent, with invisible characters shown.
    pub sent: String,
}

impl Difference {
    pub(super) fn to_json(&self) -> Value {
        json!({"which": self.which, "signed": self.signed, "sent": self.sent})
    }
}

/// The first line in which two texts differ; `what` they are.
pub(super) fn between(what: &str, signed: &str, sent: &str) -> Option<Difference> {
    if signed == sent {
        return None;
    }
    let (mut of_signed, mut of_sent) = (signed.split_inclusive('\n'), sent.split_inclusive('\n'));
    let mut number = 0_usize;
    loop {
        number += 1;
        let (signed, sent) = (of_signed.next(), of_sent.next());
        if signed != sent {
            return Some(Difference {
                which: format!("{what}, line {number}"),
                signed: shown(signed),
                sent: shown(sent),
            });
        }
        signed?;
    }
}

fn shown(line: Option<&str>) -> String {
    let Some(line) = line else {
        return "(no such line)".to_owned();
    };
    let shown = visible(line);
    let mut characters = shown.trim_end_matches('\n').chars();
    let mut short: String = characters.by_ref().take(MAX_CHARS).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn the_first_line_that_differs_is_named() {
        let difference = between("text", "a\nb\nc", "a\nb \nc").expect("a difference");
        assert_eq!(difference.which, "text, line 2");
        assert_eq!((&*difference.signed, &*difference.sent), ("b↵", "b·↵"));
        let shorter = between("text", "a\n", "a\nb").expect("a difference");
        assert_eq!((&*shorter.signed, &*shorter.sent), ("(no such line)", "b"));
        assert_eq!(between("text", "a", "a"), None);
    }
}
