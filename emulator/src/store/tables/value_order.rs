//! Orders stored values, for sorting and for bounds.

use std::cmp::Ordering;

use tc3_codegen::spec::{Json, JsonValue};

use crate::store::json_eq;

/// The place of a value in an ordered list: absent values first, then numbers, then text.
#[derive(Clone, Debug)]
pub(crate) enum SortKey {
    Absent,
    Number(f64),
    Text(Box<str>),
}

impl SortKey {
    pub(crate) fn of(value: Option<&Json>) -> Self {
        let Some(value) = value else {
            return Self::Absent;
        };
        let number = match &value.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => Self::Number(number),
            None => Self::Text(json_eq::scalar(value).unwrap_or_default().into()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Absent => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
        }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.total_cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (left, right) => left.rank().cmp(&right.rank()),
        }
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SortKey {}
