//! From bytes to events, as the HTML standard interprets `text/event-stream`, wherever the chunks end.

use std::time::Duration;

use bytes::{Buf, Bytes};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Takes chunks and gives events. Holds no more than the event it is in.
pub(super) struct Parser {
    /// The most bytes that are held.
    limit: usize,
    /// What came and was not looked at.
    chunk: Bytes,
    /// The beginning of a line whose end is still to come.
    line: Vec<u8>,
    /// A CR ended the last line, so an LF that follows belongs to it.
    after_cr: bool,
    is_first_line: bool,
    block: Block,
}

/// The fields of an event. Whether they are UTF-8 was not looked at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) event: Option<Vec<u8>>,
    pub(super) id: Option<Vec<u8>>,
    pub(super) retry: Option<Duration>,
    pub(super) data: Vec<u8>,
}

/// An event has more bytes than the parser holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge {
    pub(super) limit: usize,
}

impl Parser {
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

    /// Takes the next bytes. [`next`](Self::next) has to have said `None` before.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// The next event; `None` if more bytes are needed.
    pub(super) fn next(&mut self) -> Result<Option<RawEvent>, TooLarge> {
        while self.end_line()? {
            let line = std::mem::take(&mut self.line);
            let line = match std::mem::take(&mut self.is_first_line) {
                true => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&line),
                false => &line,
            };
            if !line.is_empty() {
                self.block.add(line);
            } else if let Some(event) = std::mem::take(&mut self.block).into_event() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Whether the stream cannot end here without losing something.
    pub(super) fn is_within_event(&self) -> bool {
        !self.line.is_empty() || self.block.size() > 0
    }

    /// Moves bytes from the chunk to the line up to its end, if the chunk has that.
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

/// The lines of an event before the blank one that ends it.
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
            // A comment has no name; other names are for others.
            _ => {}
        }
    }

    fn size(&self) -> usize {
        let fields = [&self.event, &self.id, &self.data];
        fields.into_iter().flatten().map(Vec::len).sum()
    }

    /// The event; `None` if it has no data, and so is none.
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
