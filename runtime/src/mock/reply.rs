use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::json;

#[cfg(feature = "stream")]
use super::Interruption;
use crate::{Record, to_json};

/// The `RequestId` of replies that are made from values and error codes.
pub const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

/// What an attempt of a call comes to, for an action that answers with a `T`.
pub struct Reply<T> {
    pub(super) outcome: Outcome,
    of: PhantomData<fn() -> T>,
}

#[derive(Clone)]
pub(super) enum Outcome {
    Answer(http::Response<Bytes>),
    #[cfg(feature = "stream")]
    Interrupted(http::Response<Bytes>, Interruption),
    Failure(Failure),
}

/// An attempt that gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The connection is refused, so nothing is sent: [`is_connect`](crate::Error::is_connect).
    ConnectionRefused,
    /// The connection breaks after the request was sent: [`is_ambiguous`](crate::Error::is_ambiguous).
    BrokenAfterSending,
    /// The time runs out after the request was sent, without any passing in the test:
    /// [`is_timeout`](crate::Error::is_timeout) and [`is_ambiguous`](crate::Error::is_ambiguous).
    TimedOut,
}

impl<T: Record> Reply<T> {
    /// Success with this value and [`REQUEST_ID`].
    #[must_use]
    pub fn value(value: &T) -> Self {
        let json = to_json(value);
        let members = json.trim_start_matches('{').trim_end();
        let comma = if members == "}" { "" } else { "," };
        Self::json(format!(
            r#"{{"Response":{{"RequestId":"{REQUEST_ID}"{comma}{members}}}"#
        ))
    }

    /// An error of the cloud, with [`REQUEST_ID`].
    #[must_use]
    pub fn error(code: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        let error = json!({ "Code": code.as_ref(), "Message": message.as_ref() });
        Self::json(json!({ "Response": { "Error": error, "RequestId": REQUEST_ID } }).to_string())
    }

    /// A whole body with status 200, for example a documented answer: `{"Response": {..}}`. It is not checked, so
    /// that an answer that is none can be tried too.
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        let mut response = http::Response::new(Bytes::from(body.into()));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Self::http(response)
    }

    /// Any HTTP answer, such as a gateway's page with status 502.
    #[must_use]
    pub fn http(response: http::Response<impl Into<Bytes>>) -> Self {
        Self::of(Outcome::Answer(response.map(Into::into)))
    }

    /// No answer.
    #[must_use]
    pub fn failure(failure: Failure) -> Self {
        Self::of(Outcome::Failure(failure))
    }
}

impl<T> Reply<T> {
    pub(super) fn of(outcome: Outcome) -> Self {
        Self {
            outcome,
            of: PhantomData,
        }
    }
}

/// Bodies may hold secrets, so none is shown.
impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Answer(response) => write!(f, "Reply({})", response.status()),
            #[cfg(feature = "stream")]
            Outcome::Interrupted(response, interruption) => write!(f, "Reply({}, {interruption:?})", response.status()),
            Outcome::Failure(failure) => write!(f, "Reply({failure:?})"),
        }
    }
}
