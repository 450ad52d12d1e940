//! The members of a JSON object, in the order and with the digits in which they are written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[cfg(feature = "mock")]
use super::Binary;
use crate::Error;

pub(super) type Member<'a> = (String, &'a RawValue);

/// The members of `json`, each name once.
pub(super) fn members(json: &[u8]) -> Result<Vec<Member<'_>>, Error> {
    let Members(members) = serde_json::from_slice(json)
        .map_err(|_| Error::refused("the parameters need to be a JSON object, and they are not"))?;
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(Error::refused(format!("the parameter `{}` is set twice", twice[0]))),
        None => Ok(members),
    }
}

pub(super) struct Members<'a>(pub(super) Vec<Member<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<Member<'de>>;

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

/// A parameter as the text of a part, a header or a query: a string without its quotes, the rest as it is written.
pub(super) enum Text<'a> {
    Null,
    Plain(String),
    /// A list or an object.
    Nested(&'a str),
}

impl<'a> Text<'a> {
    /// # Errors
    /// A string that only JSON can say: it escapes half of a character, which no text holds.
    pub(super) fn of(name: &str, value: &'a RawValue) -> Result<Self, Error> {
        let json = value.get();
        Ok(match json.as_bytes() {
            [b'n', ..] => Self::Null,
            [b'{' | b'[', ..] => Self::Nested(json),
            [b'"', ..] => Self::Plain(serde_json::from_str(json).map_err(|_| {
                Error::refused(format!(
                    "the parameter `{name}` holds half a character, which only JSON can say"
                ))
            })?),
            _ => Self::Plain(json.to_owned()),
        })
    }
}

/// The parameters with the bytes among them, for a mock that reads requests; what is no object stays as it is.
#[cfg(feature = "mock")]
pub(in crate::client) fn with_bytes(json: &bytes::Bytes, binary: &[Binary]) -> bytes::Bytes {
    use serde_json::{Map, Value};

    if binary.is_empty() {
        return json.clone();
    }
    let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(json) else {
        return json.clone();
    };
    for Binary { name, bytes } in binary {
        members.insert(name.to_string(), Value::from(&**bytes));
    }
    Value::from(members).to_string().into()
}
