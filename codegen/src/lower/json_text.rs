//! JSON as text in documentation.

use super::docs::controls_layout;
use crate::spec::{Json, JsonValue};

/// `json` without white space.
pub(super) fn compact(json: &Json) -> String {
    match &json.value {
        JsonValue::Null => "null".to_owned(),
        JsonValue::Bool(value) => value.to_string(),
        JsonValue::Number(text) => text.clone(),
        JsonValue::String(text) => quoted(text),
        JsonValue::Array(items) => format!("[{}]", items.iter().map(compact).collect::<Vec<_>>().join(",")),
        JsonValue::Object(entries) => {
            let entries = entries
                .iter()
                .map(|entry| format!("{}:{}", quoted(&entry.name), compact(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
    }
}

/// `json` with a line a value.
pub(super) fn pretty(json: &Json) -> String {
    let indented = |lines: Vec<String>| {
        lines
            .join(",\n")
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect::<String>()
    };
    match &json.value {
        JsonValue::Array(items) if !items.is_empty() => format!("[\n{}]", indented(items.iter().map(pretty).collect())),
        JsonValue::Object(entries) if !entries.is_empty() => {
            let entries = entries
                .iter()
                .map(|entry| format!("{}: {}", quoted(&entry.name), pretty(&entry.value)));
            format!("{{\n{}}}", indented(entries.collect()))
        }
        _ => compact(json),
    }
}

/// `text` as a JSON string in which nothing controls the layout of the text around it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            letter if controls_layout(letter) => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    quoted.push_str(&format!("\\u{unit:04x}"));
                }
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether [`quoted`] escapes more of a text in `json` than JSON has to.
pub(super) fn holds_hidden(json: &Json) -> bool {
    let hidden = |text: &str| text.chars().any(|letter| letter >= ' ' && controls_layout(letter));
    match &json.value {
        JsonValue::String(text) => hidden(text),
        JsonValue::Array(items) => items.iter().any(holds_hidden),
        JsonValue::Object(entries) => entries
            .iter()
            .any(|entry| hidden(&entry.name) || holds_hidden(&entry.value)),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => false,
    }
}

/// `text` as a raw string literal of Rust.
pub(super) fn raw(text: &str) -> String {
    let mut hashes = 1;
    while text.contains(&format!("\"{}", "#".repeat(hashes))) {
        hashes += 1;
    }
    let fence = "#".repeat(hashes);
    format!("r{fence}\"{text}\"{fence}")
}
