//! A value in a few words, and what kind it is.

use std::io::{self, Write};

use crate::json::{Value, write_compact};

/// The kind of a value, as the page names it.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// How many items or members a value has; none if it has no parts.
pub(super) fn count(value: &Value) -> Option<usize> {
    match value {
        Value::Array(items) => Some(items.len()),
        Value::Object(members) => Some(members.len()),
        _ => None,
    }
}

/// A text as it is, and anything else as JSON, cut after so many characters.
pub(super) fn preview(value: &Value, most: usize) -> String {
    match value {
        Value::String(text) => cut(text, most),
        other => json(other, most),
    }
}

/// A value as JSON, cut after so many characters. Of a large value only the beginning is written.
pub(super) fn json(value: &Value, most: usize) -> String {
    let mut start = Start {
        bytes: Vec::new(),
        // A character has up to four bytes.
        left: most.saturating_mul(4).saturating_add(4),
    };
    // An error says that it is enough.
    let _ = write_compact(value, &mut start);
    cut(&String::from_utf8_lossy(&start.bytes), most)
}

pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Takes the beginning of what is written.
struct Start {
    bytes: Vec<u8>,
    left: usize,
}

impl Write for Start {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("enough"));
        }
        let taken = bytes.len().min(self.left);
        self.bytes.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_preview_ends_in_the_middle_of_a_large_value() {
        let value = parse(&format!("[{}1]", "\"中中\",".repeat(100_000))).unwrap();
        assert_eq!(preview(&value, 5), "[\"中中\"…");
        assert_eq!(preview(&parse("\"a\\nb\"").unwrap(), 5), "a\nb");
        assert_eq!(json(&parse("\"a\\nb\"").unwrap(), 50), "\"a\\nb\"");
        assert_eq!(preview(&parse("1e400").unwrap(), 50), "1e400");
    }
}
