//! `ClientToken`, the idempotency token by which the service recognizes a retry.

use serde_json::Value;

use crate::Error;
use crate::json;
use crate::random::random_hex;
use crate::record::{Record, View};

/// The name of the member in every request that has it, always a string at the top level.
pub(crate) const CLIENT_TOKEN: &str = "ClientToken";

/// The `ClientToken` of a request.
pub(crate) enum ClientToken {
    /// The action does not declare one, or its value is not a token.
    Undeclared,
    /// The caller set it.
    Own,
    /// The caller left it to the client. The index is that of the member.
    Unset(usize),
}

impl ClientToken {
    /// Reads it from `record`, or from `extra`, the extra parameter of this name.
    pub(crate) fn of(record: &dyn Record, extra: Option<&Value>) -> Self {
        let fields = record.shape().fields;
        let Some(index) = fields.iter().position(|field| field.name == CLIENT_TOKEN) else {
            return Self::Undeclared;
        };
        match (record.get(index).map(|slot| (slot.view(), slot.expected())), extra) {
            (Some((View::Absent, "a string")), Some(Value::String(token))) if !token.is_empty() => Self::Own,
            (Some((View::Absent | View::Str(""), "a string")), None) => Self::Unset(index),
            (Some((View::Str(_), _)), None) => Self::Own,
            _ => Self::Undeclared,
        }
    }
}

/// The JSON of `record` with a fresh token as its member `index`.
///
/// # Errors
/// If the system has no random numbers: with a token that is not unique, the service could take a new request for a
/// retry of another.
pub(crate) fn to_json_with_token(record: &dyn Record, index: usize) -> Result<Vec<u8>, Error> {
    // The service accepts up to 64 ASCII characters.
    let token = random_hex("the ClientToken")?;
    Ok(json::write_with(record, |of| {
        if of == index {
            View::Str(&token)
        } else {
            null_for_bytes(json::member(record, of))
        }
    }))
}

/// The JSON of `record`, with null for members that are bytes.
pub(crate) fn to_json(record: &dyn Record) -> Vec<u8> {
    json::write_with(record, |index| null_for_bytes(json::member(record, index)))
}

/// JSON has no place for bytes: null marks theirs.
fn null_for_bytes(view: View<'_>) -> View<'_> {
    match view {
        View::Bytes(_) => View::Json(&Value::Null),
        view => view,
    }
}
