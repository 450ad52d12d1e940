//! Reads JSON level by level, so that numbers and the order of members are kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Value;

/// Deeper values are refused: no answer of the API has a tenth of it.
const MAX_DEPTH: usize = 128;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonReadError(pub(crate) String);

impl fmt::Display for JsonReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads one JSON value.
///
/// # Errors
/// If the text is not JSON, or is nested deeper than 128.
pub(crate) fn parse(text: &str) -> Result<Value, JsonReadError> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| JsonReadError(error.to_string()))?;
    read(raw.get(), 0)
}

fn read(text: &str, depth: usize) -> Result<Value, JsonReadError> {
    if depth > MAX_DEPTH {
        return Err(JsonReadError(format!("it is nested deeper than {MAX_DEPTH}")));
    }
    let error = |error: serde_json::Error| JsonReadError(error.to_string());
    match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(error)?;
            let member = |(name, raw): (String, &RawValue)| Ok((name, read(raw.get(), depth + 1)?));
            members
                .into_iter()
                .map(member)
                .collect::<Result<_, _>>()
                .map(Value::Object)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(error)?;
            let item = |raw: &RawValue| read(raw.get(), depth + 1);
            items.into_iter().map(item).collect::<Result<_, _>>().map(Value::Array)
        }
        Some(b'"') => serde_json::from_str(text).map(Value::String).map_err(error),
        Some(b't') => Ok(Value::Bool(true)),
        Some(b'f') => Ok(Value::Bool(false)),
        Some(b'n') => Ok(Value::Null),
        _ => Ok(Value::Number(text.to_owned())),
    }
}

/// The members of an object in their order, repeated names included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_repeated_names_and_numbers_are_kept() {
        let value = parse(r#"{"b": 18446744073709551616, "a": [1.0, -0, 1e400], "b": "中"}"#).unwrap();
        let number = |text: &str| Value::Number(text.to_owned());
        let expected = Value::Object(vec![
            ("b".to_owned(), number("18446744073709551616")),
            (
                "a".to_owned(),
                Value::Array(vec![number("1.0"), number("-0"), number("1e400")]),
            ),
            ("b".to_owned(), Value::String("中".to_owned())),
        ]);
        assert_eq!(value, expected);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "{", "[1,]", "01", "nul", "\"a", "{\"a\":1} x", &"[".repeat(100_000)] {
            assert!(parse(text).is_err(), "{}", text.chars().take(20).collect::<String>());
        }
        assert!(parse(&format!("{}1{}", "[".repeat(500), "]".repeat(500))).is_err());
    }
}
