//! The one reader of values: fills the slot of a member.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::anomaly::AnomalyKind;
use super::binary;
use super::path::Path;
use super::read::read_members;
use super::reader::Reader;
use super::scalar::Scalar;
use super::slot::{List, Opening, Slot};

/// What became of a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Filled,
    /// The document has null, or what stands for it.
    Absent,
    /// The document has something that does not fit; it has been noted.
    Refused,
}

pub(super) struct SlotSeed<'s> {
    pub(super) slot: &'s mut dyn Slot,
    pub(super) path: &'s Path<'s>,
    pub(super) reader: &'s mut Reader,
}

impl SlotSeed<'_> {
    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Outcome {
        match self.slot.put(scalar) {
            true => Outcome::Filled,
            false => self.other_than_declared(scalar),
        }
    }

    #[cold]
    fn other_than_declared(self, scalar: Scalar<'_>) -> Outcome {
        if matches!(scalar, Scalar::Str("")) {
            return self.absent();
        }
        if let Opening::List(list) = self.slot.open() {
            if list.push().put(scalar) {
                return Outcome::Filled;
            }
            list.pop();
        }
        self.refuse(scalar.found())
    }

    fn absent(self) -> Outcome {
        self.slot.clear();
        Outcome::Absent
    }

    fn refuse(self, found: &'static str) -> Outcome {
        let expected = self.slot.expected();
        self.slot.clear();
        self.reader.note(self.path, AnomalyKind::WrongType { expected, found });
        Outcome::Refused
    }
}

impl<'de> DeserializeSeed<'de> for SlotSeed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for SlotSeed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slot.expected())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Int(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Uint(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Float(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Str(text)))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Outcome, E> {
        Ok(self.scalar(Scalar::Bytes(bytes)))
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        Ok(self.absent())
    }

    fn visit_none<E>(self) -> Result<Outcome, E> {
        Ok(self.absent())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        match self.slot.open() {
            Opening::Record(record) => read_members(record, map, self.path, self.reader)?,
            Opening::Json(value) => *value = Value::deserialize(MapAccessDeserializer::new(map))?,
            Opening::List(list) => return read_only_item(list, self.path, self.reader, |item| item.visit_map(map)),
            Opening::Closed | Opening::Bytes(_) => {
                let number = number_in_map(&mut map)?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(match number.as_deref().map(Scalar::of_number) {
                    Some(Some(number)) => self.scalar(number),
                    Some(None) => self.refuse("a number"),
                    None => self.refuse("an object"),
                });
            }
        }
        Ok(Outcome::Filled)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        match self.slot.open() {
            Opening::List(list) => read_items(list, seq, self.path, self.reader)?,
            Opening::Bytes(bytes) => binary::read(bytes, seq)?,
            Opening::Json(value) => *value = Value::deserialize(SeqAccessDeserializer::new(seq))?,
            Opening::Record(_) | Opening::Closed => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(self.refuse("a list"));
            }
        }
        Ok(Outcome::Filled)
    }
}

/// The digits of a number that comes as a map of one member.
///
/// So serde_json shows floats and long integers once any crate of a build turns on its feature
/// `arbitrary_precision`.
fn number_in_map<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    const NAME: &str = "$serde_json::private::Number";
    match map.next_key::<String>()? {
        Some(name) if name == NAME => Ok(map.next_value::<Value>()?.as_str().map(str::to_owned)),
        Some(_) => map.next_value::<IgnoredAny>().map(|_| None),
        None => Ok(None),
    }
}

fn read_items<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut seq: A,
    path: &Path<'_>,
    reader: &mut Reader,
) -> Result<(), A::Error> {
    for index in 0.. {
        let path = path.item(index);
        let seed = ItemSeed {
            list: &mut *list,
            path: &path,
            reader: &mut *reader,
        };
        let item = seq.next_element_seed(seed);
        match reader.placed(&path, item)? {
            None => break,
            Some(Outcome::Absent) => reader.note(&path, AnomalyKind::NullItem),
            Some(Outcome::Filled | Outcome::Refused) => {}
        }
    }
    Ok(())
}

/// Reads what stands where a list should, as its only item.
fn read_only_item<E>(
    list: &mut dyn List,
    path: &Path<'_>,
    reader: &mut Reader,
    read: impl FnOnce(SlotSeed<'_>) -> Result<Outcome, E>,
) -> Result<Outcome, E> {
    let slot = list.push();
    let outcome = read(SlotSeed { slot, path, reader })?;
    if outcome != Outcome::Filled {
        list.pop();
    }
    Ok(outcome)
}

struct ItemSeed<'s> {
    list: &'s mut dyn List,
    path: &'s Path<'s>,
    reader: &'s mut Reader,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        read_only_item(self.list, self.path, self.reader, |item| item.deserialize(deserializer))
    }
}
