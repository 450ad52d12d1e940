use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::FusedStream;
use http::{HeaderMap, StatusCode};

use super::Event;
use super::decode::decode;
use super::idle::Idle;
use super::parser::{Parser, RawEvent, TooLarge};
use crate::Error;
use crate::error::{CallName, History, StreamError};
use crate::record::Record;
use crate::response::Answer;
use crate::transport::EventBody;

/// The events of an answer, in the order in which they come.
///
/// Take them by [`next`](Self::next), or through the trait [`Stream`]. Dropping the stream closes its connection.
///
/// An event that tells of an error of the cloud, or cannot be read, is an error in its place, and the stream goes on
/// after it. An error of the stream itself is its last item: the connection broke, nothing came for the
/// [idle timeout](crate::CallOptions::idle_timeout), or an event is larger than
/// [`max_response_bytes`](crate::ClientBuilder::max_response_bytes). The stream then ended before its end, and
/// [`is_ambiguous`](Error::is_ambiguous) says that the action may have been carried out.
///
/// As the HTML standard has it, an event without data is none, and what follows the last blank line is passed over.
pub struct EventStream<T> {
    source: Source,
    strict: bool,
    of: PhantomData<fn() -> T>,
}

/// A stream that was opened, before it is known what it holds.
pub(crate) struct Opening {
    pub(crate) answer: Answer<EventBody>,
    pub(crate) call: CallName,
    pub(crate) history: History,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_event_bytes: usize,
    pub(crate) strict: bool,
}

impl<T> EventStream<T> {
    pub(crate) fn new(opening: Opening) -> Self {
        let mut body = None;
        let head = opening.answer.map(|events| body = Some(events));
        Self {
            source: Source {
                head,
                call: opening.call,
                history: opening.history,
                body,
                parser: Parser::new(opening.max_event_bytes),
                idle: Idle::new(opening.idle_timeout),
            },
            strict: opening.strict,
            of: PhantomData,
        }
    }

    /// The id under which the cloud logged the request, from the header `X-TC-RequestId`; empty if it is absent.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.source.head.request_id_in_header().unwrap_or_default()
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.source.head.status
    }

    /// The HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.source.head.headers
    }
}

impl<T: Record> EventStream<T> {
    /// The next event; `None` after the last one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Record> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(self.source.poll_event(cx));
        let strict = self.strict;
        let source = &self.source;
        Poll::Ready(event.map(|event| match event {
            Ok(raw) => decode(raw, &source.head, strict).map_err(|error| source.named(error)),
            Err(error) => Err(source.named(error.with_head(source.head.clone()))),
        }))
    }
}

impl<T: Record> FusedStream for EventStream<T> {
    fn is_terminated(&self) -> bool {
        self.source.body.is_none()
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("request_id", &self.request_id())
            .field("status", &self.status().as_u16())
            .finish_non_exhaustive()
    }
}

/// All of a stream that does not depend on what its events hold, so that it is compiled once.
struct Source {
    head: Answer<()>,
    call: CallName,
    history: History,
    /// `None` after the end.
    body: Option<EventBody>,
    parser: Parser,
    idle: Idle,
}

impl Source {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Error>>> {
        while let Some(body) = &mut self.body {
            match self.parser.next() {
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(None) => {}
                Err(TooLarge { limit }) => {
                    return self.end(Some(Error::stream(StreamError::EventTooLarge(limit))));
                }
            }
            match ready!(self.idle.poll(body, cx)) {
                Some(Ok(chunk)) => self.parser.push(chunk),
                Some(Err(error)) => return self.end(Some(error)),
                None if !body.has_end && self.parser.is_within_event() => {
                    return self.end(Some(Error::broken(true, CutOff)));
                }
                None => return self.end(None),
            }
        }
        Poll::Ready(None)
    }

    fn end(&mut self, error: Option<Error>) -> Poll<Option<Result<RawEvent, Error>>> {
        self.body = None;
        Poll::Ready(error.map(Err))
    }

    fn named(&self, error: Error) -> Error {
        error.with_history(self.history).of_call(self.call.clone())
    }
}

/// The end of a connection that has no other end, before that of an event.
#[derive(Debug)]
struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was closed within an event")
    }
}

impl std::error::Error for CutOff {}
