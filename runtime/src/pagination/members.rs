//! What the cursor reads and sets, by wire name: the members of records, and of JSON.

use std::borrow::Cow;

use crate::record::{Record, Scalar, View};

/// The members of a request or of an output.
pub(super) trait Members {
    /// Returns the number of a member, in quotes or not; `None` if it is absent or an empty string.
    ///
    /// # Errors
    /// Returns an error if it is not a number of 0 or more. Its value belongs to the caller and does not appear in messages.
    fn number(&self, name: &str) -> Result<Option<u64>, NotANumber>;

    /// Returns the text of a member, unless it is empty.
    fn text(&self, name: &str) -> Option<Cow<'_, str>>;

    fn is_true(&self, name: &str) -> bool;

    /// Sets a member, and returns whether it can hold the value.
    fn put(&mut self, name: &str, value: Position<'_>) -> bool;
}

/// What a request asks for: a page, or its size.
pub(super) enum Position<'a> {
    Number(u64),
    Token(&'a str),
}

/// A member is not a number of 0 or more.
pub(super) struct NotANumber;

impl Members for dyn Record + '_ {
    fn number(&self, name: &str) -> Result<Option<u64>, NotANumber> {
        match view(self, name) {
            View::Uint(number) => Ok(Some(number)),
            View::Int(number) => u64::try_from(number).map(Some).map_err(|_| NotANumber),
            View::Str("") | View::Absent => Ok(None),
            View::Str(text) => text.parse().map(Some).map_err(|_| NotANumber),
            _ => Err(NotANumber),
        }
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match view(self, name) {
            View::Str(text) if !text.is_empty() => Some(text.into()),
            _ => None,
        }
    }

    fn is_true(&self, name: &str) -> bool {
        matches!(view(self, name), View::Bool(true))
    }

    fn put(&mut self, name: &str, value: Position<'_>) -> bool {
        let value = match value {
            Position::Number(number) => Scalar::Uint(number),
            Position::Token(token) => Scalar::Str(token),
        };
        let slot = index(self, name).and_then(|index| self.slot(index));
        slot.is_some_and(|slot| slot.put(value).is_stored())
    }
}

fn view<'a>(record: &'a (dyn Record + '_), name: &str) -> View<'a> {
    let slot = index(record, name).and_then(|index| record.get(index));
    slot.map_or(View::Absent, |slot| slot.view())
}

fn index(record: &(dyn Record + '_), name: &str) -> Option<usize> {
    record.shape().fields.iter().position(|field| field.name == name)
}
