//! `serde::Serialize` for records.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::Record;
use super::slot::{List, View};

/// Writes `record` as a map of its members that are present, secret ones included.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_record<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    AsSerialize(View::Record(record)).serialize(serializer)
}

/// A view as serde writes it.
pub struct AsSerialize<'a>(pub View<'a>);

impl Serialize for AsSerialize<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent => serializer.serialize_unit(),
            View::Str(text) => serializer.serialize_str(text),
            View::Int(value) => serializer.serialize_i64(value),
            View::Uint(value) => serializer.serialize_u64(value),
            View::Float(value) => serializer.serialize_f64(value),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Bytes(bytes) => serializer.serialize_bytes(bytes),
            View::Json(value) => value.serialize(serializer),
            View::Record(record) => serialize_members(record, serializer),
            View::List(list) => serialize_items(list, serializer),
        }
    }
}

fn serialize_members<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (index, field) in record.shape().fields.iter().enumerate() {
        match record.get(index).map_or(View::Absent, |slot| slot.view()) {
            View::Absent => {}
            view => map.serialize_entry(field.name, &AsSerialize(view))?,
        }
    }
    map.end()
}

fn serialize_items<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        let view = list.item(index).map_or(View::Absent, |slot| slot.view());
        seq.serialize_element(&AsSerialize(view))?;
    }
    seq.end()
}
