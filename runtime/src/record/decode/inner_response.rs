//! The member `Response` of an event: the event is an envelope if it is an object, and it is a member like any other if not.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::json_value::ValueSeed;

pub(super) enum InnerResponse {
    Object,
    /// Another value, `None` if it was not kept.
    Other(Option<Value>),
}

/// Passes over an object, which is read again as a response, and reads anything else.
pub(super) struct InnerResponseSeed<'s>(pub(super) ValueSeed<'s>);

impl<'de> DeserializeSeed<'de> for InnerResponseSeed<'_> {
    type Value = InnerResponse;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<InnerResponse, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for InnerResponseSeed<'_> {
    type Value = InnerResponse;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InnerResponse, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(InnerResponse::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<InnerResponse, A::Error> {
        self.0.visit_seq(seq).map(InnerResponse::Other)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<InnerResponse, E> {
        self.0.visit_bool(value).map(InnerResponse::Other)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<InnerResponse, E> {
        self.0.visit_i64(value).map(InnerResponse::Other)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<InnerResponse, E> {
        self.0.visit_u64(value).map(InnerResponse::Other)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<InnerResponse, E> {
        self.0.visit_f64(value).map(InnerResponse::Other)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<InnerResponse, E> {
        self.0.visit_str(text).map(InnerResponse::Other)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<InnerResponse, E> {
        self.0.visit_unit().map(InnerResponse::Other)
    }
}
