//! The message of a call: what all of its attempts have in common.
//!
//! A message is made once per call and signed for each attempt, because credentials and timestamp belong to the attempt
//! (see [`sign_request`](super::sign_request)), while method, query, headers and body do not change. JSON in a POST is
//! the message of a build without features; the others are made by [`encode`](super::encode).

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Method, Request};

#[cfg(all(feature = "mock", feature = "encodings"))]
use super::serialize::Binary;
use crate::headers::{CustomHeaders, JSON, owned, value};
#[cfg(all(feature = "encodings", feature = "sign-v1"))]
use crate::sign::v1::Algorithm;
use crate::{Endpoint, Error};

/// The service's limit for the body of a POST signed with TC3, 10 MiB.
pub(super) const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// The service's limit for the query of a GET, 32 KiB.
#[cfg(feature = "encodings")]
pub(super) const MAX_QUERY_BYTES: usize = 32 * 1024;

/// The number of headers of an attempt, parameters aside. A header map that grows to it would be copied twice.
const HEADER_CAPACITY: usize = 12;

/// An HTTP request without an endpoint, a timestamp or a signature.
pub(super) struct Message {
    pub(super) method: Method,
    /// What follows `?` in the URL; empty if there is none.
    pub(super) query: String,
    pub(super) content_type: Cow<'static, str>,
    /// Parameters that are sent as headers.
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) auth: Auth,
    /// All parameters in JSON except those of bytes, whatever the encoding, for a mock or a recorder.
    #[cfg(feature = "mock")]
    pub(super) json: Bytes,
    /// The parameters of bytes.
    #[cfg(all(feature = "mock", feature = "encodings"))]
    pub(super) binary: Vec<Binary>,
}

/// How a message is authenticated.
pub(super) enum Auth {
    /// TC3-HMAC-SHA256 over the whole request.
    Tc3,
    /// TC3-HMAC-SHA256 that does not cover the body.
    #[cfg(feature = "encodings")]
    Tc3UnsignedPayload,
    /// No signature: a parameter authenticates the request.
    #[cfg(feature = "encodings")]
    None,
    /// Signature version 1, in which the signature is one more parameter.
    #[cfg(all(feature = "encodings", feature = "sign-v1"))]
    V1(V1Form),
}

/// The flattened parameters of a message signed in version 1, before the common parameters are added.
#[cfg(all(feature = "encodings", feature = "sign-v1"))]
pub(super) struct V1Form {
    pub(super) algorithm: Algorithm,
    pub(super) parameters: Vec<(String, String)>,
}

impl Message {
    /// JSON in a POST, signed with TC3.
    pub(super) fn json(json: Bytes) -> Result<Self, Error> {
        check_size("body", json.len(), MAX_BODY_BYTES)?;
        Ok(Self {
            #[cfg(feature = "mock")]
            json: json.clone(),
            body: json,
            ..Self::empty()
        })
    }

    /// An empty POST, signed with TC3, to fill in.
    pub(super) fn empty() -> Self {
        Self {
            method: Method::POST,
            query: String::new(),
            content_type: JSON.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            auth: Auth::Tc3,
            #[cfg(feature = "mock")]
            json: Bytes::new(),
            #[cfg(all(feature = "mock", feature = "encodings"))]
            binary: Vec::new(),
        }
    }

    /// All parameters in JSON, for a mock or a recorder. Bytes become a list of numbers, many times their size.
    #[cfg(feature = "mock")]
    pub(super) fn parameters(&self) -> Bytes {
        #[cfg(feature = "encodings")]
        return with_bytes(&self.json, &self.binary);
        #[cfg(not(feature = "encodings"))]
        self.json.clone()
    }

    pub(super) fn is_signed(&self) -> bool {
        #[cfg(feature = "encodings")]
        return !matches!(self.auth, Auth::None);
        #[cfg(not(feature = "encodings"))]
        true
    }

    /// # Errors
    /// If the caller's own headers cannot be sent with this message.
    pub(super) fn validate_headers(&self, headers: &CustomHeaders) -> Result<(), Error> {
        #[cfg(all(feature = "encodings", feature = "sign-v1"))]
        if let (Auth::V1(_), Some((name, _))) = (&self.auth, headers.signed().first()) {
            return Err(Error::refused(format!(
                "the header {name} cannot be signed: a signature of version 1 covers parameters only"
            )));
        }
        headers.validate(&self.headers)
    }

    /// The part of the HTTP request to `endpoint` that is the same for every attempt.
    pub(super) fn request(&self, endpoint: &Endpoint) -> Result<Request<Bytes>, Error> {
        self.request_of(endpoint, &self.query, self.body.clone())
    }

    /// [`request`](Self::request) with another query and body.
    pub(super) fn request_of(&self, endpoint: &Endpoint, query: &str, body: Bytes) -> Result<Request<Bytes>, Error> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = match query {
            "" => endpoint.uri().clone(),
            query => format!("{}?{query}", endpoint.uri())
                .parse()
                .map_err(|_| Error::refused("the query cannot be sent in a URL"))?,
        };
        let headers = request.headers_mut();
        headers.reserve(HEADER_CAPACITY + self.headers.len());
        headers.extend(self.headers.clone());
        headers.insert(HOST, endpoint.host_header());
        let content_type = match &self.content_type {
            Cow::Borrowed(text) => owned("the content type", *text),
            Cow::Owned(text) => value("the content type", text),
        };
        headers.insert(CONTENT_TYPE, content_type?);
        Ok(request)
    }
}

/// # Errors
/// If `what` has more than `limit` bytes.
pub(super) fn check_size(what: &str, length: usize, limit: usize) -> Result<(), Error> {
    if length > limit {
        return Err(Error::refused(format!(
            "the {what} has {length} bytes, the service accepts {limit}"
        )));
    }
    Ok(())
}

/// The parameters in JSON with the bytes inserted. JSON that is not an object is returned unchanged.
#[cfg(all(feature = "mock", feature = "encodings"))]
fn with_bytes(json: &Bytes, binary: &[Binary]) -> Bytes {
    use serde_json::{Map, Value};

    if binary.is_empty() {
        return json.clone();
    }
    let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(json) else {
        return json.clone();
    };
    for Binary { name, bytes } in binary {
        members.insert(name.to_string(), Value::from(&**bytes));
    }
    Value::from(members).to_string().into()
}
