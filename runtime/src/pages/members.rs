//! Members of a record by their wire names.

use crate::record::{Record, Scalar, View};

pub(super) fn view<'a>(record: &'a dyn Record, name: &str) -> View<'a> {
    let slot = index(record, name).and_then(|index| record.get(index));
    slot.map_or(View::Absent, |slot| slot.view())
}

/// Sets a member, and says whether it takes that value.
pub(super) fn put(record: &mut dyn Record, name: &str, value: Scalar<'_>) -> bool {
    let slot = index(record, name).and_then(|index| record.slot(index));
    slot.is_some_and(|slot| slot.put(value))
}

/// The text of a member, if it has any.
pub(super) fn text<'a>(record: &'a dyn Record, name: &str) -> Option<&'a str> {
    match view(record, name) {
        View::Str(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// A member is no number from 0.
pub(super) struct NoNumber;

/// The number of a member, in quotes or not.
///
/// # Errors
/// It is no number from 0. What it is instead is the caller's and stays out of messages.
pub(super) fn number(record: &dyn Record, name: &str) -> Result<Option<u64>, NoNumber> {
    match view(record, name) {
        View::Uint(number) => Ok(Some(number)),
        View::Int(number) => u64::try_from(number).map(Some).map_err(|_| NoNumber),
        View::Str("") | View::Absent => Ok(None),
        View::Str(text) => text.parse().map(Some).map_err(|_| NoNumber),
        _ => Err(NoNumber),
    }
}

pub(super) fn is_true(record: &dyn Record, name: &str) -> bool {
    matches!(view(record, name), View::Bool(true))
}

fn index(record: &dyn Record, name: &str) -> Option<usize> {
    record.shape().fields.iter().position(|field| field.name == name)
}
