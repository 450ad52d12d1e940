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
    for letter in text.chars() {
        match letter {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\u{8}' => out.write_str("\\b")?,
            '\u{c}' => out.write_str("\\f")?,
            letter if is_escaped(letter) => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            letter => out.write_char(letter)?,
        }
    }
    out.write_char('"')
}
