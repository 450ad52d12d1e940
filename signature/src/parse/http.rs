//! HTTP/1.1 as it goes over the wire. Line feeds alone end lines too: that is what a text has after it was pasted.

use super::{Form, ParseError, Parsed};
use crate::Request;

pub(super) fn parse(text: &[u8]) -> Result<Parsed, ParseError> {
    let (head, body) = split_head(text.trim_ascii_start());
    let head = std::str::from_utf8(head).map_err(|_| ParseError::new("the headers are not UTF-8"))?;
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let (method, target) = request_line(first).ok_or_else(|| ParseError::new(super::EXPECTED))?;
    let mut request = Request::new(method, target);
    for line in lines {
        add_header(&mut request, line)?;
    }
    let mut notes = Vec::new();
    absolute_target(&mut request);
    request.body = Some(body_of(&request, body, &mut notes)?.into());
    Ok(Parsed {
        request,
        form: Form::Http,
        lacks: Vec::new(),
        notes,
    })
}

/// The method and the target of a request line; the version may be absent, since people leave it out.
pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let (method, target) = (words.next()?, words.next()?);
    let is_method = method.len() <= 10 && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_target = target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://");
    let has_version = words
        .next()
        .is_none_or(|version| version.trim_end().starts_with("HTTP/"));
    (is_method && is_target && has_version && words.next().is_none()).then_some((method, target.trim_end()))
}

/// Adds the header of a line.
pub(super) fn add_header(request: &mut Request, line: &str) -> Result<(), ParseError> {
    let line = line.trim_end_matches('\r');
    let Some((name, value)) = line.split_once(':') else {
        let shown: String = line.chars().take(40).flat_map(char::escape_debug).collect();
        return Err(ParseError::new(format!(
            "`{shown}` is no header; expected `Name: value`"
        )));
    };
    request.headers.push((name.trim().to_owned(), value.to_owned()));
    Ok(())
}

/// The target of a request to a proxy is a URL: it is split into host and path.
pub(super) fn absolute_target(request: &mut Request) {
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| request.target.strip_prefix(scheme));
    let Some(rest) = rest else { return };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default().to_owned();
    let target = if target.starts_with('/') {
        target.to_owned()
    } else {
        format!("/{target}")
    };
    if !request.has("host") {
        request.headers.push(("Host".to_owned(), host));
    }
    request.target = target;
}

/// The body: what follows the headers, without the line feed that an editor puts at the end of a file if the length says so.
fn body_of(request: &Request, rest: &[u8], notes: &mut Vec<String>) -> Result<Vec<u8>, ParseError> {
    if request
        .value("transfer-encoding")
        .is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
    {
        return unchunked(rest).ok_or_else(|| ParseError::new("the chunks of the body cannot be read"));
    }
    let Some(length) = request.value("content-length") else {
        // A file that was written by hand ends with a line feed, and hardly any body does.
        let body = rest.strip_suffix(b"\n").unwrap_or(rest);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        if body.len() < rest.len() {
            notes.push(
                "without Content-Length, the line feed at the end was not taken for a part of the body".to_owned(),
            );
        }
        return Ok(body.to_vec());
    };
    let length: usize = length
        .parse()
        .map_err(|_| ParseError::new(format!("Content-Length is `{length}`; expected a number of bytes")))?;
    if rest.len() < length {
        notes.push(format!(
            "the body has {} bytes and Content-Length says {length}: a part of it is missing, or it was changed when it was copied",
            rest.len()
        ));
        return Ok(rest.to_vec());
    }
    let (body, after) = rest.split_at(length);
    if !after.trim_ascii().is_empty() {
        notes.push(format!(
            "Content-Length says {length} bytes, and {} more follow, which were left out",
            after.len()
        ));
    }
    Ok(body.to_vec())
}

/// The bytes of chunks.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

/// The headers, without the empty line after them, and the body.
fn split_head(text: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(length) = text[at..].iter().position(|byte| *byte == b'\n') {
        let line = &text[at..at + length];
        if line.is_empty() || line == b"\r" {
            return (&text[..at], &text[at + length + 1..]);
        }
        at += length + 1;
    }
    (text, b"")
}
