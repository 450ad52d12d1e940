//! Replies that are streams of events.

use std::fmt::Write;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame};

use super::REQUEST_ID;
use super::reply::{Outcome, Reply};
use super::stub::Stub;
use crate::error::BoxError;
use crate::transport::EventBody;
use crate::{Action, Error};

/// What keeps a stream from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// The connection breaks.
    Broken,
    /// Nothing comes any more, until the client's [idle timeout](crate::CallOptions::idle_timeout). That time really
    /// passes, unless the test has paused tokio's clock.
    Silence,
}

impl<T> Reply<T> {
    /// A stream with an event for each of `data`, such as [`to_json`](crate::to_json) of an output or `[DONE]`. It has
    /// [`REQUEST_ID`] in its header. Any other stream, with types and ids of events for example, is a body of
    /// `text/event-stream` given to [`http`](Self::http).
    #[must_use]
    pub fn events<I>(data: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        Self::of(Outcome::Answer(stream(data)))
    }

    /// A stream that does not come to its end after these events.
    #[must_use]
    pub fn events_then<I>(data: I, interruption: Interruption) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        Self::of(Outcome::Interrupted(stream(data), interruption))
    }
}

impl<A: Action> Stub<A> {
    /// A stream of events with these data: see [`Reply::events`].
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

/// The body of a stream: these bytes, and then its end or what keeps it from that.
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
            // Nobody is woken: the client's timer does that.
            Some(Interruption::Silence) => Poll::Pending,
        }
    }
}

fn reset() -> io::Error {
    ErrorKind::ConnectionReset.into()
}

/// The error of a call that reads such a stream to an end that it has not.
pub(super) async fn unfinished(interruption: Interruption, limit: crate::transport::TimeLimit) -> Error {
    match interruption {
        Interruption::Broken => Error::broken(true, reset()),
        Interruption::Silence => {
            tokio::time::sleep_until(limit.end).await;
            Error::timeout(limit.length, true)
        }
    }
}
