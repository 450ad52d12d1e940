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
mod inner_response;
mod json_value;
mod member_name;
mod memory;
mod notes;
mod number_in_map;
mod plain_json;
mod presence_set;
mod tokens;

pub(crate) use context::{DecodeContext, EnvelopeMembers, Stop};
pub(crate) use json_value::{ObjectSeed, ValueSeed};
pub(crate) use member_name::{MemberName, MemberNameSeed};
pub(crate) use memory::MemoryLimits;
pub use notes::Findings;
pub(crate) use plain_json::read_plain;

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::context::EnvelopeMember;
use self::context::limit_reached;
use self::inner_response::{InnerResponse, InnerResponseSeed};
use self::memory::Account;
use self::notes::NoteRange;
use self::number_in_map::number_in_map;
use self::presence_set::PresenceSet;
use super::Record;
use super::anomaly::AnomalyKind;
use super::coercion::{BEYOND_F64, Scalar};
use super::path::Path;
use super::shape::Field;
use super::slot::{ContainerMut, List, Put, Slot};

/// Deserializes a `T` as leniently as a response, but fails where a response would only report an anomaly that loses
/// data: a value of the wrong type and, in a type that requests use, an absent required member.
///
/// # Errors
/// Returns the deserializer's errors, and an error that names the member if its value cannot be converted to the declared
/// type or if a required member is absent.
pub fn deserialize_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut record = T::empty();
    let mut context = DecodeContext::for_request();
    let seed = RecordSeed {
        record: &mut record,
        path: &Path::Root,
        context: &mut context,
    };
    seed.deserialize(deserializer)?;
    let (_, findings) = context.finish();
    match rejection(&findings) {
        Some(reason) => Err(D::Error::custom(format_args!("{}: {reason}", record.shape().name))),
        None => Ok(record),
    }
}

fn rejection(findings: &Findings) -> Option<String> {
    if let Some(path) = findings.missing_required.first() {
        return Some(format!("required member `{path}` is missing"));
    }
    match findings.anomalies.first() {
        Some(anomaly) => Some(anomaly.to_string()),
        None if findings.anomaly_count > 0 => Some(format!("{} mismatches", findings.anomaly_count)),
        None => None,
    }
}

/// The members of an object that is read.
pub(crate) trait Members<'de> {
    type Error: Error;

    /// Reads the next name, or `None` at the end. The name of the member `expected` is compared first.
    fn next_name(&mut self, fields: &'static [Field], expected: usize) -> Result<Option<MemberName>, Self::Error>;

    /// Reads the value of the member into a record.
    fn record(&mut self, seed: RecordSeed<'_>) -> Result<(), Self::Error>;

    /// Reads the value of the member into a slot.
    fn slot(&mut self, seed: SlotSeed<'_>) -> Result<Outcome, Self::Error>;

    /// Reads the value of the member.
    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error>;
}

/// The items of a list that is read.
trait Items<'de> {
    type Error: Error;

    /// Reads the next item, or returns `None` at the end.
    fn next(&mut self, seed: ItemSeed<'_>) -> Result<Option<Outcome>, Self::Error>;
}

/// The members or items that a deserializer gives.
pub(crate) struct OfSerde<A>(pub(crate) A);

impl<'de, A: MapAccess<'de>> Members<'de> for OfSerde<A> {
    type Error = A::Error;

    fn next_name(&mut self, fields: &'static [Field], expected: usize) -> Result<Option<MemberName>, A::Error> {
        self.0.next_key_seed(MemberNameSeed { fields, expected })
    }

    fn record(&mut self, seed: RecordSeed<'_>) -> Result<(), A::Error> {
        self.0.next_value_seed(seed)
    }

    fn slot(&mut self, seed: SlotSeed<'_>) -> Result<Outcome, A::Error> {
        self.0.next_value_seed(seed)
    }

    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

impl<'de, A: SeqAccess<'de>> Items<'de> for OfSerde<A> {
    type Error = A::Error;

    fn next(&mut self, seed: ItemSeed<'_>) -> Result<Option<Outcome>, A::Error> {
        self.0.next_element_seed(seed)
    }
}

/// Fills a record from a map.
pub(crate) struct RecordSeed<'s> {
    pub(crate) record: &'s mut dyn Record,
    pub(crate) path: &'s Path<'s>,
    pub(crate) context: &'s mut DecodeContext,
}

impl RecordSeed<'_> {
    /// Reads the members of an object that was opened.
    pub(crate) fn read<'de, M: Members<'de>>(self, members: M) -> Result<(), M::Error> {
        read_members(self.record, members, self.path, self.context)
    }
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
        self.read(OfSerde(map))
    }
}

/// Fills a record from the members of an object.
fn read_members<'de, M: Members<'de>>(
    record: &mut dyn Record,
    mut members: M,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), M::Error> {
    let fields = record.shape().fields;
    let mut present = PresenceSet::default();
    // The members that notes were made of, each with the notes of its last value.
    let mut noted: Vec<(usize, NoteRange)> = Vec::new();
    let mut cursor = context.field_orders.start(fields);
    let mut mark = context.mark();
    let is_envelope = context.envelope_at(path).is_some();
    let mut filled = PresenceSet::default();
    loop {
        let expected = context.field_orders.expected(&cursor);
        let name = members.next_name(fields, expected);
        match context.locate(path, name)? {
            None => break,
            Some(MemberName::Declared(index, field)) => {
                if index != expected {
                    context.field_orders.learn(&mut cursor, index);
                }
                cursor.advance_past(index);
                if !present.insert(index) {
                    discard_member(record, index, &mut noted, context);
                    filled.remove(index);
                    mark = context.mark();
                }
                let has_value = match record.slot(index) {
                    Some(slot) => read_member(slot, field, &mut members, path, context)?,
                    None => ignore(&mut members).map(|()| false)?,
                };
                if is_envelope && has_value {
                    filled.insert(index);
                }
                if context.has_notes_since(&mark) {
                    noted.push((index, context.notes_since(&mut mark)));
                }
            }
            Some(MemberName::Envelope(member)) => {
                read_envelope_member(member, &mut members, path, context)?;
                mark = context.mark();
            }
            Some(MemberName::Unknown(name)) => {
                read_unknown(&name, &mut members, path, context)?;
                mark = context.mark();
            }
        }
    }
    if let Some(envelope) = context.envelope_at(path) {
        envelope.declared_members = filled.count();
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

/// Reads a member, and returns whether it has a value.
fn read_member<'de, M: Members<'de>>(
    slot: &mut dyn Slot,
    field: &Field,
    members: &mut M,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<bool, M::Error> {
    let path = path.member(field.name);
    let seed = SlotSeed {
        slot,
        path: &path,
        context,
    };
    let outcome = members.slot(seed);
    let is_absent = context.locate(&path, outcome)? == Outcome::Absent;
    if is_absent {
        context.add_absence(field, &path, AnomalyKind::Null);
    }
    Ok(!is_absent)
}

/// Discards a member that occurs twice in an object: the last value counts, as in other JSON parsers.
#[cold]
fn discard_member(
    record: &mut dyn Record,
    index: usize,
    noted: &mut Vec<(usize, NoteRange)>,
    context: &mut DecodeContext,
) {
    if let Some(slot) = record.slot(index) {
        slot.clear();
    }
    if let Some(position) = noted.iter().rposition(|(noted, _)| *noted == index) {
        context.notes.discard(noted.remove(position).1);
    }
}

/// Reads an undeclared member that belongs to the envelope, if this is one. The last one counts.
fn read_envelope_member<'de, M: Members<'de>>(
    member: EnvelopeMember,
    members: &mut M,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), M::Error> {
    let outer = path;
    let path = path.member(member.name());
    if !context
        .envelope_at(outer)
        .is_some_and(|envelope| envelope.takes(member))
    {
        return read_unknown(member.name(), members, outer, context);
    }
    if member == EnvelopeMember::Response {
        let inner = members.value(InnerResponseSeed(ValueSeed {
            path: &path,
            context: &mut *context,
            account: Account::Notes,
        }));
        let inner = context.locate(&path, inner)?;
        if let Some(envelope) = context.envelope_at(outer) {
            envelope.inner_response = Some(matches!(inner, InnerResponse::Object));
        }
        if let InnerResponse::Other(value) = inner {
            context.add_unknown(&path, value);
        }
        return Ok(());
    }
    let value = members.value(ValueSeed::of_values(&path, context));
    let value = value.and_then(|value| context.fitting(value));
    let value = context.locate(&path, value)?;
    if member == EnvelopeMember::Error && value.is_null() {
        // It reports no error, and is a member like any other.
        context.add_unknown(&path, Some(value.clone()));
    }
    if let Some(envelope) = context.envelope_at(outer) {
        envelope.put(member, value);
    }
    Ok(())
}

fn read_unknown<'de, M: Members<'de>>(
    name: &str,
    members: &mut M,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), M::Error> {
    let path = path.member(name);
    if context.keeps_unknown() {
        let start = context.mark();
        let value = members.value(ValueSeed {
            path: &path,
            context: &mut *context,
            account: Account::Notes,
        });
        let value = context.locate(&path, value)?;
        if value.is_none() && !context.has_notes_since(&start) {
            context.notes.free_since(&start);
        }
        context.add_unknown(&path, value);
        return Ok(());
    }
    let skipped = ignore(members);
    context.locate(&path, skipped)
}

/// Passes over the value of a member.
pub(crate) fn ignore<'de, M: Members<'de>>(members: &mut M) -> Result<(), M::Error> {
    members.value(PhantomData::<IgnoredAny>).map(drop)
}

/// The result of filling a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Filled,
    /// The document has null, or an empty string in its place.
    Absent,
    /// The document has a value of another type, which is reported as an anomaly.
    Mismatch,
}

/// Fills a slot from a value.
pub(crate) struct SlotSeed<'s> {
    slot: &'s mut dyn Slot,
    path: &'s Path<'s>,
    context: &'s mut DecodeContext,
}

impl SlotSeed<'_> {
    #[inline]
    fn scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        match self.slot.put(scalar) {
            Put::Refused => return self.coerce(scalar),
            Put::Inline => {}
            Put::Allocated => take_scalar(scalar, self.context)?,
        }
        Ok(Outcome::Filled)
    }

    #[inline]
    fn text<E: Error>(self, text: &str) -> Result<Outcome, E> {
        let scalar = Scalar::Str(text);
        match self.slot.put(scalar) {
            Put::Refused => return self.coerce(scalar),
            // A number in quotes takes no memory.
            Put::Inline => {}
            Put::Allocated => {
                check_text(self.slot, self.path, text, self.context);
                take_text(text.len(), self.context)?;
            }
        }
        Ok(Outcome::Filled)
    }

    #[cold]
    fn coerce<E: Error>(self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        if matches!(scalar, Scalar::Str("")) {
            return Ok(self.absent());
        }
        if let ContainerMut::List(list) = self.slot.open() {
            let item = push_item(list, self.context)?;
            let put = item.put(scalar);
            if put == Put::Allocated {
                if let Scalar::Str(text) = scalar {
                    check_text(item, self.path, text, self.context);
                }
                take_scalar(scalar, self.context)?;
            }
            if put.is_stored() {
                return Ok(Outcome::Filled);
            }
            list.pop();
        }
        Ok(self.mismatch(scalar.type_name()))
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

/// Takes the memory of a text of `length` bytes.
#[inline]
fn take_text<E: Error>(length: usize, context: &mut DecodeContext) -> Result<(), E> {
    if context.has_memory(|memory| memory.take_text(length)) {
        Ok(())
    } else {
        Err(limit_reached())
    }
}

/// The most that the digits of a number have as a text.
const MAX_DIGITS: usize = 24;

/// Takes the memory of a scalar that became a text or bytes.
fn take_scalar<E: Error>(scalar: Scalar<'_>, context: &mut DecodeContext) -> Result<(), E> {
    let length = match scalar {
        Scalar::Str(text) => text.len(),
        Scalar::Bytes(bytes) => bytes.len(),
        _ => MAX_DIGITS,
    };
    take_text(length, context)
}

/// Reports a text that was repaired.
#[inline]
fn check_text(slot: &mut dyn Slot, path: &Path<'_>, text: &str, context: &mut DecodeContext) {
    if context.is_repaired() {
        match slot.open() {
            ContainerMut::Json(_) => context.check_json_text(path, text),
            _ => context.check_text(path, text),
        }
    }
}

/// Appends an item, if there is memory for it.
#[inline]
fn push_item<'l, E: Error>(list: &'l mut dyn List, context: &mut DecodeContext) -> Result<&'l mut dyn Slot, E> {
    if context.has_memory(|memory| memory.reserve_item(list)) {
        Ok(list.push())
    } else {
        Err(limit_reached())
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

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(Scalar::Uint(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Outcome, E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Outcome, E> {
        self.text(text)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Outcome, E> {
        self.scalar(Scalar::Bytes(bytes))
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
            ContainerMut::Record(record) => read_members(record, OfSerde(map), self.path, self.context)?,
            ContainerMut::Json(value) => {
                let read = ValueSeed::of_values(self.path, self.context).visit_map(map)?;
                *value = self.context.fitting(read)?;
            }
            ContainerMut::List(list) => {
                return read_only_item(list, self.path, self.context, |item| item.visit_map(map));
            }
            ContainerMut::None | ContainerMut::Bytes(_) => {
                let number = number_in_map(&mut map)?;
                return match number.as_deref().map(Scalar::parse_number) {
                    Some(Some(number)) => self.scalar(number),
                    Some(None) => Ok(self.mismatch(BEYOND_F64)),
                    None => Ok(self.mismatch("an object")),
                };
            }
        }
        Ok(Outcome::Filled)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Outcome, A::Error> {
        match self.slot.open() {
            ContainerMut::List(list) => read_items(list, OfSerde(seq), self.path, self.context)?,
            ContainerMut::Bytes(bytes) => read_bytes(bytes, seq)?,
            ContainerMut::Json(value) => {
                let read = ValueSeed::of_values(self.path, self.context).visit_seq(seq)?;
                *value = self.context.fitting(read)?;
            }
            ContainerMut::Record(_) | ContainerMut::None => {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(self.mismatch("a list"));
            }
        }
        Ok(Outcome::Filled)
    }
}

fn read_items<'de, I: Items<'de>>(
    list: &mut dyn List,
    mut items: I,
    path: &Path<'_>,
    context: &mut DecodeContext,
) -> Result<(), I::Error> {
    for index in 0.. {
        let path = path.item(index);
        let seed = ItemSeed {
            list: &mut *list,
            path: &path,
            context: &mut *context,
        };
        let item = items.next(seed);
        match context.locate(&path, item)? {
            None => break,
            Some(Outcome::Absent) => context.add_anomaly(&path, AnomalyKind::NullItem),
            Some(Outcome::Filled | Outcome::Mismatch) => {}
        }
    }
    Ok(())
}

/// Reads the single value in place of a list as its only item.
fn read_only_item<E: Error>(
    list: &mut dyn List,
    path: &Path<'_>,
    context: &mut DecodeContext,
    read: impl FnOnce(SlotSeed<'_>) -> Result<Outcome, E>,
) -> Result<Outcome, E> {
    let slot = push_item(list, context)?;
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
