//! Literals of Python 3.

use super::{Syntax, escaped};
use crate::samples::json_text::SHORT_ESCAPES;

pub(in crate::samples) const PYTHON: Syntax = Syntax {
    null: "None",
    booleans: ["False", "True"],
    text,
    name: |name| format!("{}: ", text(name)),
    integer: str::to_owned,
    list: ["[", "]"],
    object: ["{", "}"],
    pads_objects: false,
    indent: "    ",
};

/// A text in double quotes.
fn text(text: &str) -> String {
    let other = |character| match u32::from(character) {
        code @ ..=0xff => format!("\\x{code:02x}"),
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    format!("\"{}\"", escaped(text, &SHORT_ESCAPES, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(text("a\"b\\n\n$中😀"), r#""a\"b\\n\n$中😀""#);
        assert_eq!(text("\0\u{85}\u{2028}\u{e0001}"), r#""\x00\x85\u2028\U000e0001""#);
    }
}
