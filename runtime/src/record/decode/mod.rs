//! Decoding: fills a record from any serde deserializer.
//!
//! The table of a type is read by one serde visitor that fills slots, so serde_json does the parsing, and the same code
//! is every type's `Deserialize`. Reading members and reading values call each other, since a value may be a record
//! again; that is why both are in this file.
//!
//! **Lenient, and honest about it.** The payloads in the official documentation do decode: numbers in quotes, null for
//! an absent member, one value in place of a list. A value that cannot be decoded leaves its one member at the default
//! and is reported as an anomaly with its path, so that one odd member never costs the whole response. Nothing is
//! dropped silently: undeclared members are kept.

mod context;
mod field_order_cache;

pub(crate) use context::DecodeContext;

use std::fmt;

use bytes::Bytes;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Record;
use super::anomaly::{AnomalyKind, UnknownMember};
use super::coercion::Scalar;
use super::path::Path;
use super::shape::Field;
use super::slot::{ContainerMut, List, Slot};

/// Deserializes a `T` as leniently as a response, but fails where a response would only report an anomaly that loses
/// data: a value of the wrong type and, in a type that requests use, an absent required member.
///
/// # Errors
/// Returns the deserializer's errors, and an error that names the member if its value cannot be converted to the declared
/// type or if a required member is absent.
pub fn deserialize_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut record = T::empty();
    let mut context = DecodeContext::default();
    let seed = RecordSeed {
        record: &mut record,
        path: &Path::Root,
        context: &mut context,
    };
    seed.deserialize(deserializer)?;
    match rejection(&context) {
        Some(reason) => Err(D::Error::custom(format_args!("{}: {reason}", record.shape().name))),
        None => Ok(record),
    }
}

fn rejection(context: &DecodeContext) -> Option<String> {
    if let Some(path) = context.missing_required.first() {
        return Some(format!("required member `{path}` is missing"));
    }
    let wrong_type = |kind| matches!(kind, AnomalyKind::WrongType { .. });
    let anomaly = context.anomalies.iter().find(|anomaly| wrong_type(anomaly.kind))?;
    Some(anomaly.to_string())
}

pub(crate) const REQUEST_ID: &str = "RequestId";

/// Fills a record from a map.
pub(crate) struct RecordSeed<'s> {
    pub(crate) record: &'s mut dyn Record,
    pub(crate) path: &'s Path<'s>,
    pub(crate) context: &'s mut DecodeContext,
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
        read_members(self.record, map, self.path, self.context)
    }
}

fn read_members<'de, A: MapAccess<'de>>(
    record: &mut dyn Record,
    mut map: A,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), A::Error> {
    let fields = record.shape().fields;
    let mut present = PresenceSet::default();
    let mut cursor = context.field_orders.start(fields);
    loop {
        let expected = context.field_orders.expected(&cursor);
        let name = map.next_key_seed(MemberNameSeed { fields, expected });
        match context.locate(path, name)? {
            None => break,
            Some(MemberName::Declared(index, field)) => {
                if index != expected {
                    context.field_orders.learn(&mut cursor, index);
                }
                cursor.advance_past(index);
                if !present.insert(index) {
                    discard_member(record, index, path, context);
                }
                match record.slot(index) {
                    Some(slot) => read_member(slot, field, &mut map, path, context)?,
                    None => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            Some(MemberName::RequestId) if context.takes_request_id(path) => {
                let id = map.next_value();
                context.request_id = Some(context.locate(&path.member(REQUEST_ID), id)?);
            }
            Some(MemberName::RequestId) => read_unknown(REQUEST_ID, &mut map, path, context)?,
            Some(MemberName::Unknown(name)) => read_unknown(&name, &mut map, path, context)?,
        }
    }
    if present.count() < fields.len() {
        add_missing(fields, &present, path, context);
    }
    Ok(())
}

fn add_missing(fields: &[Field], present: &PresenceSet, path: &Path<'_>, context: &mut DecodeContext) {
    for (index, field) in fields.iter().enumerate() {
        if !present.contains(index) {
            context.add_absence(field, &path.member(field.name), AnomalyKind::Missing);
        }
    }
}

fn read_member<'de, A: MapAccess<'de>>(
    slot: &mut dyn Slot,
    field: &Field,
    map: &mut A,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), A::Error> {
    let path = path.member(field.name);
    let seed = SlotSeed {
        slot,
        path: &path,
        context,
    };
    let outcome = map.next_value_seed(seed);
    if context.locate(&path, outcome)? == Outcome::Absent {
        context.add_absence(field, &path, AnomalyKind::Null);
    }
    Ok(())
}

/// Discards a member that occurs twice in an object: the last value counts, as in other JSON parsers.
#[cold]
fn discard_member(record: &mut dyn Record, index: usize, path: &Path<'_>, context: &mut DecodeContext) {
    if let (Some(field), Some(slot)) = (record.shape().fields.get(index), record.slot(index)) {
        slot.clear();
        context.discard(&path.member(field.name));
    }
}

fn read_unknown<'de, A: MapAccess<'de>>(
    name: &str,
    map: &mut A,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), A::Error> {
    let path = path.member(name);
    if context.keeps_unknown() {
        let value = map.next_value();
        let value = context.locate(&path, value)?;
        let path = path.to_string();
        context.unknown.push(UnknownMember { path, value });
        return Ok(());
    }
    let skipped = map.next_value::<IgnoredAny>();
    context.locate(&path, skipped).map(drop)
}

/// The name of a member, resolved to its index if it is declared.
pub(crate) enum MemberName {
    Declared(usize, &'static Field),
    /// `RequestId`, which is not declared.
    RequestId,
    Unknown(String),
}

impl MemberName {
    pub(crate) fn declared(&self) -> Option<&'static str> {
        match self {
            Self::Declared(_, field) => Some(field.name),
            Self::RequestId | Self::Unknown(_) => None,
        }
    }
}

pub(crate) struct MemberNameSeed {
    pub(crate) fields: &'static [Field],
    /// Index of the member whose name is compared first.
    pub(crate) expected: usize,
}

impl<'de> DeserializeSeed<'de> for MemberNameSeed {
    type Value = MemberName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<MemberName, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberNameSeed {
    type Value = MemberName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<MemberName, E> {
        if let Some(field) = self.fields.get(self.expected).filter(|field| field.name == name) {
            return Ok(MemberName::Declared(self.expected, field));
        }
        let mut members = self.fields.iter().enumerate();
        Ok(match members.find(|(_, field)| field.name == name) {
            Some((index, field)) => MemberName::Declared(index, field),
            None if name == REQUEST_ID => MemberName::RequestId,
            None => MemberName::Unknown(name.to_owned()),
        })
    }
}

/// The result of filling a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Filled,
    /// The document has null, or an empty string in its place.
    Absent,
    /// The document has a value of another type, which is reported as an anomaly.
    Mismatch,
}

struct SlotSeed<'s> {
    slot: &'s mut dyn Slot,
    path: &'s Path<'s>,
    context: &'s mut DecodeContext,
}

impl SlotSeed<'_> {
    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Outcome {
        if self.slot.put(scalar) {
            Outcome::Filled
        } else {
            self.coerce(scalar)
        }
    }

    #[cold]
    fn coerce(self, scalar: Scalar<'_>) -> Outcome {
        if matches!(scalar, Scalar::Str("")) {
            return self.absent();
        }
        if let ContainerMut::List(list) = self.slot.open() {
            if list.push().put(scalar) {
                return Outcome::Filled;
            }
            list.pop();
        }
        self.mismatch(scalar.type_name())
    }

    fn absent(self) -> Outcome {
        self.slot.clear();
        Outcome::Absent
    }

    fn mismatch(self, found: &'static str) -> Outcome {
        let expected = self.slot.expected();
        self.slot.clear();
        self.context
            .add_anomaly(self.path, AnomalyKind::WrongType { expected, found });
        Outcome::Mismatch
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
            ContainerMut::Record(record) => read_members(record, map, self.path, self.context)?,
            ContainerMut::Json(value) => *value = Value::deserialize(MapAccessDeserializer::new(map))?,
            ContainerMut::List(list) => {
                return read_only_item(list, self.path, self.context, |item| item.visit_map(map));
            }
            ContainerMut::None | ContainerMut::Bytes(_) => {
                let number = number_in_map(&mut map)?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(match number.as_deref().map(Scalar::parse_number) {
                    Some(Some(number)) => self.scalar(number),
                    Some(None) => self.mismatch("a number"),
                    None => self.mismatch("an object"),
                });
            }
        }
        Ok(Outcome::Filled)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        match self.slot.open() {
            ContainerMut::List(list) => read_items(list, seq, self.path, self.context)?,
            ContainerMut::Bytes(bytes) => read_bytes(bytes, seq)?,
            ContainerMut::Json(value) => *value = Value::deserialize(SeqAccessDeserializer::new(seq))?,
            ContainerMut::Record(_) | ContainerMut::None => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(self.mismatch("a list"));
            }
        }
        Ok(Outcome::Filled)
    }
}

/// Returns the digits of a number that comes as a map with one member.
///
/// serde_json represents floats and long integers that way once any crate of a build turns on its feature
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
    context: &mut DecodeContext,
) -> Result<(), A::Error> {
    for index in 0.. {
        let path = path.item(index);
        let seed = ItemSeed {
            list: &mut *list,
            path: &path,
            context: &mut *context,
        };
        let item = seq.next_element_seed(seed);
        match context.locate(&path, item)? {
            None => break,
            Some(Outcome::Absent) => context.add_anomaly(&path, AnomalyKind::NullItem),
            Some(Outcome::Filled | Outcome::Mismatch) => {}
        }
    }
    Ok(())
}

/// Reads the single value in place of a list as its only item.
fn read_only_item<E>(
    list: &mut dyn List,
    path: &Path<'_>,
    context: &mut DecodeContext,
    read: impl FnOnce(SlotSeed<'_>) -> Result<Outcome, E>,
) -> Result<Outcome, E> {
    let slot = list.push();
    let outcome = read(SlotSeed { slot, path, context })?;
    if outcome != Outcome::Filled {
        list.pop();
    }
    Ok(outcome)
}

struct ItemSeed<'s> {
    list: &'s mut dyn List,
    path: &'s Path<'s>,
    context: &'s mut DecodeContext,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        read_only_item(self.list, self.path, self.context, |item| {
            item.deserialize(deserializer)
        })
    }
}

/// Reads bytes that a format without bytes, such as JSON, writes as a list of numbers from 0 to 255.
fn read_bytes<'de, A: SeqAccess<'de>>(bytes: &mut Bytes, mut seq: A) -> Result<(), A::Error> {
    let mut read = Vec::new();
    while let Some(byte) = seq.next_element::<u8>()? {
        read.push(byte);
    }
    *bytes = read.into();
    Ok(())
}

/// The set of members that a document has, by index. It does not allocate for a record of up to 128 members.
#[derive(Default)]
struct PresenceSet {
    words: [u64; 2],
    overflow: Vec<usize>,
    count: usize,
}

impl PresenceSet {
    /// Adds `index` and returns whether it is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let is_new = !self.contains(index);
        self.count += usize::from(is_new);
        match self.words.get_mut(index / 64) {
            Some(word) => *word |= bit(index),
            None => self.overflow.push(index),
        }
        is_new
    }

    /// Returns the number of members in the set.
    fn count(&self) -> usize {
        self.count
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        match self.words.get(index / 64) {
            Some(word) => word & bit(index) != 0,
            None => self.overflow.contains(&index),
        }
    }
}

/// Returns the bit of `index` in its word.
fn bit(index: usize) -> u64 {
    1 << (index % 64)
}
