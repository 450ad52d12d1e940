//! Answers that come as a stream of server-sent events.
//!
//! [`Client::stream`](crate::Client::stream) opens the stream of an action that the spec marks as streaming:
//!
//! ```no_run
//! # use tc3_runtime::{Client, Error, Streams};
//! use tc3_runtime::stream::Streamed;
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
//!     Streamed::Answer(response) => println!("{:?} ({})", *response, response.request_id()),
//! }
//! # Ok(()) }
//! ```
//!
//! The same action answers in one piece when the request asks for it, usually with `Stream` set to false, and when it
//! refuses the request: the latter is an [`Error`](crate::Error) as of any call.
//!
//! # Time
//! The [timeout](crate::CallOptions::timeout) of the call ends with the head of the answer. From there on
//! [`idle_timeout`](crate::CallOptions::idle_timeout) holds, 60 s unless set: how long the stream may be silent. The
//! stream as a whole may last for ever; dropping it closes its connection.
//!
//! # Repetitions
//! As of any call, and by the same [`RetryPolicy`](crate::RetryPolicy), until the head of the answer came. A stream
//! that breaks off is never opened again: that would carry out the action a second time.

mod decode;
mod event;
mod events;
mod idle;
mod parser;

pub use event::Event;
pub use events::EventStream;
pub(crate) use events::Opening;

use crate::Response;

/// What an action answers with that may answer with a stream.
#[derive(Debug)]
pub enum Streamed<T> {
    /// Events, still to come.
    Events(EventStream<T>),
    /// One response, read to its end.
    Answer(Response<T>),
}
