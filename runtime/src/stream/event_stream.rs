//! [`EventStream`]: the events of a response, as they are received.
//!
//! A stream is another way to receive a response, not another kind of action: the function of a streaming action remains,
//! since the same action responds in one piece if the request asks for it. `Client::stream` takes only requests that
//! implement `Streams`, one generated line, so that streaming any other action does not compile.
//!
//! A broken stream is never opened again: the service has begun to respond, so the action runs. At a framed end, what
//! follows the last blank line is dropped, as the HTML standard requires.

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
use super::event::ReceivedEvent;
use super::idle_timeout::IdleTimeout;
use super::sse_parser::{RawEvent, SseParser, TooLarge};
use crate::Error;
use crate::decode::DecodedFuture;
use crate::error::{CallName, History, StreamError};
use crate::http_response::HttpResponse;
use crate::record::Record;
use crate::response::DecodeOptions;
use crate::transport::EventBody;

/// The events of a response, in the order in which they are received.
///
/// Take them with [`next`](Self::next), or through the trait [`Stream`]. Dropping the stream closes its connection.
///
/// An event that reports an error of the service, or that cannot be decoded, is an `Err` in its place, and the stream
/// continues. An error of the stream itself is its last item: the connection broke, nothing was received for the
/// [idle timeout](crate::CallOptions::idle_timeout), or an event exceeds
/// [`max_response_bytes`](crate::ClientBuilder::max_response_bytes). The stream has then ended early, and
/// [`is_ambiguous`](Error::is_ambiguous) returns true, since the action may have been carried out.
///
/// As in the HTML standard, an event without data is ignored, and so is what follows the last blank line.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::stream::EventStream;
///
/// async fn print<T: tc3::Record>(mut events: EventStream<T>) -> Result<(), tc3::Error> {
///     while let Some(event) = events.next().await {
///         println!("{}", event?.raw_data());
///     }
///     Ok(())
/// }
/// ```
pub struct EventStream<T> {
    source: Source,
    /// A large event that is decoded on another thread.
    decoding: Option<(ReceivedEvent, DecodedFuture)>,
    decode_options: DecodeOptions,
    of: PhantomData<fn() -> T>,
}

/// An opened stream, before the type of its events is known.
pub(crate) struct OpenedStream {
    pub(crate) response: HttpResponse<EventBody>,
    pub(crate) call: CallName,
    pub(crate) history: History,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_event_bytes: usize,
    pub(crate) decode_options: DecodeOptions,
}

impl<T> EventStream<T> {
    pub(crate) fn new(opened: OpenedStream) -> Self {
        let mut body = None;
        let head = opened.response.map(|events| body = Some(events));
        Self {
            source: Source {
                head,
                call: opened.call,
                history: opened.history,
                body,
                parser: SseParser::new(opened.max_event_bytes),
                idle: IdleTimeout::new(opened.idle_timeout),
            },
            decoding: None,
            decode_options: opened.decode_options,
            of: PhantomData,
        }
    }

    /// Returns the request ID from the header `X-TC-RequestId`, or an empty string if it is absent.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.source.head.request_id_in_header().unwrap_or_default()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.source.head.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.source.head.headers
    }
}

impl<T: Record> EventStream<T> {
    /// Returns the next event, or `None` after the last one. It is cancel safe: dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Record> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let options = self.decode_options;
        let (event, decoded) = loop {
            if let Some((_, decoding)) = &mut self.decoding {
                let decoded = ready!(decoding.as_mut().poll(cx));
                match (self.decoding.take(), decoded) {
                    (Some((event, _)), Ok(decoded)) => break (event, Some(decoded)),
                    (_, Err(error)) => return Poll::Ready(Some(Err(self.source.with_head_and_call(error)))),
                    (None, Ok(_)) => continue,
                }
            }
            let event = match ready!(self.source.poll_event(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(raw)) => ReceivedEvent::from(raw),
                Some(Err(error)) => return Poll::Ready(Some(Err(self.source.with_head_and_call(error)))),
            };
            match event.decode_large::<T>(options) {
                Some(decoding) => self.decoding = Some((event, decoding)),
                None => break (event, None),
            }
        };
        let event = event.finish(decoded, &self.source.head, options);
        Poll::Ready(Some(event.map_err(|error| self.source.with_call(error))))
    }
}

impl<T: Record> FusedStream for EventStream<T> {
    fn is_terminated(&self) -> bool {
        self.source.body.is_none() && self.decoding.is_none()
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

/// The part of a stream that does not depend on the type of its events, so that it is compiled once.
struct Source {
    head: HttpResponse<()>,
    call: CallName,
    history: History,
    /// `None` after the end.
    body: Option<EventBody>,
    parser: SseParser,
    idle: IdleTimeout,
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
                    return self.end(Some(Error::broken(true, Truncated)));
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

    fn with_head_and_call(&self, error: Error) -> Error {
        self.with_call(error.with_head(self.head.clone()))
    }

    fn with_call(&self, error: Error) -> Error {
        error.with_history(self.history.clone()).of_call(self.call.clone())
    }
}

/// The connection was closed within an event, and the body has no framing that would mark its end.
#[derive(Debug)]
struct Truncated;

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was closed within an event")
    }
}

impl std::error::Error for Truncated {}
