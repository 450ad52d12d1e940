//! A header `Authorization` alone, or with some other headers, without a request line.

use super::http::add_header;
use super::{Form, ParseError, Parsed};
use crate::Request;

/// Whether a text consists of headers, or of the value of one.
pub(super) fn are_alone(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    if is_value(first) {
        return true;
    }
    first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// Whether a line is the value of a header `Authorization`.
fn is_value(line: &str) -> bool {
    line.starts_with("TC3-HMAC-SHA256") || line.starts_with("AWS4-HMAC-SHA256") || line.starts_with("Credential=")
}

pub(super) fn parse(text: &str) -> Result<Parsed, ParseError> {
    let mut request = Request::new("POST", "/");
    let text = text.trim();
    if is_value(text) {
        request = request.header("Authorization", text.lines().collect::<Vec<_>>().join(" "));
    } else {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            add_header(&mut request, line)?;
        }
    }
    if !request.has("authorization") {
        return Err(ParseError::new(super::EXPECTED));
    }
    Ok(Parsed {
        request,
        form: Form::Authorization,
        lacks: vec!["the method and the path"],
        notes: Vec::new(),
    })
}
