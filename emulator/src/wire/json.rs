//! Builds JSON values, which unlike parsed ones have no position in a text.

use tc3_codegen::spec::{Json, JsonEntry, JsonValue};

/// A JSON value.
pub(crate) fn json(value: JsonValue) -> Json {
    Json { value, range: 0..0 }
}

/// A JSON string.
pub(crate) fn string(text: impl Into<String>) -> Json {
    json(JsonValue::String(text.into()))
}

/// A JSON object with these members, in this order.
pub(crate) fn object(entries: impl IntoIterator<Item = (String, Json)>) -> Json {
    let entries = entries.into_iter().map(|(name, value)| JsonEntry {
        name,
        name_range: 0..0,
        value,
    });
    json(JsonValue::Object(entries.collect()))
}
