//! JSON values of any form, for undeclared members and for members that are declared as JSON.
//!
//! serde_json would read them without a limit: `[0,0` takes 32 bytes of memory for each two.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::context::DecodeContext;
use super::memory::{Account, LimitReached, Memory};
use super::number_in_map::NUMBER_IN_MAP;
use crate::record::path::Path;

/// What a node of a map takes, which has room for 11 entries.
const NODE_BYTES: usize = 11 * (size_of::<String>() + size_of::<Value>()) + 16;
/// The entries of a node that was split.
const ENTRIES_PER_NODE: usize = 6;

/// The deepest undeclared member that is kept. serde_json refuses a document that nests deeper than 128 levels, unless it
/// passes over the value.
const MAX_DEPTH: usize = 120;

/// Reads any value. The result is `None` if the memory does not suffice; the rest of the value is then skipped.
pub(crate) struct ValueSeed<'s> {
    pub(super) path: &'s Path<'s>,
    pub(super) context: &'s mut DecodeContext,
    pub(super) account: Account,
}

impl<'s> ValueSeed<'s> {
    /// Reads a value that the caller asked for.
    pub(crate) fn of_values(path: &'s Path<'s>, context: &'s mut DecodeContext) -> Self {
        Self {
            path,
            context,
            account: Account::Values,
        }
    }

    fn is_too_deep(&self) -> bool {
        self.account == Account::Notes && self.path.depth() >= MAX_DEPTH
    }

    fn memory(&mut self) -> &mut Memory {
        self.context.memory_of(self.account)
    }

    fn text(mut self, text: &str) -> Option<Value> {
        self.memory().take_text(text.len()).ok()?;
        self.context.check_json_text(self.path, text);
        Some(Value::from(text))
    }

    fn push(&mut self, items: &mut Vec<Value>, item: Value) -> Result<(), LimitReached> {
        if items.len() == items.capacity() {
            let additional = self.memory().grow(items.capacity(), size_of::<Value>())?;
            items.reserve_exact(additional);
        }
        items.push(item);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(Some(Value::from(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Option<Value>, E> {
        Ok(Some(Value::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Option<Value>, E> {
        Ok(Some(Value::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Option<Value>, E> {
        Ok(Some(Value::from(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<Value>, E> {
        Ok(self.text(text))
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Option<Value>, A::Error> {
        if self.is_too_deep() {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(None);
        }
        let mut items = Vec::new();
        for index in 0.. {
            let path = self.path.item(index);
            let item = seq.next_element_seed(ValueSeed {
                path: &path,
                context: &mut *self.context,
                account: self.account,
            });
            let Some(item) = self.context.locate(&path, item)? else {
                break;
            };
            if item.and_then(|item| self.push(&mut items, item).ok()).is_none() {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
        }
        Ok(Some(Value::Array(items)))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Option<Value>, A::Error> {
        if self.is_too_deep() {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(None);
        }
        let mut members = Map::new();
        loop {
            let name = map.next_key::<String>();
            let Some(name) = self.context.locate(self.path, name)? else {
                break;
            };
            if members.is_empty() && name == NUMBER_IN_MAP {
                let digits = map.next_value_seed(ValueSeed {
                    path: self.path,
                    context: &mut *self.context,
                    account: self.account,
                })?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(digits.map(number));
            }
            let path = self.path.member(&name);
            let value = map.next_value_seed(ValueSeed {
                path: &path,
                context: &mut *self.context,
                account: self.account,
            });
            let value = self.context.locate(&path, value)?;
            let starts_node = members.len().is_multiple_of(ENTRIES_PER_NODE);
            let memory = self.memory();
            let has_room = memory.take_text(name.len()).is_ok() && (!starts_node || memory.take(NODE_BYTES).is_ok());
            match value {
                Some(value) if has_room => members.insert(name, value),
                _ => {
                    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                    return Ok(None);
                }
            };
        }
        Ok(Some(Value::Object(members)))
    }
}

/// Reads an object.
pub(crate) struct ObjectSeed<'s> {
    pub(crate) path: &'s Path<'s>,
    pub(crate) context: &'s mut DecodeContext,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let value = ValueSeed::of_values(self.path, self.context).visit_map(map)?;
        self.context.fitting(value)
    }
}

/// Converts the digits of a number, as serde_json represents some with its feature `arbitrary_precision`.
fn number(digits: Value) -> Value {
    let number = digits.as_str().and_then(|digits| digits.parse::<Number>().ok());
    number.map_or(digits, Value::Number)
}
