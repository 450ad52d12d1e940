//! Literals of JavaScript.

use super::{Syntax, escaped};
use crate::samples::json_text::SHORT_ESCAPES;

pub(in crate::samples) const JAVASCRIPT: Syntax = Syntax {
    null: "null",
    booleans: ["false", "true"],
    text,
    name,
    integer,
    list: ["[", "]"],
    object: ["{", "}"],
    pads_objects: true,
    indent: "  ",
};

/// The largest integer up to which all are exact as a `Number`.
const MAX_SAFE: u128 = (1 << 53) - 1;

/// A text in double quotes.
fn text(text: &str) -> String {
    let other = |character| match u32::from(character) {
        code @ ..=0xff => format!("\\x{code:02x}"),
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\u{{{code:x}}}"),
    };
    format!("\"{}\"", escaped(text, &SHORT_ESCAPES, other))
}

/// A name without quotes where it may do without.
fn name(name: &str) -> String {
    // In an object literal it would set the prototype.
    if name == "__proto__" {
        return "[\"__proto__\"]: ".to_owned();
    }
    let is_plain = |first: char| first.is_ascii_alphabetic() || first == '_';
    if name.starts_with(is_plain) && name.chars().all(|letter| is_plain(letter) || letter.is_ascii_digit()) {
        return format!("{name}: ");
    }
    format!("{}: ", text(name))
}

/// A `BigInt` where a `Number` would be another one.
fn integer(digits: &str) -> String {
    let is_safe = digits
        .trim_start_matches('-')
        .parse()
        .is_ok_and(|value: u128| value <= MAX_SAFE);
    if is_safe {
        digits.to_owned()
    } else {
        format!("{digits}n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_stay_what_they_are() {
        for (digits, literal) in [
            ("0", "0"),
            ("-5", "-5"),
            ("9007199254740991", "9007199254740991"),
            ("9007199254740992", "9007199254740992n"),
            ("-9007199254740992", "-9007199254740992n"),
            ("18446744073709551615", "18446744073709551615n"),
            (
                "1000000000000000000000000000000000000000000",
                "1000000000000000000000000000000000000000000n",
            ),
        ] {
            assert_eq!(integer(digits), literal);
        }
    }

    #[test]
    fn texts_and_names() {
        assert_eq!(text("a\"b\\n\n$`${x}中😀"), r#""a\"b\\n\n$`${x}中😀""#);
        assert_eq!(text("\0\u{2028}\u{e0001}"), r#""\x00\u2028\u{e0001}""#);
        assert_eq!(name("GroupName"), "GroupName: ");
        assert_eq!(name("a-b"), "\"a-b\": ");
        assert_eq!(name("1"), "\"1\": ");
        assert_eq!(name("__proto__"), "[\"__proto__\"]: ");
    }
}
