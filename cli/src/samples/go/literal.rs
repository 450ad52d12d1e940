//! Literals of Go.

use crate::json::Value;
use crate::samples::facts::{ExactNumber, distinct};
use crate::samples::json_text::{SHORT_ESCAPES, json_line};
use crate::samples::literals::escaped;

/// An interpreted string. A raw one could have neither a backquote nor a carriage return.
pub(super) fn string(text: &str) -> String {
    let by_number = |character: char| {
        let number = u32::from(character);
        if number > 0xffff {
            format!("\\U{number:08x}")
        } else {
            format!("\\u{number:04x}")
        }
    };
    format!("\"{}\"", escaped(text, &SHORT_ESCAPES, by_number))
}

/// Returns whether [`value`] of it needs `encoding/json`.
pub(super) fn needs_raw_json(value: &Value) -> bool {
    match value {
        Value::Number(text) => ExactNumber::of(text) == ExactNumber::Other,
        Value::Array(items) => items.iter().any(needs_raw_json),
        Value::Object(members) => members.iter().any(|(_, value)| needs_raw_json(value)),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// A value of `map[string]interface{}`, of which the SDK makes the same JSON. The lines after the first one begin
/// with `indent` tabs or more.
pub(super) fn value(value: &Value, indent: usize) -> String {
    let open = "\t".repeat(indent + 1);
    let close = "\t".repeat(indent);
    match value {
        Value::Null => "nil".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::String(text) => string(text),
        Value::Number(text) => number(text),
        Value::Array(items) if items.is_empty() => "[]interface{}{}".to_owned(),
        Value::Array(items) => {
            let items = items
                .iter()
                .map(|item| format!("{open}{},\n", self::value(item, indent + 1)));
            format!("[]interface{{}}{{\n{}{close}}}", items.collect::<String>())
        }
        Value::Object(members) => {
            let members = distinct(members)
                .into_iter()
                .map(|(name, member)| (string(name), self::value(member, indent + 1)))
                .collect::<Vec<_>>();
            format!("map[string]interface{{}}{}", pairs(&members, indent))
        }
    }
}

/// The braces of a map with its members, laid out as gofmt does: the values of lines that follow each other begin in
/// the same column, unless the lengths of their keys differ too much.
pub(super) fn pairs(members: &[(String, String)], indent: usize) -> String {
    if members.is_empty() {
        return "{}".to_owned();
    }
    let mut text = "{\n".to_owned();
    for section in sections(members) {
        let widest = section
            .iter()
            .map(|(key, _)| key.chars().count())
            .max()
            .unwrap_or_default();
        for (key, value) in section {
            let blanks = widest - key.chars().count() + 1;
            text += &format!("{}{key}:{:blanks$}{value},\n", "\t".repeat(indent + 1), "");
        }
    }
    text + &"\t".repeat(indent) + "}"
}

/// Keys up to this length are always aligned.
const SMALL_KEY: usize = 40;
/// How many times longer or shorter than the mean of its section a longer key may be.
const RATIO: f64 = 2.5;

/// Cuts the members where gofmt does: around those of more than one line, and where a key is of quite another length.
fn sections(members: &[(String, String)]) -> Vec<&[(String, String)]> {
    let mut sections = Vec::new();
    let mut start = 0;
    let mut logarithms = 0.0;
    for (place, pair) in members.windows(2).enumerate() {
        let [(key, value), (next_key, next_value)] = pair else {
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a name has not that many letters")]
        let (length, next_length, count) = (key.len() as f64, next_key.len() as f64, (place + 1 - start) as f64);
        logarithms += length.ln();
        let are_small = key.len() <= SMALL_KEY && next_key.len() <= SMALL_KEY;
        let ratio = next_length / (logarithms / count).exp();
        let is_near = are_small || (ratio * RATIO > 1.0 && ratio < RATIO);
        if value.contains('\n') || next_value.contains('\n') || !is_near {
            sections.extend(members.get(start..=place));
            start = place + 1;
            logarithms = 0.0;
        }
    }
    sections.extend(members.get(start..));
    sections
}

/// An untyped constant in an interface is an `int`, which may have 32 bits.
fn number(text: &str) -> String {
    match ExactNumber::of(text) {
        ExactNumber::Signed(number) if i32::try_from(number).is_ok() => number.to_string(),
        ExactNumber::Signed(number) => format!("int64({number})"),
        ExactNumber::Unsigned(number) => format!("uint64({number})"),
        // gofmt has a small `e`.
        ExactNumber::Float => text.to_ascii_lowercase(),
        // `json.Number` would be sent as a string: the SDK has a copy of the package, and knows only its own type.
        ExactNumber::Other => format!(
            "json.RawMessage({})",
            string(&json_line(&Value::Number(text.to_owned())))
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{needs_raw_json, string, value};
    use crate::json::parse;

    #[test]
    fn quotes_text() {
        assert_eq!(string("a\"b\\n`$中"), r#""a\"b\\n`$中""#);
        assert_eq!(string("\n\r\t\0\u{7f}"), r#""\n\r\t\u0000\u007f""#);
        assert_eq!(string("\u{2028}\u{feff}😀\u{e0001}"), r#""\u2028\ufeff😀\U000e0001""#);
    }

    #[test]
    fn keeps_numbers() {
        let numbers = parse("[1,-3000000000,18446744073709551615,0.10,1E3,123456789012345678901]").unwrap();
        assert!(needs_raw_json(&numbers));
        assert_eq!(
            value(&numbers, 0),
            "[]interface{}{\n\t1,\n\tint64(-3000000000),\n\tuint64(18446744073709551615),\n\t0.10,\n\t1e3,\n\t\
             json.RawMessage(\"123456789012345678901\"),\n}"
        );
        assert!(!needs_raw_json(&parse("[1,0.5]").unwrap()));
    }

    #[test]
    fn aligns_as_gofmt_does() {
        let members = parse(r#"{"a":1,"bcd":2,"e":[0],"f":3,"ghij":4}"#).unwrap();
        let expected = "map[string]interface{}{\n\t\"a\":   1,\n\t\"bcd\": 2,\n\t\"e\": []interface{}{\n\t\t0,\n\t},\n\t\"f\":    3,\n\t\"ghij\": 4,\n}";
        assert_eq!(value(&members, 0), expected);
    }

    #[test]
    fn nests() {
        let nested = parse(r#"{"a":[],"b":{},"c":{"d":[null,true]},"a":[{}]}"#).unwrap();
        let expected = "map[string]interface{}{\n\t\"a\": []interface{}{\n\t\tmap[string]interface{}{},\n\t},\n\t\
                        \"b\": map[string]interface{}{},\n\t\"c\": map[string]interface{}{\n\t\t\"d\": \
                        []interface{}{\n\t\t\tnil,\n\t\t\ttrue,\n\t\t},\n\t},\n}";
        assert_eq!(value(&nested, 0), expected);
    }
}
