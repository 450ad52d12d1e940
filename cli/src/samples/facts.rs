//! What programs of several languages say of a call, and text that their literals have in common.

use tc3_codegen::spec::Content;

use super::SampleInput;
use crate::json::Value;

/// The words of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// What the signature is for: the first label of the documented host, which is not always the service's name.
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    pub(super) content: Content,
    pub(super) is_signed: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(input: SampleInput<'a>) -> Self {
        let file = &input.found.service.file;
        let host = &input.action.host.as_ref().unwrap_or(&file.host).value;
        let label = host.split('.').next().unwrap_or_default();
        Self {
            service: if label.is_empty() { &file.name.value } else { label },
            version: &file.version.value,
            action: &input.action.name.value,
            content: input.action.content(),
            is_signed: input.action.is_signed(),
        }
    }
}

/// Returns whether a source file may have the character as it is. Others are written as escapes: they are invisible,
/// end a line where nobody sees it, or turn the direction of the text around them.
pub(super) fn is_plain(character: char) -> bool {
    matches!(character, '"' | '\'' | '\\') || character.escape_debug().len() == 1
}

/// How a number of JSON is written in a language that has integers of 64 bits and floating-point numbers, so that the
/// language's writer of JSON makes the same number of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ExactNumber {
    Signed(i64),
    /// Above the largest signed integer.
    Unsigned(u64),
    /// The text as it was written is a literal whose nearest 64-bit number has the same shortest digits.
    Float,
    /// Has more digits, or is larger, than any of these.
    Other,
}

impl ExactNumber {
    /// Reads a number as JSON has it.
    pub(super) fn of(text: &str) -> Self {
        if let Ok(number) = text.parse() {
            return Self::Signed(number);
        }
        if let Ok(number) = text.parse() {
            return Self::Unsigned(number);
        }
        let is_integer = !text.contains(['.', 'e', 'E']);
        match text.parse::<f64>() {
            Ok(number) if !is_integer && number.is_finite() && decimal(&format!("{number:e}")) == decimal(text) => {
                Self::Float
            }
            _ => Self::Other,
        }
    }
}

/// The sign, the digits without zeros around them, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let dropped = digits.len() - significant.len();
    let exponent = exponent
        .parse::<i64>()
        .ok()?
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(i64::try_from(dropped).ok()?)?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    Some((is_negative, significant.to_owned(), exponent))
}

/// The members of an object with each name once, in the order of their first mention, with the value of the last.
pub(super) fn distinct(members: &[(String, Value)]) -> Vec<(&str, &Value)> {
    let mut kept: Vec<(&str, &Value)> = Vec::with_capacity(members.len());
    let mut places = std::collections::HashMap::with_capacity(members.len());
    for (name, value) in members {
        match places.get(name.as_str()) {
            Some(&place) => {
                if let Some(slot) = kept.get_mut::<usize>(place) {
                    slot.1 = value;
                }
            }
            None => {
                places.insert(name.as_str(), kept.len());
                kept.push((name, value));
            }
        }
    }
    kept
}

/// JSON as lines without their ends, indented by four blanks, with escapes for what is not [plain](is_plain).
pub(super) fn json_lines(value: &Value) -> Vec<String> {
    let mut lines = vec![String::new()];
    write_json(value, Some(0), &mut lines);
    lines
}

/// The same in one line, without blanks.
pub(super) fn json_line(value: &Value) -> String {
    let mut lines = vec![String::new()];
    write_json(value, None, &mut lines);
    lines.concat()
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

fn write_json(value: &Value, indent: Option<usize>, lines: &mut Vec<String>) {
    match value {
        Value::Null => push(lines, "null"),
        Value::Bool(flag) => push(lines, if *flag { "true" } else { "false" }),
        Value::Number(number) => push(lines, number),
        Value::String(text) => push(lines, &string_literal(text)),
        Value::Array(items) => {
            let items = items.iter().map(|item| (None, item)).collect::<Vec<_>>();
            write_list(["[", "]"], &items, indent, lines);
        }
        Value::Object(members) => {
            let members = distinct(members)
                .into_iter()
                .map(|(name, value)| (Some(name), value))
                .collect::<Vec<_>>();
            write_list(["{", "}"], &members, indent, lines);
        }
    }
}

fn write_list(
    [open, close]: [&str; 2],
    items: &[(Option<&str>, &Value)],
    indent: Option<usize>,
    lines: &mut Vec<String>,
) {
    push(lines, open);
    let inner = indent.map(|indent| indent + 1);
    for (index, (name, value)) in items.iter().enumerate() {
        if index > 0 {
            push(lines, ",");
        }
        if let Some(inner) = inner {
            lines.push("    ".repeat(inner));
        }
        if let Some(name) = name {
            push(lines, &string_literal(name));
            push(lines, if inner.is_some() { ": " } else { ":" });
        }
        write_json(value, inner, lines);
    }
    if let (Some(indent), false) = (indent, items.is_empty()) {
        lines.push("    ".repeat(indent));
    }
    push(lines, close);
}

/// A string as JSON, Java and C# have it. In Java, escapes such as `\u000a` are read before strings are, but of what is
/// not plain only quotes, backslashes and line ends mean something to the compiler, and they have escapes of their own.
pub(super) fn string_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if is_plain(character) => literal.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    literal.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    literal.push('"');
    literal
}

/// Cuts text into pieces of at most `length` characters.
pub(super) fn pieces(text: &str, length: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((end, _)) = rest.char_indices().nth(length) {
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{ExactNumber, distinct, is_plain, json_line, json_lines, pieces, string_literal};
    use crate::json::parse;

    #[test]
    fn finds_out_which_numbers_a_language_keeps() {
        for (text, expected) in [
            ("0", ExactNumber::Signed(0)),
            ("-9223372036854775808", ExactNumber::Signed(i64::MIN)),
            ("9007199254740993", ExactNumber::Signed(9_007_199_254_740_993)),
            ("18446744073709551615", ExactNumber::Unsigned(u64::MAX)),
            ("18446744073709551616", ExactNumber::Other),
            ("0.1", ExactNumber::Float),
            ("1.50", ExactNumber::Float),
            ("1E3", ExactNumber::Float),
            ("-2.5e-7", ExactNumber::Float),
            ("0.0", ExactNumber::Float),
            ("1e400", ExactNumber::Other),
            ("9007199254740993.0", ExactNumber::Other),
            ("0.12345678901234567890123", ExactNumber::Other),
            ("1e99999999999999999999", ExactNumber::Other),
        ] {
            assert_eq!(ExactNumber::of(text), expected, "{text}");
        }
    }

    #[test]
    fn escapes_what_nobody_sees() {
        for plain in ['a', '中', '😀', '"', '\'', '\\', '$', ' ', 'é'] {
            assert!(is_plain(plain), "{plain:?}");
        }
        for hidden in [
            '\n',
            '\0',
            '\u{7f}',
            '\u{a0}',
            '\u{2028}',
            '\u{202e}',
            '\u{feff}',
            '\u{e000}',
            '\u{e0001}',
        ] {
            assert!(!is_plain(hidden), "{hidden:?}");
        }
    }

    #[test]
    fn quotes_text() {
        assert_eq!(string_literal("a\"b\\u0022$'{0}中"), r#""a\"b\\u0022$'{0}中""#);
        assert_eq!(string_literal("\n\r\t\0\u{7f}"), r#""\n\r\t\u0000\u007f""#);
        assert_eq!(string_literal("\u{2028}😀\u{e0001}"), r#""\u2028😀\udb40\udc01""#);
    }

    #[test]
    fn writes_json_that_reads_as_what_it_was() {
        let text = r#"{"a":[],"b":{},"c":[1.0,[true,null]],"d":{"e\"\\":"\n\u2028\u202e中\ud83d\ude00\u0000"}}"#;
        let value = parse(text).unwrap();
        assert_eq!(parse(&json_line(&value)).unwrap(), value);
        let lines = json_lines(&value);
        assert_eq!(parse(&lines.join("\n")).unwrap(), value);
        assert!(lines.iter().all(|line| line.chars().all(is_plain)), "{lines:?}");
        assert_eq!(lines.first().map(String::as_str), Some("{"));
    }

    #[test]
    fn says_a_repeated_name_once() {
        let value = parse(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(json_line(&value), r#"{"a":3,"b":2}"#);
        assert_eq!(distinct(&[]), []);
    }

    #[test]
    fn cuts_text_between_characters() {
        assert_eq!(pieces("中文字", 2), ["中文", "字"]);
        assert_eq!(pieces("ab", 2), ["ab"]);
        assert_eq!(pieces("", 2), [""]);
    }
}
