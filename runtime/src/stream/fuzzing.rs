//! The parser of server-sent events without the rest of a call, for the fuzzer in `fuzz/`.
//!
//! Through the public API every input would cost a whole call, and the mock delivers a body as a single chunk; where a
//! chunk ends is what such parsers get wrong.

use std::time::Duration;

use bytes::Bytes;

use super::sse_parser::SseParser;

/// An event as it was parsed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ParsedEvent {
    /// The last `event` field that is not empty.
    pub event: Option<Vec<u8>>,
    /// The last `id` field without a null byte.
    pub id: Option<Vec<u8>>,
    /// The last `retry` field that is a number.
    pub retry: Option<Duration>,
    /// The `data` fields, joined by line feeds.
    pub data: Vec<u8>,
}

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// After a complete event.
    Complete,
    /// Within an event, which is then truncated.
    WithinEvent,
    /// At an event that is larger than the limit.
    TooLarge,
}

/// Parses a body that arrives in these chunks, with `limit` as the maximum size of an event in bytes.
#[must_use]
pub fn parse<'c>(chunks: impl IntoIterator<Item = &'c [u8]>, limit: usize) -> (Vec<ParsedEvent>, Ending) {
    let mut parser = SseParser::new(limit);
    let mut events = Vec::new();
    for chunk in chunks {
        parser.push(Bytes::copy_from_slice(chunk));
        loop {
            match parser.next() {
                Ok(Some(raw)) => events.push(ParsedEvent {
                    event: raw.event,
                    id: raw.id,
                    retry: raw.retry,
                    data: raw.data,
                }),
                Ok(None) => break,
                Err(_) => return (events, Ending::TooLarge),
            }
        }
    }
    let ending = if parser.is_within_event() {
        Ending::WithinEvent
    } else {
        Ending::Complete
    };
    (events, ending)
}
