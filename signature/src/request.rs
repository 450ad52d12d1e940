//! An HTTP request as it was sent, or is to be.

use std::fmt;

use bytes::Bytes;

/// An HTTP request: what was sent, as far as it is known.
///
/// `Debug` shows neither values of headers nor the body, which may be secret.
///
/// ```
/// use tc3_signature::Request;
///
/// let request = Request::new("POST", "/").header("Host", "cvm.tencentcloudapi.com").body("{}");
/// assert_eq!(request.value("host"), Some("cvm.tencentcloudapi.com"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method, as sent.
    pub method: String,
    /// The path and the query, as sent: `/?Action=..`.
    pub target: String,
    /// Names and values of headers in the order they were sent, values as they came, blanks around them included.
    pub headers: Vec<(String, String)>,
    /// The body; `None` if it is not known, as in what `curl -v` prints.
    pub body: Option<Bytes>,
}

impl Request {
    /// Creates a request without headers and with an unknown body.
    #[must_use]
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Returns the first value of a header, trimmed, by its name in any letter case; `None` if it is absent or empty.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut named = self
            .headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named
            .next()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Every value of a header as it came, joined by commas as HTTP joins them.
    pub(crate) fn joined(&self, name: &str, value: impl Fn(&str) -> String) -> String {
        let named = self
            .headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.map(|(_, text)| value(text)).collect::<Vec<_>>().join(",")
    }

    /// Whether a header was sent, though it may be empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name))
    }

    /// The path of the target, which is `/` if it has none.
    pub(crate) fn path(&self) -> &str {
        match self.target.split('?').next() {
            Some("") | None => "/",
            Some(path) => path,
        }
    }

    /// The query of the target, without the question mark.
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The content type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> String {
        let value = self.value("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path())
            .field("headers", &names)
            .field("body", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}
