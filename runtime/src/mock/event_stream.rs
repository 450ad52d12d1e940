//! Replies that are streams of server-sent events.

use std::fmt::Write;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame};

use super::reply::{Interruption, Outcome, REQUEST_ID, Reply};
use super::stub::Stub;
use crate::error::BoxError;
use crate::transport::EventBody;
use crate::{Action, Error};

impl<T> Reply<T> {
    /// Creates a stream with one event for each of `data`, such as [`to_json`](crate::to_json) of an output or `[DONE]`.
    /// Its header has [`REQUEST_ID`].
    ///
    /// For any other stream, for example with types and IDs of events, pass a body of `text/event-stream` to
    /// [`http`](Self::http).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<ChatResponse>() -> tc3::mock::Reply<ChatResponse> {
    /// tc3::mock::Reply::events([r#"{"Content":"Hello"}"#, "[DONE]"])
    /// # }
    /// ```
    #[must_use]
    pub fn events<I>(data: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        Self::new(Outcome::Response(stream(data)))
    }

    /// Creates a stream that is interrupted after these events.
    #[must_use]
    pub fn events_then<I>(data: I, interruption: Interruption) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        Self::new(Outcome::Interrupted(stream(data), interruption))
    }
}

impl<A: Action> Stub<A> {
    /// Adds a stream of events with these data; see [`Reply::events`].
    pub fn respond_events<I>(self, data: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        self.reply(Reply::events(data))
    }
}

fn stream(data: impl IntoIterator<Item: AsRef<str>>) -> http::Response<Bytes> {
    let mut body = String::new();
    for data in data {
        for line in data.as_ref().split('\n') {
            // Writing to memory cannot fail.
            let _ = writeln!(body, "data: {line}");
        }
        body.push('\n');
    }
    let mut response = http::Response::new(Bytes::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert("x-tc-requestid", HeaderValue::from_static(REQUEST_ID));
    response
}

/// Creates the body of a stream: these bytes, and then its end or the interruption.
pub(super) fn body(bytes: Bytes, interruption: Option<Interruption>) -> EventBody {
    let body = MockBody {
        bytes: Some(bytes),
        interruption,
    };
    EventBody {
        bytes: body.boxed(),
        has_end: true,
    }
}

struct MockBody {
    bytes: Option<Bytes>,
    interruption: Option<Interruption>,
}

impl Body for MockBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(bytes) = self.bytes.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.interruption {
            None => Poll::Ready(None),
            Some(Interruption::Broken) => Poll::Ready(Some(Err(reset().into()))),
            // Nothing wakes the task but the client's timer.
            Some(Interruption::Silence) => Poll::Pending,
        }
    }
}

fn reset() -> io::Error {
    ErrorKind::ConnectionReset.into()
}

/// Returns the error of a call that reads an interrupted stream to its end.
pub(super) async fn interrupted(interruption: Interruption, limit: crate::transport::TimeLimit) -> Error {
    match interruption {
        Interruption::Broken => Error::broken(true, reset()),
        Interruption::Silence => {
            tokio::time::sleep_until(limit.end).await;
            Error::timeout(limit.length, true)
        }
    }
}
