//! Server-sent events: however the bytes arrive, they give the same events.
//!
//! **Input:** a byte for the length of chunks, a byte for the maximum size of an event, and the body.
//!
//! **Must hold:** chunks make no difference; with a limit that is not reached, the events are those of a second parser,
//! written from the HTML standard over the whole text; no event is larger than the limit.

use std::time::Duration;

use tc3::runtime::json::read_event_data;
use tc3_runtime::stream::fuzzing::{Ending, ParsedEvent, parse};

use crate::{Surface, seeds};

/// Bodies of event streams.
pub const SURFACE: Surface = Surface {
    name: "sse",
    run,
    seeds,
    words: &[
        "data: ",
        "data:",
        "data",
        "event: ",
        "id: ",
        "retry: ",
        "retry: 250",
        "\n\n",
        "\r\n",
        "\r\r",
        "\r",
        "\n",
        ":",
        ": keep-alive",
        "\u{feff}",
        "[DONE]",
        "{\"Content\":\"a\"}",
        "{\"Response\":{\"Error\":{\"Code\":\"a\"}}}",
        "\0",
        "99999999999999999999",
    ],
    test_inputs: 30_000,
};

/// Parses the body in one piece and in chunks.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let [length, limit, body @ ..] = input else {
        return false;
    };
    let limit = usize::from(*limit) * 4;
    let whole = parse([body], limit);
    // Chunks of one length, and of growing lengths, so that their ends come to lie everywhere.
    let length = usize::from(*length).max(1);
    assert_eq!(parse(body.chunks(length), limit), whole, "in chunks of {length}");
    assert_eq!(parse(growing(body), limit), whole, "in growing chunks");
    for event in &whole.0 {
        let size = event.data.len() + event.id.as_ref().map_or(0, Vec::len) + event.event.as_ref().map_or(0, Vec::len);
        assert!(size <= limit, "an event of {size} bytes");
        let _ = read_event_data::<tc3::gaap::v20180529::DescribeProxiesResponse>(&event.data);
    }
    let unlimited = parse([body], usize::MAX);
    assert_eq!(unlimited, standard(body));
    if whole.1 != Ending::TooLarge {
        assert_eq!(whole, unlimited);
    }
    !whole.0.is_empty()
}

fn growing(mut body: &[u8]) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    for length in 1.. {
        if body.is_empty() {
            break;
        }
        let (chunk, rest) = body.split_at(length.min(body.len()));
        chunks.push(chunk);
        body = rest;
    }
    chunks
}

/// The events of a body by the HTML standard, from its whole text. An ID does not carry over.
fn standard(body: &[u8]) -> (Vec<ParsedEvent>, Ending) {
    let mut events = Vec::new();
    let mut event = ParsedEvent::default();
    let mut has_data = false;
    let (mut lines, rest) = lines(body);
    if let Some(first) = lines.first_mut() {
        *first = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(first);
    }
    for line in lines {
        if line.is_empty() {
            let complete = std::mem::take(&mut event);
            if std::mem::take(&mut has_data) {
                let event = complete.event.filter(|event| !event.is_empty());
                events.push(ParsedEvent { event, ..complete });
            }
            continue;
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let value = parts.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"data" => {
                if has_data {
                    event.data.push(b'\n');
                }
                has_data = true;
                event.data.extend_from_slice(value);
            }
            b"event" => event.event = Some(value.to_vec()),
            b"id" if !value.contains(&0) => event.id = Some(value.to_vec()),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                let number = String::from_utf8_lossy(value).parse().ok();
                event.retry = number.map(Duration::from_millis).or(event.retry);
            }
            _ => {}
        }
    }
    let is_partial = !rest.is_empty() || !event.data.is_empty();
    let labels = [&event.id, &event.event];
    let is_partial = is_partial || labels.into_iter().flatten().any(|label| !label.is_empty());
    let ending = if is_partial {
        Ending::WithinEvent
    } else {
        Ending::Complete
    };
    (events, ending)
}

/// The complete lines of a body, and what follows the last of them. A line ends in CR, LF or both.
fn lines(body: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut lines = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        lines.push(&rest[..end]);
        let is_pair = rest[end..].starts_with(b"\r\n");
        rest = &rest[end + 1 + usize::from(is_pair)..];
    }
    (lines, rest)
}

fn seeds() -> Vec<Vec<u8>> {
    let mut bodies: Vec<String> = [
        "data: a\n\ndata: b\n\n",
        "data: a\r\n\r\ndata: b\r\rdata: c\n\r\n",
        "event: delta\nid: 1\nretry: 250\ndata: a\ndata: b\n\n",
        "\u{feff}data: a\n\n\u{feff}data: b\n\n",
        ": keep-alive\n\ndata\n\ndata:\n\nid: 1\0\ndata: [DONE]\n\n",
        "data: cut off",
        "event:\nid:\nretry: soon\ndata: c\n\n",
    ]
    .map(str::to_owned)
    .into();
    let events = seeds::exchanges()
        .into_iter()
        .filter(|exchange| exchange.response.len() < 1_000);
    bodies.extend(
        events
            .take(20)
            .map(|exchange| format!("id: 1\ndata: {}\n\n", exchange.response)),
    );
    let parameters = [[1, 255], [3, 255], [255, 2], [7, 20]];
    let inputs = bodies
        .iter()
        .flat_map(|body| parameters.map(|start| [&start, body.as_bytes()].concat()));
    inputs.collect()
}
