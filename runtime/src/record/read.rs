//! The one reader: fills the slots of a record from any serde deserializer.
//!
//! It takes what documented payloads do (numbers in quotes, null for an absent member, one value for a list,
//! ...) and notes everything else as an anomaly instead of giving up, so that one odd member never costs a
//! whole response.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::anomaly::{Anomaly, AnomalyKind, UnknownMember};
use super::path::Path;
use super::seen::Seen;
use super::slot::{List, Opening, Scalar, Slot};
use super::{Field, Presence, Record};

/// What comes up while a document is read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) unknown: Vec<UnknownMember>,
    /// Whether `unknown` is collected; otherwise undeclared members are passed over.
    pub(crate) keep_unknown: bool,
    /// The first member without which the value could not be sent.
    pub(crate) lacks: Option<String>,
    /// Where reading stopped, if the document is broken.
    pub(crate) broken_at: Option<String>,
}

impl Reader {
    fn note(&mut self, path: &Path<'_>, kind: AnomalyKind) {
        self.anomalies.push(Anomaly {
            path: path.to_string(),
            kind,
        });
    }

    fn note_absence(&mut self, field: &Field, path: &Path<'_>, kind: AnomalyKind) {
        if field.presence == Presence::Optional {
            return;
        }
        if field.presence == Presence::Required && self.lacks.is_none() {
            self.lacks = Some(path.to_string());
        }
        self.note(path, kind);
    }

    /// Keeps the innermost place of a failure.
    fn placed<T, E>(&mut self, path: &Path<'_>, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() && self.broken_at.is_none() {
            self.broken_at = Some(path.to_string());
        }
        result
    }
}

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

fn read_members<'de, A: MapAccess<'de>>(
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
                seen.insert(index);
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
    /// Services send members in their declared order, or nearly so: the guess saves the search.
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
        let index = match self.fields.get(self.likely) {
            Some(field) if field.name == name => Some(self.likely),
            _ => self.fields.iter().position(|field| field.name == name),
        };
        Ok(index.map_or_else(|| Name::Unknown(name.to_owned()), Name::Declared))
    }
}

/// What became of a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Filled,
    /// The document has null, or what stands for it.
    Absent,
    /// The document has something that does not fit; it has been noted.
    Refused,
}

struct SlotSeed<'s> {
    slot: &'s mut dyn Slot,
    path: &'s Path<'s>,
    reader: &'s mut Reader,
}

impl SlotSeed<'_> {
    fn scalar(self, scalar: Scalar<'_>) -> Outcome {
        if self.slot.put(scalar) {
            return Outcome::Filled;
        }
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
            Opening::Closed => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(self.refuse("an object"));
            }
        }
        Ok(Outcome::Filled)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        match self.slot.open() {
            Opening::List(list) => read_items(list, seq, self.path, self.reader)?,
            Opening::Json(value) => *value = Value::deserialize(SeqAccessDeserializer::new(seq))?,
            Opening::Record(_) | Opening::Closed => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(self.refuse("a list"));
            }
        }
        Ok(Outcome::Filled)
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
