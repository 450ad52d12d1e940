//! JSON inside Rust.

use crate::source::is_escaped;
use crate::spec::{Json, JsonValue};

/// `text` as a raw string literal.
pub(super) fn raw(text: &str) -> String {
    let mut hashes = 1;
    while text.contains(&format!("\"{}", "#".repeat(hashes))) {
        hashes += 1;
    }
    let fence = "#".repeat(hashes);
    format!("r{fence}\"{text}\"{fence}")
}

/// Whether the text of `json` escapes more than JSON has to, so that a client would write it otherwise.
pub(super) fn holds_hidden(json: &Json) -> bool {
    let hidden = |text: &str| text.chars().any(|letter| letter >= ' ' && is_escaped(letter));
    match &json.value {
        JsonValue::String(text) => hidden(text),
        JsonValue::Array(items) => items.iter().any(holds_hidden),
        JsonValue::Object(entries) => entries
            .iter()
            .any(|entry| hidden(&entry.name) || holds_hidden(&entry.value)),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => false,
    }
}
