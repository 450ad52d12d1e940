//! JSON values as a typed client takes them.

use crate::spec::{Json, JsonValue, Member};

/// Whether a value is the same as none.
pub(crate) fn is_absent(json: &Json, member: &Member) -> bool {
    let type_ref = member.type_ref();
    match &json.value {
        JsonValue::Null => true,
        JsonValue::String(text) => text.is_empty() && (type_ref.list || !type_ref.item.is_text()),
        _ => false,
    }
}

/// The items of a list, or the one item that is given in place of a list.
pub(crate) fn present_items(json: &Json) -> impl Iterator<Item = &Json> {
    let items = match &json.value {
        JsonValue::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(json),
    };
    items.iter().filter(|item| item.value != JsonValue::Null)
}

/// Text, or a whole number in its place: a client may write a fraction otherwise.
pub(crate) fn text_of(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::String(text) => Some(text),
        JsonValue::Number(digits) => digits.parse::<i64>().is_ok().then_some(digits),
        _ => None,
    }
}

/// The text of a value without parts.
pub(crate) fn scalar(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::String(text) | JsonValue::Number(text) => Some(text),
        JsonValue::Bool(true) => Some("true"),
        JsonValue::Bool(false) => Some("false"),
        _ => None,
    }
}
