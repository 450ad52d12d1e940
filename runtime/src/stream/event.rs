//! One event: its fields, and decoding of its data.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::sse_parser::RawEvent;
use crate::Error;
use crate::decode::{Decodable, DecodedBody, DecodedFuture, decode_large_event};
use crate::http_response::HttpResponse;
use crate::json::{Decoded, Envelope};
use crate::record::{Anomaly, Findings, Record, UnknownMember};
use crate::response::DecodeOptions;

/// One event of a stream.
///
/// `Debug` shows the output, never the raw data.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::stream::Event;
///
/// fn print<T: std::fmt::Debug>(event: &Event<T>) {
///     match &event.output {
///         Some(output) => println!("{output:?}"),
///         None => println!("{}", event.raw_data()), // [DONE]
///     }
/// }
/// ```
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event, if it has one.
    pub event: Option<String>,
    /// The ID of the event, if it has one. Unlike in a browser, an ID does not carry over to the following events.
    pub id: Option<String>,
    /// The reconnection time that the service suggests, if the event has one. The client never reconnects by itself.
    pub retry: Option<Duration>,
    /// The data as the output of the action: usually a part of it, and the rest at its default. It is `None` if the data
    /// is not a JSON object, such as the `[DONE]` at the end of some streams; see [`raw_data`](Self::raw_data).
    pub output: Option<T>,
    pub(super) data: String,
    pub(super) findings: Findings,
}

impl<T> Event<T> {
    /// Returns the data as received, its lines joined by line feeds.
    #[must_use]
    pub fn raw_data(&self) -> &str {
        &self.data
    }

    /// Returns the members of the data that the spec does not declare.
    #[must_use]
    pub fn unknown(&self) -> &[UnknownMember] {
        &self.findings.unknown
    }

    /// Returns the mismatches between the data and the spec of the output. They include the absence of a member that the
    /// spec says is always present, which is common in streams: each event holds a part.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.findings.anomalies
    }
}

impl<T: fmt::Debug> fmt::Debug for Event<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}

/// An event whose data is not decoded yet.
pub(super) struct ReceivedEvent {
    raw: RawEvent,
    data: Bytes,
}

impl From<RawEvent> for ReceivedEvent {
    fn from(mut raw: RawEvent) -> Self {
        let data = Bytes::from(std::mem::take(&mut raw.data));
        Self { raw, data }
    }
}

impl ReceivedEvent {
    /// Starts to decode the data on another thread, if it is large.
    pub(super) fn decode_large<T: Record>(&self, options: DecodeOptions) -> Option<DecodedFuture> {
        if self.is_object() {
            decode_large_event(T::output, &self.data, options)
        } else {
            None
        }
    }

    /// Returns whether the data begins as a JSON object. Anything else (`[DONE]`) is text, but an object that is truncated
    /// is an error, which holds the data.
    fn is_object(&self) -> bool {
        self.data.trim_ascii_start().starts_with(b"{")
    }

    /// Returns the event, or the error in it. `head` is the head of the response.
    pub(super) fn finish<T: Record>(
        self,
        decoded: Option<Box<DecodedBody>>,
        head: &HttpResponse<()>,
        options: DecodeOptions,
    ) -> Result<Event<T>, Error> {
        let mut event = Event {
            event: self.raw.event.as_deref().map(lossy),
            id: self.raw.id.as_deref().map(lossy),
            retry: self.raw.retry,
            output: None,
            data: String::new(),
            findings: Findings::default(),
        };
        if self.is_object() {
            let decoded = decoded.map_or_else(|| DecodedBody::of_event::<T>(&self.data, options), |decoded| *decoded);
            self.put_output(decoded, &mut event, head, options.strict)?;
            event.data = lossy(&self.data);
        } else {
            event.data = match std::str::from_utf8(&self.data) {
                Ok(text) => text.to_owned(),
                Err(error) => return Err(Error::unreadable(self.response(head), error)),
            };
        }
        Ok(event)
    }

    fn put_output<T: Record>(
        &self,
        decoded: DecodedBody,
        event: &mut Event<T>,
        head: &HttpResponse<()>,
        strict: bool,
    ) -> Result<(), Error> {
        let (value, parts) = decoded.into_output::<T>();
        let Decoded {
            value,
            request_id,
            findings,
            ..
        } = match parts.map(|parts| parts.with_value(value)) {
            Ok(Envelope::Success(decoded)) => decoded,
            Ok(Envelope::Failure {
                code,
                message,
                request_id,
            }) => return Err(Error::service_error(self.response(head), code, message, request_id)),
            Err(error) => return Err(Error::not_decoded(self.response(head), error)),
        };
        if strict && findings.anomaly_count > 0 {
            return Err(Error::anomalous(self.response(head), findings, request_id));
        }
        event.output = value;
        event.findings = findings;
        Ok(())
    }

    /// The response with the data of the event as its body, for an error.
    fn response(&self, head: &HttpResponse<()>) -> HttpResponse {
        head.clone().map(|()| self.data.clone())
    }
}

/// Converts a label, or data that was repaired, to text. Invalid UTF-8 in a label should not cost the data.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
