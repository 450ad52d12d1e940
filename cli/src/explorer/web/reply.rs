//! What the server answers with.

use std::convert::Infallible;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};

use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::{Value, parse, write_compact};

pub(in crate::explorer) type Body = UnsyncBoxBody<Bytes, Infallible>;
pub(in crate::explorer) type Reply = Response<Body>;

const JSON: &str = "application/json";

/// An object of JSON.
pub(in crate::explorer) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
}

pub(in crate::explorer) fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

/// A text, or null.
pub(in crate::explorer) fn optional(text: Option<impl Into<String>>) -> Value {
    text.map_or(Value::Null, |text| Value::String(text.into()))
}

pub(in crate::explorer) fn number(number: impl ToString) -> Value {
    Value::Number(number.to_string())
}

pub(in crate::explorer) fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Value {
    Value::Array(texts.into_iter().map(text).collect())
}

/// An object of the crate that explains, as one of ours.
pub(in crate::explorer) fn from_serde(value: &serde_json::Value) -> Result<Value, CliError> {
    parse(&value.to_string()).map_err(|error| CliError::configuration(error.to_string()))
}

/// JSON, as bytes.
pub(in crate::explorer) fn json_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(value, &mut bytes);
    bytes
}

pub(in crate::explorer) fn json(value: &Value) -> Reply {
    with_type(StatusCode::OK, JSON, json_bytes(value))
}

/// Lines of JSON that come one by one.
pub(in crate::explorer) fn lines(body: Body) -> Reply {
    with_body(StatusCode::OK, "application/x-ndjson", body)
}

/// An error, as the page shows it.
pub(in crate::explorer) fn error(status: StatusCode, error: &CliError) -> Reply {
    with_type(status, JSON, json_bytes(&object([("error", error_value(error))])))
}

/// `{kind, messages, hints, code, message, requestId, ambiguous}`
pub(in crate::explorer) fn error_value(error: &CliError) -> Value {
    let service = error.service.as_deref();
    object([
        ("kind", text(error.status.word())),
        ("messages", texts(error.messages.iter().map(String::as_str))),
        ("hints", texts(error.hints.iter().map(String::as_str))),
        ("code", optional(service.and_then(|service| service.code.as_deref()))),
        (
            "message",
            optional(service.and_then(|service| service.message.as_deref())),
        ),
        (
            "requestId",
            optional(service.and_then(|service| service.request_id.as_deref())),
        ),
        ("ambiguous", Value::Bool(error.status == ExitStatus::Ambiguous)),
    ])
}

/// The reply to a request that is not even looked at.
pub(in crate::explorer) fn refused(status: StatusCode, message: &str) -> Reply {
    error(status, &CliError::input(message))
}

pub(in crate::explorer) fn with_type(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Reply {
    with_body(status, content_type, Full::new(body.into()).boxed_unsync())
}

pub(in crate::explorer) fn with_body(status: StatusCode, content_type: &'static str, body: Body) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// Nothing runs but our own files, nothing is loaded from elsewhere, no text becomes markup (Trusted Types without a
/// policy), and no other page can frame, read or keep a handle on this one.
const SECURITY: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];
