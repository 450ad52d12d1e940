//! The writer of wire JSON: no white space, members in the spec's order.
//!
//! Records, lists, names and plain text are written here, which is most of a request; serde_json writes numbers, JSON
//! values and text to be escaped. Names are not searched for characters to escape, since the generator accepts
//! identifiers only, and plain text is searched many bytes at a time. `Serialize` is there for other formats; a test
//! checks that both write the same text.

use crate::record::{AsSerialize, List, Record, View};

/// Enough for most requests, so that the body does not grow while it is written.
const INITIAL_CAPACITY: usize = 512;

/// Writes `record` as JSON.
pub(crate) fn write(record: &dyn Record) -> Vec<u8> {
    write_with(record, |index| member(record, index))
}

/// Writes `record` as JSON with `view` in place of its own members.
pub(crate) fn write_with<'a>(record: &'a dyn Record, view: impl Fn(usize) -> View<'a>) -> Vec<u8> {
    let mut json = Vec::with_capacity(INITIAL_CAPACITY);
    write_members(record, view, &mut json);
    json
}

/// Returns the member `index` of `record`.
pub(crate) fn member(record: &dyn Record, index: usize) -> View<'_> {
    record.get(index).map_or(View::Absent, |slot| slot.view())
}

fn write_members<'a>(record: &dyn Record, view: impl Fn(usize) -> View<'a>, json: &mut Vec<u8>) {
    json.push(b'{');
    for (index, field) in record.shape().fields.iter().enumerate() {
        match view(index) {
            View::Absent => {}
            view => {
                write_plain(field.name, json); // an identifier, so nothing to escape
                json.push(b':');
                write_view(view, json);
                json.push(b',');
            }
        }
    }
    close(b'}', json);
}

fn write_items(list: &dyn List, json: &mut Vec<u8>) {
    json.push(b'[');
    for index in 0..list.len() {
        write_view(list.item(index).map_or(View::Absent, |slot| slot.view()), json);
        json.push(b',');
    }
    close(b']', json);
}

/// Ends a list or an object, in place of its last comma if it has one.
fn close(end: u8, json: &mut Vec<u8>) {
    match json.last_mut() {
        Some(last) if *last == b',' => *last = end,
        _ => json.push(end),
    }
}

fn write_view(view: View<'_>, json: &mut Vec<u8>) {
    match view {
        View::Record(record) => write_members(record, |index| member(record, index), json),
        View::List(list) => write_items(list, json),
        View::Str(text) if !has_escapes(text) => write_plain(text, json),
        // Writing to memory cannot fail, and a float without a JSON form is written as null.
        other => serde_json::to_writer(json, &AsSerialize(other)).unwrap_or_default(),
    }
}

/// Writes text that has nothing to escape.
fn write_plain(text: &str, json: &mut Vec<u8>) {
    json.reserve(text.len() + 2);
    json.push(b'"');
    json.extend_from_slice(text.as_bytes());
    json.push(b'"');
}

fn needs_escape(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Checks all bytes without an early exit, which the compiler vectorizes.
fn has_escapes(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | needs_escape(byte))
}
