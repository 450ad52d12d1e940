//! Writes JSON: compact, or indented by four blanks.

use std::io::{self, Write};

use super::Value;

/// Writes the value in one line, without the line end.
pub(crate) fn write_compact(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    write(value, None, out)
}

/// Writes the value indented by four blanks, as tccli does, without the line end.
pub(crate) fn write_pretty(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    write(value, Some(0), out)
}

fn write(value: &Value, indent: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Null => out.write_all(b"null"),
        Value::Bool(flag) => write!(out, "{flag}"),
        Value::Number(number) => out.write_all(number.as_bytes()),
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            let write_item = |item: &Value, indent, out: &mut dyn Write| write(item, indent, out);
            list(b"[]", items, indent, out, write_item)
        }
        Value::Object(members) => {
            let write_member = |(name, value): &(String, Value), indent: Option<usize>, out: &mut dyn Write| {
                string(name, out)?;
                out.write_all(if indent.is_some() { b": " } else { b":" })?;
                write(value, indent, out)
            };
            list(b"{}", members, indent, out, write_member)
        }
    }
}

fn list<T>(
    brackets: &[u8; 2],
    items: &[T],
    indent: Option<usize>,
    out: &mut dyn Write,
    write_item: impl Fn(&T, Option<usize>, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let [open, close] = *brackets;
    out.write_all(&[open])?;
    let inner = indent.map(|indent| indent + 1);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        new_line(inner, out)?;
        write_item(item, inner, out)?;
    }
    if !items.is_empty() {
        new_line(indent, out)?;
    }
    out.write_all(&[close])
}

fn new_line(indent: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let Some(indent) = indent else { return Ok(()) };
    out.write_all(b"\n")?;
    (0..indent).try_for_each(|_| out.write_all(b"    "))
}

fn string(text: &str, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(out, text).map_err(io::Error::from)
}
