//! When two values count as alike.

use tc3_codegen::spec::{Json, JsonValue};

/// Whether two values are equal; a number and its digits in quotes are.
pub(super) fn equal(left: &Json, right: &Json) -> bool {
    match (scalar(left), scalar(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

/// Whether what is `asked` for fits what `held` holds: of lists, one item has to be equal to one.
pub(super) fn fits(asked: &Json, held: &Json) -> bool {
    items(asked)
        .iter()
        .any(|asked| items(held).iter().any(|held| equal(asked, held)))
}

/// The items of a list; anything else is the only item of one.
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

/// Whether a parameter says yes.
pub(super) fn is_yes(value: &Json) -> bool {
    matches!(scalar(value), Some("1" | "true"))
}
