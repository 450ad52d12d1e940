//! From the bytes of an event to what they say.

use bytes::Bytes;

use super::Event;
use super::parser::RawEvent;
use crate::Error;
use crate::json::{self, Decoded, Envelope};
use crate::record::Record;
use crate::response::Answer;

/// The event, or the error that it tells of. The head is that of the answer.
pub(super) fn decode<T: Record>(raw: RawEvent, head: &Answer<()>, strict: bool) -> Result<Event<T>, Error> {
    let data = match String::from_utf8(raw.data) {
        Ok(data) => data,
        Err(error) => {
            let reason = error.utf8_error();
            return Err(Error::unreadable(with_data(head, error.into_bytes()), reason));
        }
    };
    let mut event = Event {
        event: raw.event.map(label),
        id: raw.id.map(label),
        retry: raw.retry,
        output: None,
        data,
        unknown: Vec::new(),
        anomalies: Vec::new(),
    };
    if event.data.trim_ascii_start().starts_with('{') {
        fill(&mut event, head, strict)?;
    }
    Ok(event)
}

/// Reads data that is a JSON object.
fn fill<T: Record>(event: &mut Event<T>, head: &Answer<()>, strict: bool) -> Result<(), Error> {
    let answer = |data: &str| with_data(head, data.to_owned().into_bytes());
    let decoded = match json::read_event(event.data.as_bytes()) {
        Ok(Envelope::Success(decoded)) => decoded,
        Ok(Envelope::Failure {
            code,
            message,
            request_id,
        }) => {
            return Err(Error::service_error(answer(&event.data), code, message, request_id));
        }
        Err(error) => return Err(Error::unreadable(answer(&event.data), error)),
    };
    let Decoded {
        value,
        request_id,
        unknown,
        anomalies,
    } = decoded;
    if strict && !anomalies.is_empty() {
        return Err(Error::anomalous(answer(&event.data), anomalies, request_id));
    }
    event.output = Some(value);
    event.unknown = unknown;
    event.anomalies = anomalies;
    Ok(())
}

/// A label that is garbled should not cost the data.
fn label(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn with_data(head: &Answer<()>, data: Vec<u8>) -> Answer {
    head.clone().map(|()| Bytes::from(data))
}
