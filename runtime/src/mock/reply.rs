//! Replies: what an attempt of a call receives.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::json;

use crate::{Record, to_json};

/// The request ID of replies that are created from values and error codes.
///
/// ```
/// # use tc3_runtime as tc3;
/// # fn example(response: tc3::Response<tc3::Value>) {
/// assert_eq!(response.request_id(), tc3::mock::REQUEST_ID);
/// # }
/// ```
pub const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

/// The reply to an attempt of a call, for an action with the output `T`.
///
/// [`Stub`](super::Stub) has a method for each constructor; a `Reply` is needed for
/// [`Stub::respond_with`](super::Stub::respond_with).
pub struct Reply<T> {
    pub(super) outcome: Outcome,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone)]
pub(super) enum Outcome {
    Response(http::Response<Bytes>),
    #[cfg(feature = "stream")]
    Interrupted(http::Response<Bytes>, Interruption),
    Failure(Failure),
}

/// A failure of an attempt without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The connection is refused, so nothing is sent: [`is_connect`](crate::Error::is_connect).
    ConnectionRefused,
    /// The connection breaks after the request was sent: [`is_ambiguous`](crate::Error::is_ambiguous).
    BrokenAfterSending,
    /// The timeout expires after the request was sent, without the test having to wait:
    /// [`is_timeout`](crate::Error::is_timeout) and [`is_ambiguous`](crate::Error::is_ambiguous).
    TimedOut,
}

/// How a stream ends early.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::mock::{Interruption, Reply};
///
/// # fn example<ChatResponse>() -> Reply<ChatResponse> {
/// Reply::events_then([r#"{"Content":"Hello"}"#], Interruption::Broken)
/// # }
/// ```
#[cfg(feature = "stream")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// The connection breaks.
    Broken,
    /// Nothing more is received, until the client's [idle timeout](crate::CallOptions::idle_timeout) expires. The test waits
    /// for it, unless it has paused tokio's clock.
    Silence,
}

impl<T: Record> Reply<T> {
    /// Creates a success with this value and [`REQUEST_ID`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn success<T: tc3::Record>(value: &T) -> tc3::mock::Reply<T> {
    ///     tc3::mock::Reply::value(value)
    /// }
    /// ```
    #[must_use]
    pub fn value(value: &T) -> Self {
        let json = to_json(value);
        let members = json.trim_start_matches('{').trim_end();
        let comma = if members == "}" { "" } else { "," };
        Self::json(format!(
            r#"{{"Response":{{"RequestId":"{REQUEST_ID}"{comma}{members}}}"#
        ))
    }

    /// Creates an error of the service, with [`REQUEST_ID`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn throttle<T: tc3::Record>() -> tc3::mock::Reply<T> {
    ///     tc3::mock::Reply::error(tc3::CommonErrorCode::RequestLimitExceeded, "slow down")
    /// }
    /// ```
    #[must_use]
    pub fn error(code: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        let error = json!({ "Code": code.as_ref(), "Message": message.as_ref() });
        Self::json(json!({ "Response": { "Error": error, "RequestId": REQUEST_ID } }).to_string())
    }

    /// Creates a response with status 200 and this body, for example a documented one: `{"Response": {..}}`. The body is
    /// not validated, so that invalid responses can be tested too.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn truncated<T: tc3::Record>() -> tc3::mock::Reply<T> {
    ///     tc3::mock::Reply::json(r#"{"Response":"#)
    /// }
    /// ```
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        let mut response = http::Response::new(Bytes::from(body.into()));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Self::http(response)
    }

    /// Creates any HTTP response, such as a gateway's page with status 502.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::mock::http;
    ///
    /// fn bad_gateway<T: tc3::Record>() -> tc3::mock::Reply<T> {
    ///     let mut response = http::Response::new("<html>Bad Gateway</html>");
    ///     *response.status_mut() = http::StatusCode::BAD_GATEWAY;
    ///     tc3::mock::Reply::http(response)
    /// }
    /// ```
    #[must_use]
    pub fn http(response: http::Response<impl Into<Bytes>>) -> Self {
        Self::new(Outcome::Response(response.map(Into::into)))
    }

    /// Creates a failure without a response.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::mock::{Failure, Reply};
    ///
    /// fn timeout<T: tc3::Record>() -> Reply<T> {
    ///     Reply::failure(Failure::TimedOut)
    /// }
    /// ```
    #[must_use]
    pub fn failure(failure: Failure) -> Self {
        Self::new(Outcome::Failure(failure))
    }
}

impl<T> Reply<T> {
    pub(super) fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            of: PhantomData,
        }
    }
}

/// Redacts bodies, since they may hold secrets.
impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Response(response) => write!(f, "Reply({})", response.status()),
            #[cfg(feature = "stream")]
            Outcome::Interrupted(response, interruption) => write!(f, "Reply({}, {interruption:?})", response.status()),
            Outcome::Failure(failure) => write!(f, "Reply({failure:?})"),
        }
    }
}
