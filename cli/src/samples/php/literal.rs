//! Literals of PHP.

use crate::json::Value;
use crate::samples::facts::{ExactNumber, distinct, is_plain};
use crate::samples::json_text::SHORT_ESCAPES;
use crate::samples::literals::escaped;

/// A string between single quotes, where only these and backslashes mean something; one with characters that have to
/// be escaped is between double quotes, where `$` does too.
pub(super) fn string(text: &str) -> String {
    let by_number = |character: char| format!("\\u{{{:x}}}", u32::from(character));
    if text.chars().all(is_plain) {
        return format!("'{}'", escaped(text, &[('\'', '\''), ('\\', '\\')], by_number));
    }
    let mut short = SHORT_ESCAPES.to_vec();
    short.push(('$', '$'));
    format!("\"{}\"", escaped(text, &short, by_number))
}

/// Returns whether `json_encode` makes the same JSON of [`value`].
pub(super) fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(text) => !matches!(ExactNumber::of(text), ExactNumber::Unsigned(_) | ExactNumber::Other),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(members) => members.iter().all(|(_, value)| is_exact(value)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// A value of which `json_encode` makes the JSON. The lines after the first one are indented by `indent` times four
/// blanks or more.
pub(super) fn value(value: &Value, indent: usize) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => number(text),
        Value::String(text) => string(text),
        Value::Array(items) => list(items.iter().map(|item| self::value(item, indent + 1)), indent),
        // An empty array is `[]` to `json_encode`.
        Value::Object(members) if members.is_empty() => "new \\stdClass()".to_owned(),
        Value::Object(members) => {
            let members = distinct(members);
            let cast = if members.iter().any(|(name, _)| is_key_of_list(name)) {
                "(object) "
            } else {
                ""
            };
            let members = members
                .into_iter()
                .map(|(name, member)| format!("{} => {}", string(name), self::value(member, indent + 1)));
            format!("{cast}{}", list(members, indent))
        }
    }
}

fn list(items: impl Iterator<Item = String>, indent: usize) -> String {
    let open = "    ".repeat(indent + 1);
    let items = items.map(|item| format!("{open}{item},\n")).collect::<String>();
    if items.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n{items}{}]", "    ".repeat(indent))
}

/// PHP makes integers of such keys, and `json_encode` a list of an array with nothing but `0`, `1`, `2`.
fn is_key_of_list(name: &str) -> bool {
    name.parse::<i64>().is_ok()
}

fn number(text: &str) -> String {
    match ExactNumber::of(text) {
        // The literal would be the negative of a number that is too large, a floating-point one.
        ExactNumber::Signed(i64::MIN) => "PHP_INT_MIN".to_owned(),
        ExactNumber::Signed(number) => number.to_string(),
        ExactNumber::Unsigned(_) | ExactNumber::Float | ExactNumber::Other => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_exact, string, value};
    use crate::json::parse;

    #[test]
    fn quotes_text() {
        assert_eq!(string(r#"$a"{$b}中\'"#), r#"'$a"{$b}中\\\''"#);
        assert_eq!(string("$a\n\"\\{$b}'"), r#""\$a\n\"\\{\$b}'""#);
        assert_eq!(string("\u{2028}\0😀\u{202e}"), r#""\u{2028}\u{0}😀\u{202e}""#);
        assert_eq!(string(""), "''");
    }

    #[test]
    fn keeps_objects_that_php_would_make_lists_of() {
        let nested = parse(r#"{"a":{},"b":[],"c":{"0":1},"d":[{"e":-9223372036854775808}]}"#).unwrap();
        let expected = "[\n    'a' => new \\stdClass(),\n    'b' => [],\n    'c' => (object) [\n        '0' => 1,\n    \
                        ],\n    'd' => [\n        [\n            'e' => PHP_INT_MIN,\n        ],\n    ],\n]";
        assert_eq!(value(&nested, 0), expected);
        assert_eq!(value(&parse("{}").unwrap(), 0), "new \\stdClass()");
    }

    #[test]
    fn knows_the_numbers_that_php_has_not() {
        assert!(is_exact(&parse("[9223372036854775807,0.25]").unwrap()));
        assert!(!is_exact(&parse(r#"[{"a":9223372036854775808}]"#).unwrap()));
        assert!(!is_exact(&parse("[0.12345678901234567890123]").unwrap()));
    }
}
