//! Compares JSON values loosely: clients and rules write a number with or without quotes.

use tc3_codegen::spec::{Json, JsonValue};

/// Whether two values are equal; a number equals its digits in quotes.
pub(super) fn equal(left: &Json, right: &Json) -> bool {
    match (scalar(left), scalar(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

/// Whether a `requested` value matches a `stored` one; of lists, one item has to equal one item.
pub(super) fn matches(requested: &Json, stored: &Json) -> bool {
    items(requested)
        .iter()
        .any(|requested| items(stored).iter().any(|stored| equal(requested, stored)))
}

/// The items of a list; any other value is treated as a list of itself.
pub(super) fn items(value: &Json) -> &[Json] {
    match &value.value {
        JsonValue::Array(items) => items,
        _ => std::slice::from_ref(value),
    }
}

/// The text of a string, a number or a boolean.
pub(super) fn scalar(value: &Json) -> Option<&str> {
    match &value.value {
        JsonValue::String(text) | JsonValue::Number(text) => Some(text),
        JsonValue::Bool(true) => Some("true"),
        JsonValue::Bool(false) => Some("false"),
        _ => None,
    }
}

/// Whether a parameter is `1` or `true`.
pub(super) fn is_truthy(value: &Json) -> bool {
    matches!(scalar(value), Some("1" | "true"))
}
