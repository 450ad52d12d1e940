//! A parameter as the text of a query, a part or a header.

use tc3_codegen::spec::{ItemType, Json, JsonValue};

use crate::json::{json, string};

/// `text` as a value of this type. What is none stays a string, for the check to refuse.
pub(super) fn value(text: &str, item: ItemType<'_>) -> Json {
    match (item, text) {
        // The official SDK for Python writes them with a capital.
        (ItemType::Boolean, "true" | "True") => json(JsonValue::Bool(true)),
        (ItemType::Boolean, "false" | "False") => json(JsonValue::Bool(false)),
        (item, text) if item.is_number() && is_number(text) => json(JsonValue::Number(text.to_owned())),
        _ => string(text),
    }
}

/// Whether `text` is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    let parsed = Json::parse(text).map(|parsed| parsed.value);
    parsed.is_ok_and(|value| matches!(value, JsonValue::Number(number) if number == text))
}
