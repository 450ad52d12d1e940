//! `serde::Deserialize` for records.

use serde::de::{DeserializeSeed, Deserializer, Error};

use super::Record;
use super::anomaly::AnomalyKind;
use super::path::Path;
use super::read::RecordSeed;
use super::reader::Reader;

/// Reads a `T`, as leniently as a response is read, but not past what cannot be made good: a value of the
/// wrong type and, in a type that requests use, a required member that is absent.
///
/// # Errors
/// Those of the deserializer; a value of a type that cannot be read as the declared one; an absent required
/// member. The message names the member.
pub fn deserialize_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut record = T::blank();
    let mut reader = Reader::default();
    let seed = RecordSeed {
        record: &mut record,
        path: &Path::Root,
        reader: &mut reader,
    };
    seed.deserialize(deserializer)?;
    match refusal(&reader) {
        Some(reason) => Err(D::Error::custom(format_args!("{}: {reason}", record.shape().name))),
        None => Ok(record),
    }
}

fn refusal(reader: &Reader) -> Option<String> {
    if let Some(path) = reader.lacks.first() {
        return Some(format!("required member `{path}` is missing"));
    }
    let wrong_type = |kind| matches!(kind, AnomalyKind::WrongType { .. });
    let anomaly = reader.anomalies.iter().find(|anomaly| wrong_type(anomaly.kind))?;
    Some(anomaly.to_string())
}
