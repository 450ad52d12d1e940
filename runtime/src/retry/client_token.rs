//! `ClientToken`, by which the cloud knows a repeated request again.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::Error;
use crate::random::random_hex;
use crate::record::{AsSerialize, Record, View};

/// The member's name in every request that has it; always a string at the top level.
pub(crate) const CLIENT_TOKEN: &str = "ClientToken";

/// What becomes of the `ClientToken` of a request.
pub(crate) enum ClientToken {
    /// The action does not declare one, or it holds what is none.
    Undeclared,
    /// The caller chose it.
    Own,
    /// The caller left it to the client; the index of the member.
    Unset(usize),
}

impl ClientToken {
    /// `extra` is what the caller adds to the body under this name, if anything.
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
/// If the system has no random numbers: a token that is not unique could make the cloud take a new
/// request for an old one.
pub(crate) fn to_vec_with_token(record: &dyn Record, index: usize) -> Result<Vec<u8>, Error> {
    // The cloud takes up to 64 ASCII characters.
    let token = random_hex("the ClientToken")?;
    Ok(to_vec(&Filled {
        record,
        token: Some((index, &token)),
    }))
}

/// The JSON of `record`, with null for members that are bytes.
pub(crate) fn to_vec_beside_bytes(record: &dyn Record) -> Vec<u8> {
    to_vec(&Filled { record, token: None })
}

fn to_vec(filled: &Filled<'_>) -> Vec<u8> {
    // As for every record: writing to memory cannot fail.
    serde_json::to_vec(filled).unwrap_or_default()
}

/// A record with its token filled in, and its bytes left out: they have no place in JSON and are sent beside it.
struct Filled<'a> {
    record: &'a dyn Record,
    /// The index of the member and what it is.
    token: Option<(usize, &'a str)>,
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, field) in self.record.shape().fields.iter().enumerate() {
            let view = match self.token {
                Some((of, token)) if of == index => View::Str(token),
                _ => self.record.get(index).map_or(View::Absent, |slot| slot.view()),
            };
            match view {
                View::Absent => {}
                View::Bytes(_) => map.serialize_entry(field.name, &())?,
                view => map.serialize_entry(field.name, &AsSerialize(view))?,
            }
        }
        map.end()
    }
}
