//! The parser of server-sent events: from chunks of bytes to events, as the HTML standard defines `text/event-stream`.
//!
//! It is our own, without IO, since a client has to limit the size of an event and to tell a stream that was cut off within
//! an event from a complete one. `docs/decisions/031-sse-parser.md` compares the crates.

use std::time::Duration;

use bytes::{Buf, Bytes};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// An incremental parser. It holds no more than the current event.
pub(super) struct SseParser {
    /// Maximum size of an event in bytes.
    limit: usize,
    /// Bytes that are not parsed yet.
    chunk: Bytes,
    /// The start of an incomplete line.
    line: Vec<u8>,
    /// Whether the last line ended in CR, so that a following LF belongs to it.
    after_cr: bool,
    is_first_line: bool,
    block: Block,
}

/// The fields of an event, not yet checked for UTF-8.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) event: Option<Vec<u8>>,
    pub(super) id: Option<Vec<u8>>,
    pub(super) retry: Option<Duration>,
    pub(super) data: Vec<u8>,
}

/// An event exceeds the size limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge {
    pub(super) limit: usize,
}

impl SseParser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            chunk: Bytes::new(),
            line: Vec::new(),
            after_cr: false,
            is_first_line: true,
            block: Block::default(),
        }
    }

    /// Adds the next bytes. [`next`](Self::next) must have returned `None` before.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Returns the next event, or `None` if more bytes are needed.
    pub(super) fn next(&mut self) -> Result<Option<RawEvent>, TooLarge> {
        while self.end_line()? {
            let line = std::mem::take(&mut self.line);
            let line = if std::mem::take(&mut self.is_first_line) {
                line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line)
            } else {
                &line
            };
            if !line.is_empty() {
                self.block.add(line);
            } else if let Some(event) = std::mem::take(&mut self.block).into_event() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Returns whether the stream would be truncated if it ended here.
    pub(super) fn is_within_event(&self) -> bool {
        !self.line.is_empty() || self.block.size() > 0
    }

    /// Moves bytes from the chunk to the line, and returns whether the line is complete.
    fn end_line(&mut self) -> Result<bool, TooLarge> {
        if self.after_cr && !self.chunk.is_empty() {
            self.after_cr = false;
            if self.chunk.starts_with(b"\n") {
                self.chunk.advance(1);
            }
        }
        let end = self.chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let part = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
        if part.len() > self.limit.saturating_sub(self.line.len() + self.block.size()) {
            return Err(TooLarge { limit: self.limit });
        }
        self.line.extend_from_slice(&part);
        if end.is_some() {
            self.after_cr = self.chunk.get_u8() == b'\r';
        }
        Ok(end.is_some())
    }
}

/// The fields of the current event, up to the blank line that ends it.
#[derive(Default)]
struct Block {
    event: Option<Vec<u8>>,
    id: Option<Vec<u8>>,
    retry: Option<Duration>,
    data: Option<Vec<u8>>,
}

impl Block {
    fn add(&mut self, line: &[u8]) {
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            },
            b"event" => self.event = Some(value.to_vec()),
            b"id" if !value.contains(&0) => self.id = Some(value.to_vec()),
            b"retry" => self.retry = milliseconds(value).or(self.retry),
            // A comment has an empty name; unknown names are ignored.
            _ => {}
        }
    }

    fn size(&self) -> usize {
        let fields = [&self.event, &self.id, &self.data];
        fields.into_iter().flatten().map(Vec::len).sum()
    }

    /// Returns the event, or `None` if it has no data and is to be ignored.
    fn into_event(self) -> Option<RawEvent> {
        Some(RawEvent {
            data: self.data?,
            event: self.event.filter(|event| !event.is_empty()),
            id: self.id,
            retry: self.retry,
        })
    }
}

fn milliseconds(digits: &[u8]) -> Option<Duration> {
    let is_number = digits.iter().all(u8::is_ascii_digit);
    let digits = str::from_utf8(digits).ok().filter(|_| is_number)?;
    digits.parse().ok().map(Duration::from_millis)
}
