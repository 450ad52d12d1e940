//! The envelope of every response, `{"Response": {.., "RequestId": ".."}}`, and the data of server-sent events.
//!
//! **`RequestId` belongs to the envelope.** Every response has one, and callers need it for errors too
//! (`Response::request_id()`, `Error::request_id()`), so the output types do not repeat it. The same goes for
//! `DeprecatedWarning`, which some responses have.
//!
//! **UTF-8 is checked once.** serde_json over bytes checks each string; over text it does not. A body that is not UTF-8 is
//! [repaired](super::repair), so the decoder is compiled once.
//!
//! **The data of an event is either members or an envelope.** Both forms go through the record tables, with undeclared
//! members and anomalies for each event. An `Error` with a code is a service error, as in envelopes; members that the spec
//! declares, such as an `ErrorMsg`, are data.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::read_error::ReadError;
use super::repair::repair;
use super::service_error::{ServiceError, find_service_error, text};
use crate::record::{
    DecodeContext, Field, Findings, Members, MemoryLimits, ObjectSeed, OfSerde, Path, Record, RecordSeed, ValueSeed,
    ignore, read_plain,
};

/// The byte order mark that some gateways put before the body.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    /// What the service says about the action if it is deprecated.
    pub deprecated_warning: Option<String>,
    /// Undeclared members, and mismatches between the body and the spec.
    pub findings: Findings,
}

/// Decodes the body of a response.
///
/// # Errors
/// Returns an error, with the path where decoding stopped, if the body is not JSON, has no envelope, has an undeclared
/// `Error` without a code, or has values that need too much memory: more than 32 MiB, and more than 6 bytes for each of
/// the body.
pub fn read_envelope<T: Record>(body: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let parts = read_response(&mut value, body, None)?;
    Ok(parts.with_value(value))
}

/// Decodes the data of an event into `record`, which is empty: `{..}` with members of the output or an `Error`, or
/// `{"Response": {..}}` around them.
#[cfg(feature = "stream")]
pub(crate) fn read_event(record: &mut dyn Record, data: &[u8], max_memory: Option<usize>) -> Result<Parts, ReadError> {
    read_event_by(read_text, record, data, max_memory)
}

#[cfg(feature = "stream")]
pub(super) fn read_event_by(
    read: ReadText,
    record: &mut dyn Record,
    data: &[u8],
    max_memory: Option<usize>,
) -> Result<Parts, ReadError> {
    match read_event_members(read, record, data, max_memory)? {
        Some(parts) => Ok(parts),
        None => {
            Target::Event(record).clear();
            read_response_by(read, record, data, max_memory)
        }
    }
}

/// Decodes the data of an event, unless it is an envelope.
#[cfg(feature = "stream")]
fn read_event_members(
    read: ReadText,
    record: &mut dyn Record,
    data: &[u8],
    max_memory: Option<usize>,
) -> Result<Option<Parts>, ReadError> {
    let mut context = DecodeContext::for_event(MemoryLimits::for_document(data.len(), max_memory));
    read_document(read, &mut Target::Event(record), data, &mut context)?;
    if context.envelope().inner_response == Some(true) {
        return Ok(None);
    }
    let error = find_service_error(Some(record), context.envelope())?;
    Ok(Some(Parts::new(context, error)))
}

/// Decodes the body of a response into `record`, which is empty. At most `max_memory` bytes are taken for the values.
pub(crate) fn read_response(
    record: &mut dyn Record,
    body: &[u8],
    max_memory: Option<usize>,
) -> Result<Parts, ReadError> {
    read_response_by(read_text, record, body, max_memory)
}

pub(super) fn read_response_by(
    read: ReadText,
    record: &mut dyn Record,
    body: &[u8],
    max_memory: Option<usize>,
) -> Result<Parts, ReadError> {
    let mut context = DecodeContext::for_response(MemoryLimits::for_document(body.len(), max_memory));
    let outer = read_document(read, &mut Target::Response(record), body, &mut context)?;
    let error = match outer.without_response()? {
        Some(error) => Some(error),
        None => find_service_error(Some(record), context.envelope())?,
    };
    Ok(Parts::new(context, error))
}

/// Decodes the body of a response without declared members: the value is the object in `Response`, as received.
#[cfg(feature = "client")]
pub(crate) fn read_raw_response(value: &mut Value, body: &[u8], max_memory: Option<usize>) -> Result<Parts, ReadError> {
    let mut context = DecodeContext::for_response(MemoryLimits::for_document(body.len(), max_memory));
    let outer = read_document(read_with_serde, &mut Target::Raw(value), body, &mut context)?;
    let member = |name| value.get(name).cloned();
    let envelope = context.envelope_mut();
    envelope.request_id = member("RequestId");
    envelope.error = member("Error");
    envelope.deprecated_warning = member("DeprecatedWarning");
    let error = match outer.without_response()? {
        Some(error) => Some(error),
        None => find_service_error(None, context.envelope())?,
    };
    Ok(Parts::new(context, error))
}

/// An envelope without the value, so that decoding it is compiled once and not for each type.
#[derive(Debug)]
pub(crate) struct Parts {
    error: Option<ServiceError>,
    request_id: Option<String>,
    deprecated_warning: Option<String>,
    findings: Findings,
}

impl Parts {
    fn new(context: DecodeContext, error: Option<ServiceError>) -> Self {
        let (envelope, findings) = context.finish();
        Self {
            error,
            request_id: envelope.request_id.and_then(text).filter(|id| !id.is_empty()),
            deprecated_warning: envelope
                .deprecated_warning
                .and_then(text)
                .filter(|text| !text.is_empty()),
            findings,
        }
    }

    /// The envelope of a response that was kept as text.
    #[cfg(feature = "named")]
    pub(super) fn of_raw(
        error: Option<ServiceError>,
        request_id: Option<Value>,
        deprecated_warning: Option<Value>,
    ) -> Self {
        let filled = |value: Option<Value>| value.and_then(text).filter(|text| !text.is_empty());
        Self {
            error,
            request_id: filled(request_id),
            deprecated_warning: filled(deprecated_warning),
            findings: Findings::none(),
        }
    }

    pub(crate) fn with_value<T>(self, value: T) -> Envelope<T> {
        let request_id = self.request_id;
        match self.error {
            Some(ServiceError { code, message }) => Envelope::Failure {
                code,
                message,
                request_id,
            },
            None => Envelope::Success(Decoded {
                value,
                request_id,
                deprecated_warning: self.deprecated_warning,
                findings: self.findings,
            }),
        }
    }
}

/// What a document is, and what it is read into.
pub(super) enum Target<'a> {
    /// A response in its envelope.
    Response(&'a mut dyn Record),
    /// The data of an event, whose members are those of the record.
    #[cfg(feature = "stream")]
    Event(&'a mut dyn Record),
    /// A response in its envelope, of any type.
    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "only a client calls by name"))]
    Raw(&'a mut Value),
}

impl Target<'_> {
    /// The record to fill, if it is one.
    fn record(&mut self) -> Option<&mut dyn Record> {
        match self {
            Self::Response(record) => Some(&mut **record),
            #[cfg(feature = "stream")]
            Self::Event(record) => Some(&mut **record),
            Self::Raw(_) => None,
        }
    }

    fn clear(&mut self) {
        if let Self::Raw(value) = self {
            **value = Value::Null;
        }
        let Some(record) = self.record() else { return };
        for index in 0..record.shape().fields.len() {
            if let Some(slot) = record.slot(index) {
                slot.clear();
            }
        }
    }

    /// Reads the members of the document.
    fn read<'de, M: Members<'de>>(&mut self, members: M, context: &mut DecodeContext) -> Result<Outer, M::Error> {
        match self {
            #[cfg(feature = "stream")]
            Self::Event(record) => {
                let (record, path) = (&mut **record, &Path::Root);
                RecordSeed { record, path, context }.read(members)?;
                Ok(Outer::default())
            }
            _ => read_outer(self, members, context),
        }
    }
}

/// What reads the text of a document.
pub(super) type ReadText = fn(&mut Target<'_>, &str, &mut DecodeContext) -> Result<Outer, serde_json::Error>;

/// Reads a document with `read`, and once more if it was refused and can be repaired.
fn read_document(
    read: ReadText,
    target: &mut Target<'_>,
    body: &[u8],
    context: &mut DecodeContext,
) -> Result<Outer, ReadError> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    // Checking the whole text once costs less than checking each of its strings.
    let error = match std::str::from_utf8(body) {
        Ok(text) => match read(target, text, context) {
            Ok(outer) => return Ok(outer),
            Err(error) => ReadError::json(context.take_stop(), error),
        },
        Err(_) => ReadError::not_text(),
    };
    read_repaired(target, body, context, error)
}

#[cold]
fn read_repaired(
    target: &mut Target<'_>,
    body: &[u8],
    context: &mut DecodeContext,
    error: ReadError,
) -> Result<Outer, ReadError> {
    if body.trim_ascii().is_empty() {
        return Err(ReadError::empty());
    }
    let Some(text) = error.is_repairable().then(|| repair(body)).flatten() else {
        return Err(error);
    };
    target.clear();
    context.restart_repaired(&text);
    read_with_serde(target, &text, context).map_err(|error| ReadError::json(context.take_stop(), error))
}

/// Reads the text of a record, without serde if possible.
fn read_text(target: &mut Target<'_>, text: &str, context: &mut DecodeContext) -> Result<Outer, serde_json::Error> {
    if let Some(outer) = read_plain(text, |members| target.read(members, context)) {
        return Ok(outer);
    }
    target.clear();
    context.restart();
    read_with_serde(target, text, context)
}

/// Reads any text.
pub(super) fn read_with_serde(
    target: &mut Target<'_>,
    text: &str,
    context: &mut DecodeContext,
) -> Result<Outer, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outer = (&mut deserializer).deserialize_map(DocumentVisitor { target, context })?;
    deserializer.end()?;
    Ok(outer)
}

/// The members next to `Response`.
#[derive(Default)]
pub(super) struct Outer {
    has_response: bool,
    code: Option<String>,
    message: Option<String>,
}

impl Outer {
    /// Returns the error of a body of the older kind, or `None` if there is a response.
    fn without_response(self) -> Result<Option<ServiceError>, ReadError> {
        if self.has_response {
            return Ok(None);
        }
        self.legacy_error().ok_or_else(ReadError::no_envelope).map(Some)
    }

    /// Converts the error body of services before API 3.0: `{"code": 4000, "codeDesc": "..", "message": ".."}`. Their success
    /// has the same form.
    fn legacy_error(self) -> Option<ServiceError> {
        Some(ServiceError {
            code: self.code.filter(|code| !code.is_empty() && code != "Success")?,
            message: self.message.unwrap_or_default(),
        })
    }
}

const OUTER: &[Field] = &[
    Field::optional("Response"),
    Field::optional("codeDesc"),
    Field::optional("message"),
];

struct DocumentVisitor<'s, 'r> {
    target: &'s mut Target<'r>,
    context: &'s mut DecodeContext,
}

impl<'de> Visitor<'de> for DocumentVisitor<'_, '_> {
    type Value = Outer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Outer, A::Error> {
        self.target.read(OfSerde(map), self.context)
    }
}

/// Reads an envelope.
fn read_outer<'de, M: Members<'de>>(
    target: &mut Target<'_>,
    mut members: M,
    context: &mut DecodeContext,
) -> Result<Outer, M::Error> {
    let mut outer = Outer::default();
    while let Some(name) = members.next_name(OUTER, 0)? {
        let Some(name) = name.declared() else {
            ignore(&mut members)?;
            continue;
        };
        let path = Path::Root.member(name);
        if name == "Response" {
            if outer.has_response {
                // The last one counts, as in other JSON parsers.
                target.clear();
                context.reset();
            }
            outer.has_response = true;
            let response = read_inner(target, &mut members, context);
            context.locate(&path, response)?;
            continue;
        }
        let value = members.value(ValueSeed::of_values(&path, context))?;
        match name {
            "codeDesc" => outer.code = value.and_then(text),
            _ => outer.message = value.and_then(text),
        }
    }
    Ok(outer)
}

/// Reads the object in `Response`.
fn read_inner<'de, M: Members<'de>>(
    target: &mut Target<'_>,
    members: &mut M,
    context: &mut DecodeContext,
) -> Result<(), M::Error> {
    let path = &Path::Root;
    if let Target::Raw(value) = target {
        **value = members.value(ObjectSeed { path, context })?;
    } else if let Some(record) = target.record() {
        members.record(RecordSeed { record, path, context })?;
    }
    Ok(())
}
