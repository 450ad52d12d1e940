//! The one reader of members: fills a record from any serde deserializer.
//!
//! It takes what documented payloads do (numbers in quotes, null for an absent member, one value for a list,
//! ...) and notes everything else as an anomaly instead of giving up, so that one odd member never costs a
//! whole response.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::anomaly::{AnomalyKind, UnknownMember};
use super::fill::{Outcome, SlotSeed};
use super::path::Path;
use super::reader::Reader;
use super::seen::Seen;
use super::{Field, Record};

/// Fills a record from a JSON object, or whatever its deserializer has in its place.
pub(crate) struct RecordSeed<'s> {
    pub(crate) record: &'s mut dyn Record,
    pub(crate) path: &'s Path<'s>,
    pub(crate) reader: &'s mut Reader,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_members(self.record, map, self.path, self.reader)
    }
}

pub(super) fn read_members<'de, A: MapAccess<'de>>(
    record: &mut dyn Record,
    mut map: A,
    path: &Path<'_>,
    reader: &mut Reader,
) -> Result<(), A::Error> {
    let fields = record.shape().fields;
    let mut seen = Seen::default();
    let mut likely = 0;
    loop {
        let name = map.next_key_seed(NameSeed { fields, likely });
        match reader.placed(path, name)? {
            None => break,
            Some(Name::Declared(index)) => {
                likely = index + 1;
                if !seen.insert(index) {
                    forget_member(record, index, path, reader);
                }
                read_member(record, index, &mut map, path, reader)?;
            }
            Some(Name::Unknown(name)) => read_unknown(&name, &mut map, path, reader)?,
        }
    }
    for (index, field) in fields.iter().enumerate() {
        if !seen.contains(index) {
            reader.note_absence(field, &path.member(field.name), AnomalyKind::Missing);
        }
    }
    Ok(())
}

fn read_member<'de, A: MapAccess<'de>>(
    record: &mut dyn Record,
    index: usize,
    map: &mut A,
    path: &Path<'_>,
    reader: &mut Reader,
) -> Result<(), A::Error> {
    let fields = record.shape().fields;
    let (Some(field), Some(slot)) = (fields.get(index), record.slot(index)) else {
        return map.next_value::<IgnoredAny>().map(drop);
    };
    let path = path.member(field.name);
    let seed = SlotSeed {
        slot,
        path: &path,
        reader,
    };
    let outcome = map.next_value_seed(seed);
    if reader.placed(&path, outcome)? == Outcome::Absent {
        reader.note_absence(field, &path, AnomalyKind::Null);
    }
    Ok(())
}

/// A name that stands twice in an object: the last value counts, as with other readers of JSON.
#[cold]
fn forget_member(record: &mut dyn Record, index: usize, path: &Path<'_>, reader: &mut Reader) {
    if let (Some(field), Some(slot)) = (record.shape().fields.get(index), record.slot(index)) {
        slot.clear();
        reader.forget(&path.member(field.name));
    }
}

fn read_unknown<'de, A: MapAccess<'de>>(
    name: &str,
    map: &mut A,
    path: &Path<'_>,
    reader: &mut Reader,
) -> Result<(), A::Error> {
    let path = path.member(name);
    if reader.keep_unknown {
        let value = map.next_value();
        let value = reader.placed(&path, value)?;
        let path = path.to_string();
        reader.unknown.push(UnknownMember { path, value });
        return Ok(());
    }
    let skipped = map.next_value::<IgnoredAny>();
    reader.placed(&path, skipped).map(drop)
}

/// The name of a member: its index if it is declared.
enum Name {
    Declared(usize),
    Unknown(String),
}

struct NameSeed {
    fields: &'static [Field],
    /// Where the search starts: services send members in their declared order, or nearly so.
    likely: usize,
}

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let (before, from) = self.fields.split_at(self.likely.min(self.fields.len()));
        let is_named = |field: &Field| field.name == name;
        let index = match from.iter().position(is_named) {
            Some(index) => Some(before.len() + index),
            None => before.iter().position(is_named),
        };
        Ok(index.map_or_else(|| Name::Unknown(name.to_owned()), Name::Declared))
    }
}
