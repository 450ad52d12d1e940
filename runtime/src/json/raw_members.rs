//! Reads the members of a JSON object, or the items of a list, without parsing their values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object in their order, repeated names included.
pub(crate) struct RawMembers<'a>(pub(crate) Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for RawMembers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// The raw text of the value of a member, the last one where the name repeats; `None` without it, or if it is null.
///
/// A name that no member has is taken for a path: `Result.List` is the member `List` of the member `Result`.
#[cfg(feature = "named")]
pub(crate) fn raw_member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let RawMembers(members) = serde_json::from_str(object).ok()?;
    let find = |name: &str| {
        let found = members.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.get())
    };
    let value = match (find(name), name.split_once('.')) {
        (None, Some((first, rest))) => raw_member(find(first)?, rest)?,
        (value, _) => value?,
    };
    (value != "null").then_some(value)
}
