//! Wire JSON: what requests are written as and how responses are read.

mod envelope;

pub use envelope::{Decoded, Envelope, ReadError, read_envelope};

use crate::record::{AsSerialize, Record, View};

/// The body of a request: its members that are present, in the spec's order, without white space.
pub fn to_vec(record: &dyn Record) -> Vec<u8> {
    // Writing to memory cannot fail, and a float without a JSON form is written as null.
    serde_json::to_vec(&AsSerialize(View::Record(record))).unwrap_or_default()
}

/// [`to_vec`] as text.
pub fn to_string(record: &dyn Record) -> String {
    serde_json::to_string(&AsSerialize(View::Record(record))).unwrap_or_default()
}
