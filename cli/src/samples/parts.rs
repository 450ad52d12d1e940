//! The parts of `multipart/form-data`, for programs that write the body themselves.

use super::json_text::json_line;
use super::{SampleError, SampleInput, plain_text};
use crate::json::Value;

/// What a part holds.
pub(super) enum PartContent<'a> {
    Text(String),
    Bytes(&'a [u8]),
}

/// The parameters as parts, in their order: what follows `form-data; ` in the head, and the content.
///
/// # Errors
/// If a name would need escapes, which parsers read in different ways.
pub(super) fn parts(input: SampleInput<'_>) -> Result<Vec<(String, PartContent<'_>)>, SampleError> {
    let mut parts = Vec::new();
    for (name, value) in input.members() {
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte))
        {
            return Err(format!("{name:?} cannot be the name of a part"));
        }
        let part = match (input.bytes_of(name), plain_text(value)) {
            (Some(bytes), _) => (
                format!("name=\"{name}\"; filename=\"{name}\""),
                PartContent::Bytes(bytes),
            ),
            (None, Some(text)) => (format!("name=\"{name}\""), PartContent::Text(text)),
            (None, None) if *value == Value::Null => continue,
            (None, None) => (
                format!("name=\"{name}\"\r\nContent-Type: application/json"),
                PartContent::Text(json_line(value)),
            ),
        };
        parts.push(part);
    }
    Ok(parts)
}
