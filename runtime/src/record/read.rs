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
use super::{Field, Record, Slot};

pub(crate) const REQUEST_ID: &str = "RequestId";

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
    let mut place = reader.orders.start(fields);
    loop {
        let expected = reader.orders.expected(&place);
        let name = map.next_key_seed(NameSeed { fields, expected });
        match reader.placed(path, name)? {
            None => break,
            Some(Name::Declared(index, field)) => {
                if index != expected {
                    reader.orders.learn(&mut place, index);
                }
                place.go_past(index);
                if !seen.insert(index) {
                    forget_member(record, index, path, reader);
                }
                match record.slot(index) {
                    Some(slot) => read_member(slot, field, &mut map, path, reader)?,
                    None => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            Some(Name::RequestId) if reader.takes_request_id(path) => {
                let id = map.next_value();
                reader.request_id = Some(reader.placed(&path.member(REQUEST_ID), id)?);
            }
            Some(Name::RequestId) => read_unknown(REQUEST_ID, &mut map, path, reader)?,
            Some(Name::Unknown(name)) => read_unknown(&name, &mut map, path, reader)?,
        }
    }
    if seen.count() < fields.len() {
        note_missing(fields, &seen, path, reader);
    }
    Ok(())
}

fn note_missing(fields: &[Field], seen: &Seen, path: &Path<'_>, reader: &mut Reader) {
    for (index, field) in fields.iter().enumerate() {
        if !seen.contains(index) {
            reader.note_absence(field, &path.member(field.name), AnomalyKind::Missing);
        }
    }
}

fn read_member<'de, A: MapAccess<'de>>(
    slot: &mut dyn Slot,
    field: &Field,
    map: &mut A,
    path: &Path<'_>,
    reader: &mut Reader,
) -> Result<(), A::Error> {
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
    if reader.keeps_unknown() {
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
pub(crate) enum Name {
    Declared(usize, &'static Field),
    /// `RequestId`, and not declared.
    RequestId,
    Unknown(String),
}

impl Name {
    pub(crate) fn declared(&self) -> Option<&'static str> {
        match self {
            Self::Declared(_, field) => Some(field.name),
            Self::RequestId | Self::Unknown(_) => None,
        }
    }
}

pub(crate) struct NameSeed {
    pub(crate) fields: &'static [Field],
    /// The index of the member whose name is compared first.
    pub(crate) expected: usize,
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
        if let Some(field) = self.fields.get(self.expected).filter(|field| field.name == name) {
            return Ok(Name::Declared(self.expected, field));
        }
        let mut members = self.fields.iter().enumerate();
        Ok(match members.find(|(_, field)| field.name == name) {
            Some((index, field)) => Name::Declared(index, field),
            None if name == REQUEST_ID => Name::RequestId,
            None => Name::Unknown(name.to_owned()),
        })
    }
}
