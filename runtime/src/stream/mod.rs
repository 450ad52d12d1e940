//! Responses that are streams of server-sent events (SSE).
//!
//! [`Client::stream`](crate::Client::stream) opens the stream of an action that the spec marks as streaming:
//!
//! ```no_run
//! # use tc3_runtime as tc3;
//! # use tc3::{Client, Error, Streams};
//! use tc3::stream::Streamed;
//!
//! # async fn example<Chat: Streams>(client: &Client, request: &Chat) -> Result<(), Error> {
//! match client.stream(request).await? {
//!     Streamed::Events(mut events) => {
//!         while let Some(event) = events.next().await {
//!             let event = event?;
//!             match &event.output {
//!                 Some(part) => println!("{part:?}"),
//!                 None => println!("{}", event.raw_data()),
//!             }
//!         }
//!     }
//!     Streamed::Response(response) => println!("{:?} ({})", *response, response.request_id()),
//! }
//! # Ok(()) }
//! ```
//!
//! The same action responds in one piece if the request asks for it, usually with `Stream` set to false, and if it rejects
//! the request; the latter is an [`Error`](crate::Error), as for any call.
//!
//! # Timeouts
//! The [timeout](crate::CallOptions::timeout) of the call covers the time until the head of the response. After that,
//! [`idle_timeout`](crate::CallOptions::idle_timeout) limits how long the stream may be silent: 60 seconds unless set,
//! which is how long the official Python SDK waits for each read. There is no limit for the stream as a whole; dropping it
//! closes its connection.
//!
//! # Retries
//! Until the head of the response is received, calls are retried as any other, by the same
//! [`RetryPolicy`](crate::RetryPolicy). A broken stream is never opened again, since that would carry out the action a
//! second time.
//!
//! # The end
//! `None` is the end that HTTP framing marks. A broken connection, silence, an event that is too large, and a body without
//! framing that is closed within an event are errors instead: the last item of the stream, ambiguous, and never retried.

mod event;
mod event_stream;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod idle_timeout;
mod sse_parser;

pub use event::Event;
pub use event_stream::EventStream;
pub(crate) use event_stream::OpenedStream;

use crate::Response;

/// The response of an action that may respond with a stream.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::stream::Streamed;
///
/// fn request_id<T>(streamed: &Streamed<T>) -> &str {
///     match streamed {
///         Streamed::Events(events) => events.request_id(),
///         Streamed::Response(response) => response.request_id(),
///     }
/// }
/// ```
#[derive(Debug)]
pub enum Streamed<T> {
    /// A stream of events.
    Events(EventStream<T>),
    /// A complete response.
    Response(Response<T>),
}
