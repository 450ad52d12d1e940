//! What goes over the wire: the HTTP request as it came in, and the formats that requests and answers are written in.
//!
//! This is the ground floor of the crate. Nothing here knows a spec, a credential or a rule, so that every check above
//! works on the same bytes.

pub(crate) mod common_params;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod form_urlencoded;
pub(crate) mod format;
pub(crate) mod host;
pub(crate) mod json;
pub(crate) mod multipart;
pub(crate) mod sanitize;
pub(crate) mod time;
pub(crate) mod tolerance;

use bytes::Bytes;
use http::header::AsHeaderName;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};

/// A complete HTTP request, byte for byte as it came in.
#[derive(Debug)]
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The body of a request that was read to its end.
pub(crate) enum RequestBody {
    Complete(Bytes),
    /// It was longer than any encoding allows, and was discarded.
    TooLarge,
}

impl HttpRequest {
    pub(crate) fn new(parts: Parts, body: Bytes) -> Self {
        Self {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        }
    }

    /// The first value of a header, trimmed; `None` if it is absent, empty or not ASCII.
    pub(crate) fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        let value = self.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The request as `tc3-signature` reads it. The body is shared.
    pub(crate) fn for_signature(&self) -> tc3_signature::Request {
        let target = match self.uri.query() {
            Some(query) => format!("{}?{query}", self.uri.path()),
            None => self.uri.path().to_owned(),
        };
        let request = tc3_signature::Request::new(self.method.as_str(), target).body(self.body.clone());
        self.headers.iter().fold(request, |request, (name, value)| {
            request.header(name.as_str(), String::from_utf8_lossy(value.as_bytes()))
        })
    }

    /// The query as it came, without the question mark.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }
}

impl tc3_signature::ReceivedRequest for HttpRequest {
    fn method(&self) -> &str {
        self.method.as_str()
    }

    fn path(&self) -> &str {
        self.uri.path()
    }

    fn query(&self) -> &str {
        self.query()
    }

    fn visit_values(&self, name: &str, visit: &mut dyn FnMut(&str)) {
        let values = self.headers.get_all(name).iter();
        values.for_each(|value| visit(&String::from_utf8_lossy(value.as_bytes())));
    }

    fn body(&self) -> Option<&[u8]> {
        Some(&self.body)
    }
}
