//! The calls of a session as a HAR 1.2 file, which browsers and HTTP tools read.
//!
//! A list of several pages, and a wait, have one entry: the request that was shown, and what came of it all.

use std::sync::Arc;

use super::{Entry, redact, time};
use crate::explorer::answers::Answers;
use crate::explorer::web::reply::{number, object, text};
use crate::json::Value;

/// The file.
pub(super) fn har(entries: &[Arc<Entry>], answers: &Answers) -> Value {
    let creator = object([
        ("name", text("tc3 explorer")),
        ("version", text(env!("CARGO_PKG_VERSION"))),
    ]);
    let entries = entries.iter().map(|entry| har_entry(entry, answers));
    let log = object([
        ("version", text("1.2")),
        ("creator", creator),
        ("entries", Value::Array(entries.collect())),
    ]);
    object([("log", log)])
}

fn har_entry(entry: &Entry, answers: &Answers) -> Value {
    let call = &entry.call;
    let took = number(call.took.as_millis());
    let sent = &call.sent;
    let comment = format!("{} {}: {}", sent.service, sent.action, call.status.replace('_', " "));
    object([
        ("startedDateTime", text(time::iso8601(call.started_at))),
        ("time", took.clone()),
        ("request", request(entry)),
        ("response", response(entry, answers)),
        ("cache", object([])),
        (
            "timings",
            object([("send", number(0)), ("wait", took), ("receive", number(0))]),
        ),
        ("comment", text(comment)),
    ])
}

fn request(entry: &Entry) -> Value {
    let sent = &entry.call.sent;
    let body = redact::body(sent.is_json, &sent.exported);
    let mime_type = sent.headers.iter().find(|(name, _)| name == "content-type");
    let size = body.len();
    let post_data = object([
        ("mimeType", text(mime_type.map_or("", |(_, value)| value.as_str()))),
        ("text", text(body)),
    ]);
    object([
        ("method", text(sent.method.as_str())),
        ("url", text(sent.url.as_str())),
        ("httpVersion", text("HTTP/1.1")),
        ("cookies", Value::Array(Vec::new())),
        ("headers", headers(&sent.headers)),
        ("queryString", Value::Array(Vec::new())),
        ("postData", post_data),
        ("headersSize", number(-1)),
        ("bodySize", number(size)),
    ])
}

fn response(entry: &Entry, answers: &Answers) -> Value {
    let kept = entry.call.answer.as_deref().and_then(|id| answers.exported(id));
    // Status 0 is what browsers write where no answer came.
    let (head, json) = kept.unwrap_or_default();
    let body = json.map(|json| redact::answer(&entry.call.found.service, &json));
    let body = body.unwrap_or_default();
    let mime_type = head.headers.iter().find(|(name, _)| name == "content-type");
    let size = body.len();
    let content = object([
        ("size", number(size)),
        ("mimeType", text(mime_type.map_or("", |(_, value)| value.as_str()))),
        ("text", text(body)),
    ]);
    let reason = http::StatusCode::from_u16(head.status).ok();
    let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let shown: Vec<(String, String)> = head.headers.iter().map(redact::header).collect();
    object([
        ("status", number(head.status)),
        ("statusText", text(reason)),
        ("httpVersion", text("HTTP/1.1")),
        ("cookies", Value::Array(Vec::new())),
        ("headers", headers(&shown)),
        ("content", content),
        ("redirectURL", text("")),
        ("headersSize", number(-1)),
        ("bodySize", number(size)),
    ])
}

fn headers(headers: &[(String, String)]) -> Value {
    let header =
        |(name, value): &(String, String)| object([("name", text(name.as_str())), ("value", text(value.as_str()))]);
    Value::Array(headers.iter().map(header).collect())
}
