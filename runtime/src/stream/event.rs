//! One event: its fields, and decoding of its data.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::sse_parser::RawEvent;
use crate::Error;
use crate::http_response::HttpResponse;
use crate::json::{self, Decoded, Envelope};
use crate::record::{Anomaly, Findings, Record, UnknownMember};

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

/// Decodes an event, or the error in it. `head` is the head of the response.
///
/// Data that does not begin as a JSON object (`[DONE]`) is text; data that begins as one and is truncated is an error that
/// holds the data.
pub(super) fn decode<T: Record>(raw: RawEvent, head: &HttpResponse<()>, strict: bool) -> Result<Event<T>, Error> {
    let mut event = Event {
        event: raw.event.map(lossy),
        id: raw.id.map(lossy),
        retry: raw.retry,
        output: None,
        data: String::new(),
        findings: Findings::default(),
    };
    if raw.data.trim_ascii_start().starts_with(b"{") {
        decode_data(&raw.data, &mut event, head, strict)?;
        event.data = lossy(raw.data);
    } else {
        event.data = String::from_utf8(raw.data).map_err(|error| {
            let reason = error.utf8_error();
            Error::unreadable(with_data(head, error.into_bytes()), reason)
        })?;
    }
    Ok(event)
}

/// Decodes data that is a JSON object.
fn decode_data<T: Record>(
    data: &[u8],
    event: &mut Event<T>,
    head: &HttpResponse<()>,
    strict: bool,
) -> Result<(), Error> {
    let response = || with_data(head, data.to_owned());
    let decoded = match json::read_event(data) {
        Ok(Envelope::Success(decoded)) => decoded,
        Ok(Envelope::Failure {
            code,
            message,
            request_id,
        }) => {
            return Err(Error::service_error(response(), code, message, request_id));
        }
        Err(error) => return Err(Error::unreadable(response(), error)),
    };
    let Decoded {
        value,
        request_id,
        findings,
        ..
    } = decoded;
    if strict && findings.anomaly_count > 0 {
        return Err(Error::anomalous(response(), findings, request_id));
    }
    event.output = Some(value);
    event.findings = findings;
    Ok(())
}

/// Converts a label to text. Invalid UTF-8 in a label should not cost the data.
fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn with_data(head: &HttpResponse<()>, data: Vec<u8>) -> HttpResponse {
    head.clone().map(|()| Bytes::from(data))
}
