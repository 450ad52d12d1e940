//! Numbers that come as a map with one member.
//!
//! serde_json represents floats and long integers that way once any crate of a build turns on its feature
//! `arbitrary_precision`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

pub(super) const NUMBER_IN_MAP: &str = "$serde_json::private::Number";

/// Reads a map to its end, and returns the digits if it is a number.
pub(super) fn number_in_map<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    let digits = match map.next_key::<String>()? {
        Some(name) if name == NUMBER_IN_MAP => map.next_value_seed(Digits)?,
        Some(_) => map.next_value::<IgnoredAny>().map(|_| None)?,
        None => None,
    };
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(digits)
}

/// Reads a text, and skips anything else.
struct Digits;

impl<'de> DeserializeSeed<'de> for Digits {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Digits {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<String>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
