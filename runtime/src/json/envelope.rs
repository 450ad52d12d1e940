//! The envelope that every response stands in: `{"Response": {.., "RequestId": ".."}}`.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::record::{Anomaly, Path, Reader, Record, RecordSeed, Slot, UnknownMember, View};

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

/// A body that is not a response.
pub struct ReadError {
    path: String,
    reason: Reason,
}

enum Reason {
    Json(serde_json::Error),
    NoEnvelope,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::NoEnvelope => f.write_str("a JSON object without a member `Response`"),
            Reason::Json(error) if self.path.is_empty() => write!(f, "not a response: {}", Quiet(error)),
            Reason::Json(error) => write!(f, "at `{}`: {}", self.path, Quiet(error)),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

/// A JSON error without the value that it quotes when a type does not fit: bodies are never shown.
struct Quiet<'a>(&'a serde_json::Error);

impl fmt::Display for Quiet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        if error.classify() == serde_json::error::Category::Data {
            return write!(
                f,
                "a value of another type at line {} column {}",
                error.line(),
                error.column()
            );
        }
        error.fmt(f)
    }
}

impl std::error::Error for ReadError {}

/// Reads the body of a response.
///
/// # Errors
/// A body that is not JSON, with the place where reading stopped, or that has no envelope.
pub fn read_envelope<T: Record>(body: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::blank();
    let parts = read_parts(&mut value, body)?;
    Ok(match parts.failure {
        Some((code, message)) => Envelope::Failure {
            code,
            message,
            request_id: parts.request_id,
        },
        None => Envelope::Success(Decoded {
            value,
            request_id: parts.request_id,
            unknown: parts.unknown,
            anomalies: parts.anomalies,
        }),
    })
}

/// An envelope without the value, so that reading it is compiled once and not once a type.
struct Parts {
    failure: Option<(String, String)>,
    request_id: Option<String>,
    unknown: Vec<UnknownMember>,
    anomalies: Vec<Anomaly>,
}

fn read_parts(record: &mut dyn Record, body: &[u8]) -> Result<Parts, ReadError> {
    let mut reader = Reader {
        keep_unknown: true,
        ..Reader::default()
    };
    let outer = read_document(record, body, &mut reader).map_err(|error| ReadError {
        path: reader.broken_at.take().unwrap_or_default(),
        reason: Reason::Json(error),
    })?;
    let mut failure = outer.legacy_failure();
    if failure.is_none() && !outer.has_response {
        return Err(ReadError {
            path: String::new(),
            reason: Reason::NoEnvelope,
        });
    }
    let request_id = take(&mut reader.unknown, "RequestId").as_ref().and_then(text);
    failure = failure
        .or_else(|| undeclared(&reader.unknown, "Error").and_then(json_failure))
        .or_else(|| declared_failure(record));
    Ok(Parts {
        failure,
        request_id,
        unknown: reader.unknown,
        anomalies: reader.anomalies,
    })
}

fn read_document(record: &mut dyn Record, body: &[u8], reader: &mut Reader) -> Result<Outer, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let outer = (&mut deserializer).deserialize_map(OuterVisitor { record, reader })?;
    deserializer.end()?;
    Ok(outer)
}

/// Takes the undeclared member `name` of the response; the last one, if there are more.
fn take(unknown: &mut Vec<UnknownMember>, name: &str) -> Option<Value> {
    let mut taken = None;
    unknown.retain_mut(|member| {
        let is_other = member.path != name;
        if !is_other {
            taken = Some(member.value.take());
        }
        is_other
    });
    taken
}

fn undeclared<'a>(unknown: &'a [UnknownMember], name: &str) -> Option<&'a Value> {
    let member = unknown.iter().rfind(|member| member.path == name)?;
    Some(&member.value)
}

fn json_failure(error: &Value) -> Option<(String, String)> {
    let code = text(error.get("Code")?).filter(|code| !code.is_empty())?;
    let message = error.get("Message").and_then(text).unwrap_or_default();
    Some((code, message))
}

/// A string, or a number for one.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Two actions declare a member `Error` of their own: it is a failure only if it carries a code.
fn declared_failure(record: &dyn Record) -> Option<(String, String)> {
    let error = match member(record, "Error")? {
        View::Record(error) => error,
        View::Json(error) => return json_failure(error),
        _ => return None,
    };
    let View::Str(code) = member(error, "Code")? else {
        return None;
    };
    let message = match member(error, "Message") {
        Some(View::Str(message)) => message,
        _ => "",
    };
    (!code.is_empty()).then(|| (code.to_owned(), message.to_owned()))
}

fn member<'a>(record: &'a dyn Record, name: &str) -> Option<View<'a>> {
    let index = record.shape().fields.iter().position(|field| field.name == name)?;
    record.get(index).map(Slot::view)
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
    fn legacy_failure(&self) -> Option<(String, String)> {
        let code = self.code.clone().filter(|_| !self.has_response)?;
        Some((code, self.message.clone().unwrap_or_default()))
    }
}

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
        self.reader.anomalies.clear();
        self.reader.unknown.clear();
    }
}

impl<'de> Visitor<'de> for OuterVisitor<'_> {
    type Value = Outer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a member `Response`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Outer, A::Error> {
        let mut outer = Outer::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "Response" => {
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
                "codeDesc" => outer.code = text(&map.next_value()?),
                "message" => outer.message = text(&map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(outer)
    }
}
