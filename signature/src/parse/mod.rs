//! Reads a request from what people have at hand.

mod curl_command;
mod curl_verbose;
mod har;
mod headers;
mod http;
mod shell;

use std::fmt;

use crate::Request;

/// The most bytes that are read: a body of the largest encoding, escaped.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What a text that is no request is answered with.
const EXPECTED: &str = "the text is no request; expected raw HTTP, the output of curl -v, a curl command, a HAR entry or a \
                        header Authorization";
const EXPECTED_FORMS: &str =
    "expected raw HTTP, the output of curl -v, a curl command, a HAR entry or a header Authorization";

/// The form that a request was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// HTTP/1.1 as it goes over the wire.
    Http,
    /// What `curl -v` prints.
    CurlVerbose,
    /// A command line of curl.
    CurlCommand,
    /// An entry of an HTTP archive.
    Har,
    /// What `tc3 --dry-run=json` prints.
    DryRun,
    /// A header `Authorization` alone.
    Authorization,
}

impl Form {
    /// Returns what the form is called: `raw HTTP`, `the output of curl -v`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "raw HTTP",
            Self::CurlVerbose => "the output of curl -v",
            Self::CurlCommand => "a curl command",
            Self::Har => "a HAR entry",
            Self::DryRun => "the output of tc3 --dry-run=json",
            Self::Authorization => "a header Authorization",
        }
    }
}

/// A request, and what its text did not say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parsed {
    /// The request.
    pub request: Request,
    /// The form that it was read from.
    pub form: Form,
    /// What is not known of it, in words: `the body`, `the header Host`.
    pub lacks: Vec<&'static str>,
    /// What was assumed in reading it, in sentences.
    pub notes: Vec<String>,
}

/// Why a text is no request, and what would be one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    message: String,
}

impl ParseError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// Reads a request: raw HTTP/1.1, the output of `curl -v`, a curl command, a HAR entry or a HAR with one, or a header
/// `Authorization` alone.
///
/// ```
/// use tc3_signature::{Form, parse};
///
/// let parsed = parse(b"POST / HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\nContent-Length: 2\r\n\r\n{}")?;
/// assert_eq!((parsed.form, parsed.request.body.as_deref()), (Form::Http, Some(&b"{}"[..])));
/// # Ok::<(), tc3_signature::ParseError>(())
/// ```
///
/// # Errors
/// If the text is none of these, or is one that cannot be read.
pub fn parse(text: &[u8]) -> Result<Parsed, ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::new(format!("the text has more than {MAX_BYTES} bytes")));
    }
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(ParseError::new(format!("the text is empty; {EXPECTED_FORMS}")));
    }
    let mut parsed = match std::str::from_utf8(text) {
        // Only a body that is sent as it is may be no text.
        Err(_) => http::parse(text),
        Ok(text) if har::is_json(text) => har::parse(text),
        Ok(text) if curl_verbose::is_output(text) => curl_verbose::parse(text),
        Ok(text) if curl_command::is_command(text) => curl_command::parse(text),
        Ok(text) if headers::are_alone(text) => headers::parse(text),
        Ok(text) => http::parse(text.as_bytes()),
    }?;
    let request = &parsed.request;
    if request.body.is_none() {
        parsed.lacks.push("the body");
    }
    if !request.has("host") {
        parsed.lacks.push("the header Host");
    }
    Ok(parsed)
}
