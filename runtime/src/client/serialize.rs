//! Serializes a request to JSON: validates required members, fills `ClientToken`, appends extra parameters.
//!
//! JSON is the one form that every later stage starts from. [`encode`](super::encode) makes GET queries, multipart
//! bodies and the other forms out of it, so `ClientToken`, required members, extra parameters and the retry rule are
//! the same in each of them.

use std::collections::BTreeMap;

#[cfg(feature = "encodings")]
use bytes::Bytes;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

#[cfg(feature = "encodings")]
use crate::record::View;
use crate::record::{self, ActionInfo, Content, Record};
use crate::retry::{CLIENT_TOKEN, ClientToken, Idempotency, to_json, to_json_with_token};
use crate::{CallOptions, Error};

/// The body of a request in JSON, with what the stages after it need to know about the action.
pub(super) struct SerializedRequest {
    /// The parameters in JSON, without extra parameters. A parameter of bytes is null here and listed in `binary`.
    pub(super) body: Vec<u8>,
    pub(super) idempotency: Idempotency,
    pub(super) content: Content,
    /// Whether the action takes a signature.
    pub(super) signed: bool,
    #[cfg(feature = "encodings")]
    pub(super) binary: Vec<Binary>,
}

/// A parameter whose value is bytes. JSON has no place for it, so it travels next to the JSON.
#[cfg(feature = "encodings")]
#[derive(Clone)]
pub(super) struct Binary {
    pub(super) name: std::borrow::Cow<'static, str>,
    pub(super) bytes: Bytes,
}

#[cfg(feature = "encodings")]
impl Binary {
    /// The members of `record` that hold bytes. The bytes are shared, not copied.
    pub(super) fn of(record: &dyn Record) -> Vec<Self> {
        let members = record.shape().fields.iter().enumerate();
        let binary = members.filter_map(|(index, field)| match record.get(index)?.view() {
            View::Bytes(bytes) => Some(Self {
                name: field.name.into(),
                bytes: bytes.clone(),
            }),
            _ => None,
        });
        binary.collect()
    }
}

/// Serializes a typed request, with a fresh `ClientToken` if the type declares one and the caller left it unset.
///
/// # Errors
/// If a required member or the required region is missing, or the system has no random numbers.
pub(super) fn serialize(
    info: &ActionInfo,
    record: &dyn Record,
    options: &CallOptions,
) -> Result<SerializedRequest, Error> {
    let token = ClientToken::of(record, options.extra.get(CLIENT_TOKEN));
    let mut violations = record::validate(record);
    if let ClientToken::Unset(_) = token {
        violations.retain(|violation| violation.path != CLIENT_TOKEN);
    }
    if !violations.is_empty() {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        return Err(Error::refused(violations.join("; ")));
    }
    if info.region_required && options.region.is_none() {
        return Err(Error::no_region("the action needs a region"));
    }
    let (body, idempotency) = match token {
        ClientToken::Unset(index) => (to_json_with_token(record, index)?, Idempotency::WithinCall),
        ClientToken::Own => (to_json(record), Idempotency::Always),
        ClientToken::Undeclared => (to_json(record), Idempotency::None),
    };
    let idempotency = if info.read_only {
        Idempotency::Always
    } else {
        idempotency
    };
    Ok(SerializedRequest {
        body,
        idempotency,
        content: info.content,
        signed: info.signed,
        #[cfg(feature = "encodings")]
        binary: Binary::of(record),
    })
}

/// Appends the extra parameters to the body. The bytes that were there stay as they are.
pub(super) fn join_extra(body: Vec<u8>, extra: &Map<String, Value>) -> Result<Vec<u8>, Error> {
    if extra.is_empty() {
        return Ok(body);
    }
    let present: BTreeMap<String, IgnoredAny> = serde_json::from_slice(&body)
        .map_err(|_| Error::refused("extra parameters need a JSON object as body, and this one is not"))?;
    let taken: Vec<&str> = extra
        .keys()
        .map(String::as_str)
        .filter(|name| present.contains_key(*name))
        .collect();
    if !taken.is_empty() {
        let taken = taken.join(", ");
        return Err(Error::refused(format!(
            "extra parameters are already in the body: {taken}"
        )));
    }
    let mut joined = body.trim_ascii_end().to_vec();
    joined.pop();
    let members = extra
        .iter()
        .map(|(name, value)| format!("{}:{value}", Value::from(&**name)));
    for (index, member) in members.enumerate() {
        if index > 0 || !present.is_empty() {
            joined.push(b',');
        }
        joined.extend_from_slice(member.as_bytes());
    }
    joined.push(b'}');
    Ok(joined)
}
