//! An entry of an HTTP archive, as browsers and proxies save it, or the JSON of `tc3 --dry-run=json`.

use bytes::Bytes;
use serde_json::Value;

use super::http::absolute_target;
use super::{Form, ParseError, Parsed};
use crate::Request;

/// Whether a text is a JSON object.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

pub(super) fn parse(text: &str) -> Result<Parsed, ParseError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        ParseError::new(format!(
            "the text begins as JSON, which a HAR entry is, and cannot be read: {error}"
        ))
    })?;
    if let Some(entries) = value["log"]["entries"].as_array() {
        return of_archive(entries);
    }
    match &value["request"] {
        Value::Object(_) => of_request(&value["request"]),
        _ => of_request(&value),
    }
}

/// The one signed request of an archive.
fn of_archive(entries: &[Value]) -> Result<Parsed, ParseError> {
    let requests: Vec<Parsed> = entries
        .iter()
        .filter_map(|entry| of_request(&entry["request"]).ok())
        .collect();
    let number = requests.len();
    let is_signed = |parsed: &Parsed| parsed.request.has("authorization") || crate::v1::is_meant(&parsed.request);
    let mut signed: Vec<Parsed> = requests.into_iter().filter(is_signed).collect();
    match (signed.pop(), signed.len()) {
        (Some(only), 0) => Ok(only),
        (None, _) => Err(ParseError::new(format!(
            "none of the {number} requests of the HAR is signed"
        ))),
        (Some(_), more) => Err(ParseError::new(format!(
            "the HAR has {} signed requests; give one entry of them",
            more + 1
        ))),
    }
}

fn of_request(request: &Value) -> Result<Parsed, ParseError> {
    let (Some(method), Some(url)) = (request["method"].as_str(), request["url"].as_str()) else {
        let message = "the JSON is no HAR entry, which has a request with method and url";
        return Err(ParseError::new(message));
    };
    let mut parsed = Parsed {
        request: Request::new(method, url.split('#').next().unwrap_or_default()),
        form: Form::Har,
        lacks: Vec::new(),
        notes: Vec::new(),
    };
    let sent = &mut parsed.request;
    match &request["headers"] {
        Value::Array(headers) => {
            for header in headers {
                let (name, value) = (header["name"].as_str(), header["value"].as_str());
                add_header(sent, name.unwrap_or_default(), value.unwrap_or_default());
            }
        }
        Value::Object(headers) => {
            parsed.form = Form::DryRun;
            for (name, value) in headers {
                add_header(sent, name, value.as_str().unwrap_or_default());
            }
        }
        _ => {}
    }
    absolute_target(sent);
    sent.body = body_of(request, &sent.method)?.map(Bytes::from);
    Ok(parsed)
}

/// HTTP/2 and HTTP/3 have the host in a header of their own.
fn add_header(request: &mut Request, name: &str, value: &str) {
    if name == ":authority" {
        request.headers.push(("Host".to_owned(), value.to_owned()));
    } else if !name.starts_with(':') && !name.is_empty() {
        request.headers.push((name.to_owned(), value.to_owned()));
    }
}

/// The body, if the entry has it or says that there is none.
fn body_of(request: &Value, method: &str) -> Result<Option<Vec<u8>>, ParseError> {
    if let Some(text) = request["bodyText"].as_str() {
        return Ok(Some(text.as_bytes().to_vec()));
    }
    if let Some(text) = request["bodyBase64"].as_str() {
        return decode(text).map(Some);
    }
    let data = &request["postData"];
    if let Some(text) = data["text"].as_str() {
        if data["encoding"] == "base64" {
            return decode(text).map(Some);
        }
        return Ok(Some(text.as_bytes().to_vec()));
    }
    let is_empty = request["bodySize"].as_i64() == Some(0) || ["GET", "HEAD"].contains(&method);
    Ok(is_empty.then(Vec::new))
}

fn decode(text: &str) -> Result<Vec<u8>, ParseError> {
    use base64ct::Encoding;
    base64ct::Base64::decode_vec(text).map_err(|_| ParseError::new("the body in base64 cannot be read"))
}
