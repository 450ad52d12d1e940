//! Event streams as iterators.

use std::fmt;
use std::iter::FusedIterator;

use http::{HeaderMap, StatusCode};

use super::{Client, lists};
use crate::stream::{self, Event};
use crate::{Error, Record, Response, Streams};

/// The response of an action that may respond with a stream, from [`Client::stream`].
#[derive(Debug)]
pub enum Streamed<T> {
    /// A stream of events.
    Events(EventStream<T>),
    /// A complete response.
    Response(Response<T>),
}

/// The events of a response, as an iterator that blocks until the next one is received. Dropping it closes its connection.
///
/// Errors are those of [`stream::EventStream`]: that of one event is an `Err` in its place, and the iterator continues;
/// that of the stream itself is the last item.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::blocking::EventStream;
///
/// fn print<T: tc3::Record>(events: EventStream<T>) -> Result<(), tc3::Error> {
///     for event in events {
///         println!("{}", event?.raw_data());
///     }
///     Ok(())
/// }
/// ```
#[must_use = "events are received only as the iterator advances"]
pub struct EventStream<T> {
    client: Client,
    /// Boxed, since it is much larger than a response.
    events: Box<stream::EventStream<T>>,
    /// Whether an event was refused because waiting for it would block an async task.
    refused: bool,
}

impl Client {
    /// Sends a request and opens the event stream of the response, or decodes the response if it is not a stream, as
    /// [`crate::Client::stream`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Error, Streams, blocking};
    /// use tc3::blocking::Streamed;
    ///
    /// # fn example<Chat: Streams>(client: &blocking::Client, request: &Chat) -> Result<(), Error> {
    /// match client.stream(request)? {
    ///     Streamed::Events(events) => {
    ///         for event in events {
    ///             println!("{}", event?.raw_data());
    ///         }
    ///     }
    ///     Streamed::Response(response) => println!("{:?} ({})", *response, response.request_id()),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`crate::Client::stream`], and [`is_validation`](Error::is_validation) in an async task.
    pub fn stream<A: Streams>(&self, request: &A) -> Result<Streamed<A::Output>, Error> {
        Ok(match self.run(self.client.stream(request))? {
            stream::Streamed::Events(events) => Streamed::Events(EventStream {
                client: self.clone(),
                events: Box::new(events),
                refused: false,
            }),
            stream::Streamed::Response(response) => Streamed::Response(response),
        })
    }
}

impl<T> EventStream<T> {
    /// Returns the request ID from the header `X-TC-RequestId`, or an empty string if it is absent.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.events.request_id()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.events.status()
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.events.headers()
    }
}

impl<T: Record> Iterator for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        lists::next(&self.client, &mut self.refused, self.events.next())
    }
}

impl<T: Record> FusedIterator for EventStream<T> {}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::EventStream").field(&self.events).finish()
    }
}
