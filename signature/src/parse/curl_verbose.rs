//! What `curl -v` prints: the request in lines that begin with `>`, among others.
//!
//! The body is not among them, unless somebody put it there.

use bytes::Bytes;

use super::http::{absolute_target, add_header, request_line};
use super::{Form, ParseError, Parsed};
use crate::Request;

/// Whether a text has a request line after `>`.
pub(super) fn is_output(text: &str) -> bool {
    text.lines()
        .any(|line| sent(line).is_some_and(|line| request_line(line).is_some()))
}

pub(super) fn parse(text: &str) -> Result<Parsed, ParseError> {
    let mut notes = Vec::new();
    let mut request: Option<Request> = None;
    let mut is_in_head = false;
    let mut after = Vec::new();
    for line in text.lines() {
        match (sent(line), &mut request) {
            (Some(line), _) if request_line(line).is_some() => {
                // A redirect is a second request; what is asked about is the last that was sent.
                if request.is_some() {
                    notes.push("there are several requests; this is about the last".to_owned());
                }
                let (method, target) = request_line(line).unwrap_or_default();
                request = Some(Request::new(method, target));
                is_in_head = true;
                after.clear();
            }
            (Some(""), _) => is_in_head = false,
            (Some(line), Some(request)) if is_in_head => add_header(request, line)?,
            (Some(_), _) => {}
            (None, Some(_)) if line.starts_with("< ") => break,
            (None, Some(_)) if !is_in_head && !is_noise(line) => after.push(line),
            (None, _) => {}
        }
    }
    let mut request = request.ok_or_else(|| ParseError::new(super::EXPECTED))?;
    absolute_target(&mut request);
    request.body = body_of(&request, &after.join("\n")).map(Bytes::from);
    Ok(Parsed {
        request,
        form: Form::CurlVerbose,
        lacks: Vec::new(),
        notes,
    })
}

/// What a line says that was sent.
fn sent(line: &str) -> Option<&str> {
    let line = line.trim_end_matches('\r');
    match line.strip_prefix("> ") {
        Some(rest) => Some(rest.trim_end()),
        None => (line == ">").then_some(""),
    }
}

/// What curl says about the connection and the progress.
fn is_noise(line: &str) -> bool {
    [
        "* ",
        "{ [",
        "} [",
        "  % Total",
        "                                 Dload",
    ]
    .iter()
    .any(|beginning| line.starts_with(beginning))
        || line.contains("--:--:--")
        || line.trim().is_empty()
}

/// The body, if it was put after the headers, or if there is none.
fn body_of(request: &Request, after: &str) -> Option<Vec<u8>> {
    let length: Option<usize> = request.value("content-length").and_then(|length| length.parse().ok());
    let has_none = length == Some(0) || (length.is_none() && ["GET", "HEAD"].contains(&&*request.method));
    if has_none {
        return Some(Vec::new());
    }
    let is_body = Some(after.len()) == length || after.starts_with(['{', '[']);
    is_body.then(|| after.as_bytes().to_vec())
}
