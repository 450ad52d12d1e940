//! An HTTP response as received, which both [`Response`](crate::Response) and [`Error`](crate::Error) keep.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, StatusCode};

/// The hint for a call that expects JSON and receives an event stream.
pub(crate) const USE_STREAM: &str = "it is an event stream, which `client.stream` (feature `stream`) reads";

const X_TC_REQUEST_ID: HeaderName = HeaderName::from_static("x-tc-requestid");

/// An HTTP response with its whole body, unless `B` is another kind of body.
#[derive(Clone)]
pub(crate) struct HttpResponse<B = Bytes> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: B,
}

impl<B> HttpResponse<B> {
    /// Returns whether it is a successful response of server-sent events. Parameters of the media type are ignored.
    pub(crate) fn is_stream(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
        self.status.is_success() && media_type.trim().eq_ignore_ascii_case("text/event-stream")
    }

    #[cfg(feature = "stream")]
    pub(crate) fn map<C>(self, body: impl FnOnce(B) -> C) -> HttpResponse<C> {
        HttpResponse {
            status: self.status,
            headers: self.headers,
            body: body(self.body),
        }
    }

    /// Returns the request ID from the header, where event streams have it.
    pub(crate) fn request_id_in_header(&self) -> Option<&str> {
        let id = self.headers.get(X_TC_REQUEST_ID)?.to_str().ok()?;
        (!id.is_empty()).then_some(id)
    }
}

#[cfg(feature = "client")]
impl<B> From<http::Response<B>> for HttpResponse<B> {
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
impl<B> From<HttpResponse<B>> for http::Response<B> {
    fn from(received: HttpResponse<B>) -> Self {
        let mut response = Self::new(received.body);
        *response.status_mut() = received.status;
        *response.headers_mut() = received.headers;
        response
    }
}
