//! The envelope that every response stands in: `{"Response": {.., "RequestId": ".."}}`.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::failure::{Failure, failure_of, text, undeclared};
use super::read_error::ReadError;
use crate::record::{
    Anomaly, Field, NameSeed, Path, REQUEST_ID, Reader, Record, RecordSeed, Shape, Slot, UnknownMember,
};

/// What a service answered.
#[derive(Debug)]
pub enum Envelope<T> {
    /// The action was carried out.
    Success(Decoded<T>),
    /// It was refused, or it failed.
    Failure {
        /// The error code: `LimitExceeded.TagQuota`.
        code: String,
        /// The service's words for it.
        message: String,
        /// ID of the request, if the service gave it one.
        request_id: Option<String>,
    },
}

/// The body of a successful response.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The members that the spec declares.
    pub value: T,
    /// ID of the request, if the service gave it one.
    pub request_id: Option<String>,
    /// Members that the spec does not declare.
    pub unknown: Vec<UnknownMember>,
    /// Where the body departs from the spec.
    pub anomalies: Vec<Anomaly>,
}

/// Reads the body of a response.
///
/// # Errors
/// A body that is not JSON, with the place where reading stopped, that has no envelope, or that has an undeclared
/// `Error` which does not say whether it is one.
pub fn read_envelope<T: Record>(body: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::blank();
    let parts = read_response(&mut value, body)?;
    Ok(parts.around(value))
}

/// Reads the body of a response of which nothing is declared: the value is the object below `Response`, with all
/// its members as they came.
///
/// # Errors
/// As [`read_envelope`].
pub fn read_raw_envelope(body: &[u8]) -> Result<Envelope<Value>, ReadError> {
    let mut parts = read_parts(&mut Undeclared, body, Reader::keeping_unknown())?;
    parts.request_id = undeclared(&parts.unknown, REQUEST_ID).cloned().and_then(text);
    let members = std::mem::take(&mut parts.unknown);
    let members = members.into_iter().map(|member| (member.path, member.value));
    Ok(parts.around(Value::Object(members.collect())))
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

    fn blank() -> Self {
        Self
    }
}

/// An envelope without the value, so that reading it is compiled once and not once a type.
pub(super) struct Parts {
    failure: Option<Failure>,
    request_id: Option<String>,
    unknown: Vec<UnknownMember>,
    anomalies: Vec<Anomaly>,
}

impl Parts {
    pub(super) fn of(reader: Reader, failure: Option<Failure>) -> Self {
        Self {
            failure,
            request_id: reader.request_id.and_then(text),
            unknown: reader.unknown,
            anomalies: reader.anomalies,
        }
    }

    pub(super) fn around<T>(self, value: T) -> Envelope<T> {
        let request_id = self.request_id.filter(|id| !id.is_empty());
        match self.failure {
            Some(Failure { code, message }) => Envelope::Failure {
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
    read_parts(record, body, Reader::of_response())
}

fn read_parts(record: &mut dyn Record, body: &[u8], mut reader: Reader) -> Result<Parts, ReadError> {
    let outer = match read_document(record, body, &mut reader) {
        Ok(outer) => outer,
        Err(error) => return Err(ReadError::json(reader.broken_at, error)),
    };
    let failure = match outer.has_response {
        true => failure_of(record, &reader.unknown)?,
        false => Some(outer.legacy_failure().ok_or_else(ReadError::no_envelope)?),
    };
    Ok(Parts::of(reader, failure))
}

fn read_document(record: &mut dyn Record, body: &[u8], reader: &mut Reader) -> Result<Outer, serde_json::Error> {
    match std::str::from_utf8(body) {
        // To look at all of a text at once costs less than to look at each of its strings.
        Ok(text) => read_from(serde_json::Deserializer::from_str(text), record, reader),
        // It may be what is passed over that is none; if not, the error says where.
        Err(_) => read_from(serde_json::Deserializer::from_slice(body), record, reader),
    }
}

fn read_from<'de, R: serde_json::de::Read<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    record: &mut dyn Record,
    reader: &mut Reader,
) -> Result<Outer, serde_json::Error> {
    let outer = (&mut deserializer).deserialize_map(OuterVisitor { record, reader })?;
    deserializer.end()?;
    Ok(outer)
}

/// What stands beside `Response`.
#[derive(Default)]
struct Outer {
    has_response: bool,
    code: Option<String>,
    message: Option<String>,
}

impl Outer {
    /// The body of services before version 3: `{"code": 4000, "codeDesc": "..", "message": ".."}`.
    fn legacy_failure(self) -> Option<Failure> {
        Some(Failure {
            code: self.code.filter(|code| !code.is_empty())?,
            message: self.message.unwrap_or_default(),
        })
    }
}

const OUTER: NameSeed = NameSeed {
    fields: &[
        Field::optional("Response"),
        Field::optional("codeDesc"),
        Field::optional("message"),
    ],
    expected: 0,
};

struct OuterVisitor<'s> {
    record: &'s mut dyn Record,
    reader: &'s mut Reader,
}

impl OuterVisitor<'_> {
    /// A second `Response`: the last one counts, as with other readers of JSON.
    fn start_over(&mut self) {
        for index in 0..self.record.shape().fields.len() {
            if let Some(slot) = self.record.slot(index) {
                slot.clear();
            }
        }
        self.reader.start_over();
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
                        self.start_over();
                    }
                    outer.has_response = true;
                    map.next_value_seed(RecordSeed {
                        record: &mut *self.record,
                        path: &Path::Root,
                        reader: &mut *self.reader,
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
