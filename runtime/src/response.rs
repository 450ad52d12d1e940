//! What a call returns.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, StatusCode};

use crate::Error;
#[cfg(feature = "client")]
use crate::Value;
use crate::json::{self, Decoded, Envelope, ReadError};
use crate::record::{Anomaly, Record, UnknownMember};

/// What a call ends with: the response, or why there is none.
pub type CallResult<T> = Result<Response<T>, Error>;

/// The output of an action with what came along with it.
///
/// Dereferences to the output. `Debug` shows the output and the request id, never the raw body.
pub struct Response<T> {
    value: T,
    request_id: Option<String>,
    unknown: Vec<UnknownMember>,
    anomalies: Vec<Anomaly>,
    answer: Answer,
}

/// An HTTP answer, read to its end unless `B` says otherwise.
#[derive(Clone)]
pub(crate) struct Answer<B = Bytes> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: B,
}

impl<T> Response<T> {
    fn of_envelope(envelope: Result<Envelope<T>, ReadError>, answer: Answer, strict: bool) -> Result<Self, Error> {
        let Decoded {
            value,
            request_id,
            unknown,
            anomalies,
        } = match envelope {
            Ok(Envelope::Success(decoded)) => decoded,
            Ok(Envelope::Failure {
                code,
                message,
                request_id,
            }) => {
                return Err(Error::service_error(answer, code, message, request_id));
            }
            Err(_) if answer.is_stream() => return Err(Error::unreadable(answer, USE_STREAM)),
            Err(error) => return Err(Error::unreadable(answer, error)),
        };
        if let Some(reason) = answer.contradiction() {
            return Err(Error::unreadable(answer, reason));
        }
        if strict && !anomalies.is_empty() {
            return Err(Error::anomalous(answer, anomalies, request_id));
        }
        Ok(Self {
            value,
            request_id,
            unknown,
            anomalies,
            answer,
        })
    }

    /// The id under which the cloud logged the request; empty if the answer has none.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request_id.as_deref().unwrap_or_default()
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.answer.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn raw_body(&self) -> &Bytes {
        &self.answer.body
    }

    /// Members of the answer that its description does not declare.
    #[must_use]
    pub fn unknown(&self) -> &[UnknownMember] {
        &self.unknown
    }

    /// Where the answer deviates from its description: members that should be there and are not,
    /// that have another type, or that are null. The output has a default in their place.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// The output alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    #[cfg(feature = "client")]
    pub(crate) fn output_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Record> Response<T> {
    /// Reads a recorded or documented answer, `{"Response": {..}}`, as if it had come with HTTP
    /// status 200.
    ///
    /// # Errors
    /// The recorded error if it is one, or where the text stops being an answer of the API.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, Error> {
        let body = Bytes::copy_from_slice(json.as_ref());
        Self::decode(
            Answer {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body,
            },
            false,
        )
    }

    pub(crate) fn decode(answer: Answer, strict: bool) -> Result<Self, Error> {
        let envelope = json::read_envelope(&answer.body);
        Self::of_envelope(envelope, answer, strict)
    }
}

#[cfg(feature = "client")]
impl Response<Value> {
    pub(crate) fn decode_raw(answer: Answer) -> Result<Self, Error> {
        let envelope = json::read_raw_envelope(&answer.body);
        Self::of_envelope(envelope, answer, false)
    }
}

/// What to do where JSON was due and events came.
pub(crate) const USE_STREAM: &str = "a stream of events came; `client.stream` (feature `stream`) reads such answers";

const X_TC_REQUEST_ID: HeaderName = HeaderName::from_static("x-tc-requestid");

#[cfg(feature = "client")]
impl<B> From<http::Response<B>> for Answer<B> {
    fn from(response: http::Response<B>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            body,
        }
    }
}

#[cfg(feature = "mock")]
impl<B> From<Answer<B>> for http::Response<B> {
    fn from(answer: Answer<B>) -> Self {
        let mut response = Self::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        response
    }
}

impl<B> Answer<B> {
    /// Whether it holds server-sent events, and succeeded. Parameters of the media type do not count.
    pub(crate) fn is_stream(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        self.status.is_success() && media_type.trim().eq_ignore_ascii_case("text/event-stream")
    }

    #[cfg(feature = "stream")]
    pub(crate) fn map<C>(self, body: impl FnOnce(B) -> C) -> Answer<C> {
        Answer {
            status: self.status,
            headers: self.headers,
            body: body(self.body),
        }
    }

    /// The id of the request in the header, where streams have it.
    pub(crate) fn request_id_in_header(&self) -> Option<&str> {
        let id = self.headers.get(X_TC_REQUEST_ID)?.to_str().ok()?;
        (!id.is_empty()).then_some(id)
    }
}

impl Answer {
    /// Why a body without an error cannot be believed.
    fn contradiction(&self) -> Option<&'static str> {
        (!self.status.is_success()).then_some("the body tells of success, the status does not")
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("request_id", &self.request_id)
            .field("status", &self.answer.status.as_u16())
            .finish_non_exhaustive()
    }
}
