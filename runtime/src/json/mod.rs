//! Wire JSON: what requests are written as and how responses are read.
//!
//! For generated code: it follows the generator's version and not semver.

mod envelope;
#[cfg(feature = "stream")]
mod event;
mod failure;
mod read_error;
mod write;

pub use envelope::{Decoded, Envelope, read_envelope, read_raw_envelope};
#[cfg(feature = "stream")]
pub use event::read_event;
pub use read_error::ReadError;

#[cfg(feature = "client")]
pub(crate) use write::{member, write_with};

use crate::record::Record;

/// The body of a request: its members that are present, in the spec's order, without white space.
pub fn to_vec(record: &dyn Record) -> Vec<u8> {
    write::write(record)
}

/// The JSON that `record` is sent as, secret members included.
pub fn to_json(record: &dyn Record) -> String {
    String::from_utf8(write::write(record)).unwrap_or_default() // JSON is text
}

/// Reads a request, or a type nested in one, from JSON as the documentation writes it: numbers may stand in
/// quotes, null counts as absent. For a whole response see [`Response::from_json`](crate::Response::from_json).
///
/// # Errors
/// What is not JSON, a value that cannot be read as its declared type, and a required member that is absent;
/// the error names the place.
pub fn from_json<T: Record>(json: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let record = crate::record::deserialize_record(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}
