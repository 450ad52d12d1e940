//! JSON values that stood in no file.

use tc3_codegen::spec::{Json, JsonEntry, JsonValue};

/// A value that stood in no file.
pub(crate) fn json(value: JsonValue) -> Json {
    Json { value, range: 0..0 }
}

/// A string that stood in no file.
pub(crate) fn string(text: impl Into<String>) -> Json {
    json(JsonValue::String(text.into()))
}

/// An object of these names and values, in this order.
pub(crate) fn object(entries: impl IntoIterator<Item = (String, Json)>) -> Json {
    let entries = entries.into_iter().map(|(name, value)| JsonEntry {
        name,
        name_range: 0..0,
        value,
    });
    json(JsonValue::Object(entries.collect()))
}
