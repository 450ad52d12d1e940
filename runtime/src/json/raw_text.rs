//! Finds the object under `Response` in a body, and keeps it as the text that it is.
//!
//! Nothing is decoded but the members of the envelope, so digits, escapes and the order of members stay as they came. The
//! rules are those of the envelope of typed responses. A string that escapes half of a surrogate pair is no text, so such
//! a body is repaired first, as one that is not JSON is.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::envelope::{BYTE_ORDER_MARK, Parts};
use super::read_error::ReadError;
use super::repair::repair_text;
use super::service_error::{ServiceError, json_error, text};
use crate::RawJson;
use crate::record::Stop;

/// Reads the body of a response into `output`. At most `max_memory` bytes are taken for it. With `has_own_error` the output
/// of the action has a member `Error`, which is an error of the call only if the response has no other member.
pub(crate) fn read_raw_text(
    output: &mut RawJson,
    body: &[u8],
    max_memory: Option<usize>,
    has_own_error: bool,
) -> Result<Parts, ReadError> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Err(ReadError::empty());
    }
    let mut document = Document {
        output,
        max_memory: max_memory.unwrap_or(usize::MAX),
        has_own_error,
    };
    let error = match std::str::from_utf8(body) {
        Ok(text) => {
            let text = if may_have_half_a_pair(text) {
                repair_text(body).map_or(Cow::Borrowed(text), Cow::Owned)
            } else {
                Cow::Borrowed(text)
            };
            match document.read(&text) {
                Ok(parts) => return Ok(parts),
                Err(error) => error,
            }
        }
        Err(_) => ReadError::not_text(),
    };
    match error.is_repairable().then(|| repair_text(body)).flatten() {
        Some(repaired) => document.read(&repaired),
        None => Err(error),
    }
}

/// Whether an escape of the text is one half of a surrogate pair.
fn may_have_half_a_pair(text: &str) -> bool {
    text.contains("\\ud") || text.contains("\\uD")
}

struct Document<'a> {
    output: &'a mut RawJson,
    max_memory: usize,
    has_own_error: bool,
}

impl Document<'_> {
    fn read(&mut self, text: &str) -> Result<Parts, ReadError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let outer = (&mut deserializer).deserialize_map(OuterVisitor).map_err(at(None))?;
        deserializer.end().map_err(at(None))?;
        match outer.response {
            Some(response) => self.read_response(response.get()),
            None => outer.legacy_error(),
        }
    }

    fn read_response(&mut self, response: &str) -> Result<Parts, ReadError> {
        let mut deserializer = serde_json::Deserializer::from_str(response);
        let members = deserializer
            .deserialize_map(ResponseVisitor)
            .map_err(at(Some("Response")))?;
        let error = match &members.error {
            Some(_) if self.has_own_error && members.others > 0 => None,
            Some(error) => json_error(error)?,
            None => None,
        };
        if response.len() > self.max_memory {
            return Err(ReadError::json(Stop::of_limit(self.max_memory), no_place()));
        }
        *self.output = RawJson::new(response);
        Ok(Parts::of_raw(error, members.request_id, members.deprecated_warning))
    }
}

/// The error of serde_json at a path.
fn at(path: Option<&str>) -> impl FnOnce(serde_json::Error) -> ReadError {
    let stop = Stop::at(path);
    move |error| ReadError::json(stop, error)
}

fn no_place() -> serde_json::Error {
    serde::de::Error::custom("the values need too much memory")
}

/// The members next to `Response`, and it.
#[derive(Default)]
struct Outer<'a> {
    response: Option<&'a RawValue>,
    code: Option<String>,
    message: Option<String>,
}

impl Outer<'_> {
    /// The error body of services before API 3.0.
    fn legacy_error(self) -> Result<Parts, ReadError> {
        let code = self.code.filter(|code| !code.is_empty() && code != "Success");
        let code = code.ok_or_else(ReadError::no_envelope)?;
        let message = self.message.unwrap_or_default();
        Ok(Parts::of_raw(Some(ServiceError { code, message }), None, None))
    }
}

struct OuterVisitor;

impl<'de> Visitor<'de> for OuterVisitor {
    type Value = Outer<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member `Response`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outer<'de>, A::Error> {
        let mut outer = Outer::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match &*name {
                // The last one counts, as in other JSON parsers.
                "Response" => outer.response = Some(map.next_value()?),
                "codeDesc" => outer.code = text(value(map.next_value()?)),
                "message" => outer.message = text(value(map.next_value()?)),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(outer)
    }
}

/// The members of a response that belong to the envelope.
#[derive(Default)]
struct Response {
    request_id: Option<Value>,
    error: Option<Value>,
    deprecated_warning: Option<Value>,
    /// How many other members there are, null aside.
    others: usize,
}

struct ResponseVisitor;

impl<'de> Visitor<'de> for ResponseVisitor {
    type Value = Response;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Response, A::Error> {
        let mut response = Response::default();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let raw: &RawValue = map.next_value()?;
            match &*name {
                "RequestId" => response.request_id = Some(value(raw)),
                "Error" => response.error = Some(value(raw)),
                "DeprecatedWarning" => response.deprecated_warning = Some(value(raw)),
                _ => response.others += usize::from(raw.get() != "null"),
            }
        }
        Ok(response)
    }
}

/// A value of the envelope. One that serde_json reads as raw text but not as a value, such as a number beyond floats, is
/// taken for its text, so that an `Error` of that kind is still none of success.
fn value(raw: &RawValue) -> Value {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| Value::from(raw.get()))
}
