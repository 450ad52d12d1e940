//! JSON as the text of a program.

use super::facts::distinct;
use super::literals::escaped;
use crate::json::Value;

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
    let units = |character: char| {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    };
    format!("\"{}\"", escaped(text, &SHORT_ESCAPES, units))
}

/// What most languages escape by a letter.
pub(super) const SHORT_ESCAPES: [(char, char); 5] = [('"', '"'), ('\\', '\\'), ('\n', 'n'), ('\r', 'r'), ('\t', 't')];

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
    use super::super::facts::is_plain;
    use super::*;
    use crate::json::parse;

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
    fn cuts_text_between_characters() {
        assert_eq!(pieces("中文字", 2), ["中文", "字"]);
        assert_eq!(pieces("ab", 2), ["ab"]);
        assert_eq!(pieces("", 2), [""]);
    }

    #[test]
    fn says_a_repeated_name_once() {
        let value = parse(r#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(json_line(&value), r#"{"a":3,"b":2}"#);
        assert_eq!(distinct(&[]), []);
    }
}
