//! A parameter that is given twice has no one reading.

use std::collections::HashSet;

use tc3_codegen::spec::{Json, JsonValue};

/// A name that stands twice in one object, at any depth; the parser bounds that.
pub(super) fn repeated(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::Array(items) => items.iter().find_map(repeated),
        JsonValue::Object(entries) => {
            let mut seen = HashSet::with_capacity(entries.len());
            let mut entries = entries.iter();
            entries.find_map(|entry| match seen.insert(entry.name.as_str()) {
                true => repeated(&entry.value),
                false => Some(entry.name.as_str()),
            })
        }
        _ => None,
    }
}
