//! Orders stored values, for sorting and for bounds.

use std::cmp::Ordering;

use tc3_codegen::spec::{Json, JsonValue};

use crate::store::json_eq;

/// Orders absent values first, then numbers, then text.
pub(super) fn compare(left: Option<&Json>, right: Option<&Json>) -> Ordering {
    match (left.map(rank), right.map(rank)) {
        (Some(Rank::Number(left)), Some(Rank::Number(right))) => left.total_cmp(&right),
        (Some(Rank::Number(_)), Some(Rank::Text(_))) => Ordering::Less,
        (Some(Rank::Text(_)), Some(Rank::Number(_))) => Ordering::Greater,
        (Some(Rank::Text(left)), Some(Rank::Text(right))) => left.cmp(right),
        (left, right) => left.is_some().cmp(&right.is_some()),
    }
}

enum Rank<'j> {
    Number(f64),
    Text(&'j str),
}

fn rank(value: &Json) -> Rank<'_> {
    let number = match &value.value {
        JsonValue::Number(text) => text.parse().ok(),
        _ => None,
    };
    match number {
        Some(number) => Rank::Number(number),
        None => Rank::Text(json_eq::scalar(value).unwrap_or_default()),
    }
}
