//! The data of server-sent events: members of an output that stand alone, or an envelope.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::envelope::{Envelope, Parts, read_envelope};
use super::failure::{failure_of, undeclared};
use super::read_error::ReadError;
use crate::record::{Path, Reader, Record, RecordSeed};

/// Reads the data of an event: `{..}` with members of the output or an `Error`, or `{"Response": {..}}` around them.
///
/// # Errors
/// Data that is not a JSON object, with the place where reading stopped, or that has an undeclared `Error` which does
/// not say whether it is one.
pub fn read_event<T: Record>(data: &[u8]) -> Result<Envelope<T>, ReadError> {
    let mut value = T::blank();
    let reader = read_members(&mut value, data)?;
    if let Some(Value::Object(_)) = undeclared(&reader.unknown, "Response") {
        return read_envelope(data);
    }
    let failure = failure_of(&value, &reader.unknown)?;
    Ok(Parts::of(reader, failure).around(value))
}

fn read_members(record: &mut dyn Record, data: &[u8]) -> Result<Reader, ReadError> {
    let mut reader = Reader::of_response();
    let mut deserializer = serde_json::Deserializer::from_slice(data);
    let seed = RecordSeed {
        record,
        path: &Path::Root,
        reader: &mut reader,
    };
    match seed.deserialize(&mut deserializer).and_then(|()| deserializer.end()) {
        Ok(()) => Ok(reader),
        Err(error) => Err(ReadError::json(reader.broken_at, error)),
    }
}
