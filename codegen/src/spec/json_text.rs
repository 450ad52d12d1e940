//! Prints JSON with hidden characters escaped.

use std::fmt::{self, Display, Formatter, Write};

use super::json::{Json, JsonEntry, JsonValue};
use crate::source::is_escaped;

/// On one line without white space; `{:#}` gives each value a line.
impl Display for Json {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_value(self, f.alternate().then_some(0), f)
    }
}

/// `text` as a JSON string.
#[cfg(any(feature = "generate", feature = "schema"))]
pub(crate) fn json_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    // Writing to a string cannot fail.
    let _ = write_string(text, &mut quoted);
    quoted
}

/// Writes `json`; with `depth`, one value per line, indented by that many levels.
fn write_value(json: &Json, depth: Option<usize>, f: &mut Formatter<'_>) -> fmt::Result {
    match &json.value {
        JsonValue::Null => f.write_str("null"),
        JsonValue::Bool(value) => write!(f, "{value}"),
        JsonValue::Number(text) => f.write_str(text),
        JsonValue::String(text) => write_string(text, f),
        JsonValue::Array(items) => write_list(['[', ']'], items, depth, f, write_value),
        JsonValue::Object(entries) => write_list(['{', '}'], entries, depth, f, write_entry),
    }
}

fn write_entry(entry: &JsonEntry, depth: Option<usize>, f: &mut Formatter<'_>) -> fmt::Result {
    write_string(&entry.name, f)?;
    f.write_str(if depth.is_some() { ": " } else { ":" })?;
    write_value(&entry.value, depth, f)
}

fn write_list<T>(
    [open, close]: [char; 2],
    items: &[T],
    depth: Option<usize>,
    f: &mut Formatter<'_>,
    write_item: impl Fn(&T, Option<usize>, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let inner = depth.map(|depth| depth + 1);
    f.write_char(open)?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        break_line(inner, f)?;
        write_item(item, inner, f)?;
    }
    if !items.is_empty() {
        break_line(depth, f)?;
    }
    f.write_char(close)
}

fn break_line(depth: Option<usize>, f: &mut Formatter<'_>) -> fmt::Result {
    match depth {
        Some(depth) => write!(f, "\n{:1$}", "", depth * 2),
        None => Ok(()),
    }
}

fn write_string(text: &str, out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    let mut rest = text;
    // What needs no escape, mostly all of it, is written in one piece.
    while let Some((plain, letter, after)) = next_special(rest) {
        out.write_str(plain)?;
        write_special(letter, out)?;
        rest = after;
    }
    out.write_str(rest)?;
    out.write_char('"')
}

/// The first character of `text` that is written as an escape, and what is before and after it.
fn next_special(text: &str) -> Option<(&str, char, &str)> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    let ascii = text.as_bytes().iter().take_while(|byte| is_plain(byte)).count();
    let is_special = |letter: char| matches!(letter, '"' | '\\') || is_escaped(letter);
    let mut letters = text.get(ascii..)?.char_indices();
    let (place, letter) = letters.find(|(_, letter)| is_special(*letter))?;
    let (plain, rest) = text.split_at_checked(ascii + place)?;
    Some((plain, letter, rest.get(letter.len_utf8()..)?))
}

fn write_special(letter: char, out: &mut impl Write) -> fmt::Result {
    match letter {
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\u{8}' => out.write_str("\\b"),
        '\u{c}' => out.write_str("\\f"),
        letter => {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            Ok(())
        }
    }
}
