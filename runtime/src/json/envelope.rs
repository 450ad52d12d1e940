//! The envelope of every response, `{"Response": {.., "RequestId": ".."}}`, and the data of server-sent events.
//!
//! **`RequestId` belongs to the envelope.** Every response has one, and callers need it for errors too
//! (`Response::request_id()`, `Error::request_id()`), so the output types do not repeat it.
//!
//! **UTF-8 is checked once.** serde_json over bytes checks each string; over text it does not. A body that is not UTF-8
//! is parsed as bytes: the error then has a path, and invalid UTF-8 outside `Response` is skipped. The price is that the
//! decoder is compiled twice, a third of a second of a release build.
//!
//! **The data of an event is either members or an envelope.** Both forms go through the record tables, with unknown
//! members and anomalies for each event. An `Error` with a code is a service error, as in envelopes; members that the spec
//! declares, such as an `ErrorMsg`, are data.

use std::fmt;

#[cfg(feature = "stream")]
use serde::de::DeserializeSeed;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::read_error::ReadError;
use super::service_error::{ServiceError, find_service_error, text, undeclared};
use crate::record::{
    Anomaly, DecodeContext, Field, MemberNameSeed, Path, REQUEST_ID, Record, RecordSeed, Shape, Slot, UnknownMember,
};

/// A response, decoded.
#[derive(Debug)]
pub enum Envelope<T> {
    /// The output of the action.
    Success(Decoded<T>),
    /// The error that the service returned.
    Failure {
        /// The error code: `LimitExceeded.TagQuota`.
        code: String,
        /// The error message.
        message: String,
        /// ID of the request, if the response has one.
        request_id: Option<String>,
    },
}

/// The body of a successful response.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The members that the spec declares.
    pub value: T,
    /// ID of the request, if the response has one.
    pub request_id: Option<String>,
    /// Members that the spec does not declare.
    pub unknown: Vec<UnknownMember>,
    /// Mismatches between the body and the spec.
    pub anomalies: Vec<Anomaly>,
}

/// Decodes the body of a response.
///
/// # Errors
/// Returns an error, with the path where decoding stopped, if the body is not JSON, has no envelope, or has an
/// undeclared `Error` without a code.
pub fn read_envelope<T: Record>(body: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let parts = read_response(&mut value, body)?;
    Ok(parts.with_value(value))
}

/// Decodes the body of a response without declared members: the value is the object in `Response`, as received.
///
/// # Errors
/// Returns the errors of [`read_envelope`].
pub fn read_raw_envelope(body: &[u8]) -> Result<Envelope<Value>, ReadError> {
    let mut parts = read_parts(&mut Undeclared, body, DecodeContext::keeping_unknown())?;
    parts.request_id = undeclared(&parts.unknown, REQUEST_ID).cloned().and_then(text);
    let members = std::mem::take(&mut parts.unknown);
    let members = members.into_iter().map(|member| (member.path, member.value));
    Ok(parts.with_value(Value::Object(members.collect())))
}

/// Decodes the data of an event: `{..}` with members of the output or an `Error`, or `{"Response": {..}}` around them.
///
/// # Errors
/// Returns an error, with the path where decoding stopped, if the data is not a JSON object or has an undeclared `Error`
/// without a code.
#[cfg(feature = "stream")]
pub fn read_event<T: Record>(data: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let context = read_event_members(&mut value, data)?;
    if let Some(Value::Object(_)) = undeclared(&context.unknown, "Response") {
        return read_envelope(data);
    }
    let error = find_service_error(&value, &context.unknown)?;
    Ok(Parts::new(context, error).with_value(value))
}

#[cfg(feature = "stream")]
fn read_event_members(record: &mut dyn Record, data: &[u8]) -> Result<DecodeContext, ReadError> {
    let mut context = DecodeContext::for_response();
    let mut deserializer = serde_json::Deserializer::from_slice(data);
    let seed = RecordSeed {
        record,
        path: &Path::Root,
        context: &mut context,
    };
    match seed.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => Ok(context),
        Err(error) => Err(ReadError::json(context.error_path, error)),
    }
}

/// A response without declared members.
#[derive(Debug)]
struct Undeclared;

impl Record for Undeclared {
    fn shape(&self) -> &'static Shape {
        const {
            &Shape {
                name: "Response",
                fields: &[],
            }
        }
    }

    fn get(&self, _: usize) -> Option<&dyn Slot> {
        None
    }

    fn slot(&mut self, _: usize) -> Option<&mut dyn Slot> {
        None
    }

    fn empty() -> Self {
        Self
    }
}

/// An envelope without the value, so that decoding it is compiled once and not for each type.
struct Parts {
    error: Option<ServiceError>,
    request_id: Option<String>,
    unknown: Vec<UnknownMember>,
    anomalies: Vec<Anomaly>,
}

impl Parts {
    fn new(context: DecodeContext, error: Option<ServiceError>) -> Self {
        Self {
            error,
            request_id: context.request_id.and_then(text),
            unknown: context.unknown,
            anomalies: context.anomalies,
        }
    }

    fn with_value<T>(self, value: T) -> Envelope<T> {
        let request_id = self.request_id.filter(|id| !id.is_empty());
        match self.error {
            Some(ServiceError { code, message }) => Envelope::Failure {
                code,
                message,
                request_id,
            },
            None => Envelope::Success(Decoded {
                value,
                request_id,
                unknown: self.unknown,
                anomalies: self.anomalies,
            }),
        }
    }
}

fn read_response(record: &mut dyn Record, body: &[u8]) -> Result<Parts, ReadError> {
    read_parts(record, body, DecodeContext::for_response())
}

fn read_parts(record: &mut dyn Record, body: &[u8], mut context: DecodeContext) -> Result<Parts, ReadError> {
    let outer = match read_document(record, body, &mut context) {
        Ok(outer) => outer,
        Err(error) => return Err(ReadError::json(context.error_path, error)),
    };
    let error = if outer.has_response {
        find_service_error(record, &context.unknown)?
    } else {
        Some(outer.legacy_error().ok_or_else(ReadError::no_envelope)?)
    };
    Ok(Parts::new(context, error))
}

fn read_document(
    record: &mut dyn Record,
    body: &[u8],
    context: &mut DecodeContext,
) -> Result<Outer, serde_json::Error> {
    match std::str::from_utf8(body) {
        // Checking the whole text once costs less than checking each of its strings.
        Ok(text) => read_from(serde_json::Deserializer::from_str(text), record, context),
        // The invalid part may be in what is skipped; if it is not, the error has its position.
        Err(_) => read_from(serde_json::Deserializer::from_slice(body), record, context),
    }
}

fn read_from<'de, R: serde_json::de::Read<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    record: &mut dyn Record,
    context: &mut DecodeContext,
) -> Result<Outer, serde_json::Error> {
    let outer = (&mut deserializer).deserialize_map(OuterVisitor { record, context })?;
    deserializer.end()?;
    Ok(outer)
}

/// The members next to `Response`.
#[derive(Default)]
struct Outer {
    has_response: bool,
    code: Option<String>,
    message: Option<String>,
}

impl Outer {
    /// Converts the error body of services before API 3.0: `{"code": 4000, "codeDesc": "..", "message": ".."}`.
    fn legacy_error(self) -> Option<ServiceError> {
        Some(ServiceError {
            code: self.code.filter(|code| !code.is_empty())?,
            message: self.message.unwrap_or_default(),
        })
    }
}

const OUTER: MemberNameSeed = MemberNameSeed {
    fields: &[
        Field::optional("Response"),
        Field::optional("codeDesc"),
        Field::optional("message"),
    ],
    expected: 0,
};

struct OuterVisitor<'s> {
    record: &'s mut dyn Record,
    context: &'s mut DecodeContext,
}

impl OuterVisitor<'_> {
    /// Discards the first of two `Response` members: the last one counts, as in other JSON parsers.
    fn reset(&mut self) {
        for index in 0..self.record.shape().fields.len() {
            if let Some(slot) = self.record.slot(index) {
                slot.clear();
            }
        }
        self.context.reset();
    }
}

impl<'de> Visitor<'de> for OuterVisitor<'_> {
    type Value = Outer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member `Response`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Outer, A::Error> {
        let mut outer = Outer::default();
        while let Some(name) = map.next_key_seed(OUTER)? {
            match name.declared() {
                Some("Response") => {
                    if outer.has_response {
                        self.reset();
                    }
                    outer.has_response = true;
                    map.next_value_seed(RecordSeed {
                        record: &mut *self.record,
                        path: &Path::Root,
                        context: &mut *self.context,
                    })?;
                }
                Some("codeDesc") => outer.code = text(map.next_value()?),
                Some("message") => outer.message = text(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(outer)
    }
}
