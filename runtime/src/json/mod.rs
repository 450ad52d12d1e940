//! Wire JSON: requests are written and responses are decoded here.
//!
//! For generated code: it follows the generator's version and not semver.

mod envelope;
#[cfg(feature = "encodings")]
mod raw_members;
#[cfg(feature = "named")]
mod raw_text;
mod read_error;
mod repair;
mod service_error;
mod writer;

pub use envelope::{Decoded, Envelope, read_envelope};
pub use read_error::ReadError;

#[cfg(feature = "stream")]
pub(crate) use envelope::read_event;
#[cfg(feature = "client")]
pub(crate) use envelope::read_raw_response;
pub(crate) use envelope::{Parts, read_response};
#[cfg(feature = "encodings")]
pub(crate) use raw_members::RawMembers;
#[cfg(feature = "named")]
pub(crate) use raw_members::raw_member;
#[cfg(feature = "named")]
pub(crate) use raw_text::read_raw_text;
#[cfg(feature = "client")]
pub(crate) use writer::{member, write_with};

use crate::record::Record;

/// Decodes the body of a response without declared members, for the fuzzer in `fuzz/`.
///
/// # Errors
/// Returns the errors of [`read_envelope`].
#[cfg(feature = "fuzzing")]
pub fn read_raw(body: &[u8]) -> Result<serde_json::Value, ReadError> {
    let mut value = serde_json::Value::Null;
    envelope::read_raw_response(&mut value, body, None)?;
    Ok(value)
}

/// Decodes the data of an event, for the fuzzer in `fuzz/`.
///
/// # Errors
/// Returns the errors of [`read_envelope`], but an envelope is optional.
#[cfg(feature = "fuzzing")]
pub fn read_event_data<T: Record>(data: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let parts = envelope::read_event(&mut value, data, None)?;
    Ok(parts.with_value(value))
}

/// [`read_envelope`] with serde_json alone, which must find the same, for the fuzzer in `fuzz/`.
///
/// # Errors
/// Returns the errors of [`read_envelope`].
#[cfg(feature = "fuzzing")]
pub fn read_envelope_with_serde<T: Record>(body: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let parts = envelope::read_response_by(envelope::read_with_serde, &mut value, body, None)?;
    Ok(parts.with_value(value))
}

/// [`read_event_data`] with serde_json alone, which must find the same, for the fuzzer in `fuzz/`.
///
/// # Errors
/// Returns the errors of [`read_event_data`].
#[cfg(feature = "fuzzing")]
pub fn read_event_data_with_serde<T: Record>(data: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::empty();
    let parts = envelope::read_event_by(envelope::read_with_serde, &mut value, data, None)?;
    Ok(parts.with_value(value))
}

/// Writes the body of a request: the members that are present, in the spec's order, without white space.
pub fn to_vec(record: &dyn Record) -> Vec<u8> {
    writer::write(record)
}

/// Writes `record` as the JSON that is sent, secret members included.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn save<T: tc3::Record>(value: &T) -> std::io::Result<()> {
///     std::fs::write("request.json", tc3::to_json(value))
/// }
/// ```
pub fn to_json(record: &dyn Record) -> String {
    String::from_utf8(writer::write(record)).unwrap_or_default() // JSON is text
}

/// Reads a request, or a type nested in one, from JSON in the lenient form of the documentation: numbers may be in
/// quotes, and null counts as absent.
///
/// For a whole response see [`Response::from_json`](crate::Response::from_json).
///
/// ```
/// # use tc3_runtime as tc3;
/// fn load<T: tc3::Record>(path: &str) -> std::io::Result<T> {
///     let json = std::fs::read_to_string(path)?;
///     Ok(tc3::from_json(&json)?)
/// }
/// ```
///
/// # Errors
/// Returns an error, with the path of the member, if the text is not JSON, if a value cannot be converted to its
/// declared type, or if a required member is absent.
pub fn from_json<T: Record>(json: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let record = crate::record::deserialize_record(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}
