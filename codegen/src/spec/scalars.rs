//! The values of keys that hold no objects: how each is read, what is expected, and what to write instead.

use super::json::{Json, JsonValue};
use crate::source::quoted;

/// Something that a spec file holds as one value.
pub(super) trait ReadScalar: Sized {
    const EXPECTED: &'static str;
    /// A value to begin with, as JSON.
    const FORM: &'static str;

    fn read(json: &Json) -> Option<Self>;

    /// What to write instead of `json`, which is of another kind.
    fn rewritten(json: &Json) -> Option<String> {
        let unquoted = Json::parse(json.as_str()?.trim()).ok()?;
        Self::read(&unquoted).map(|_| format!("write `{unquoted}`, without quotes"))
    }
}

impl ReadScalar for String {
    const EXPECTED: &'static str = "a string";
    const FORM: &'static str = "\"...\"";

    fn read(json: &Json) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }

    fn rewritten(json: &Json) -> Option<String> {
        match &json.value {
            JsonValue::Bool(_) | JsonValue::Number(_) => {
                Some(format!("write {}, in quotes", quoted(&format!("\"{json}\""))))
            }
            JsonValue::Array(items) => match items.as_slice() {
                [item] if item.as_str().is_some() => Some("write the string alone, without `[` and `]`".to_owned()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl ReadScalar for bool {
    const EXPECTED: &'static str = "true or false";
    const FORM: &'static str = "false";

    fn read(json: &Json) -> Option<Self> {
        match json.value {
            JsonValue::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn rewritten(json: &Json) -> Option<String> {
        let text = match &json.value {
            JsonValue::String(text) | JsonValue::Number(text) => text.trim().to_ascii_lowercase(),
            _ => return None,
        };
        match text.as_str() {
            "true" | "false" => Some(format!("write `{text}`, without quotes")),
            "yes" | "on" | "1" => Some("write `true`".to_owned()),
            "no" | "off" | "0" => Some("write `false`, or take the key out".to_owned()),
            _ => None,
        }
    }
}

impl ReadScalar for u64 {
    const EXPECTED: &'static str = "a whole number, 0 or above";
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for i64 {
    const EXPECTED: &'static str = "a signed 64-bit integer";
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for f64 {
    const EXPECTED: &'static str = "a number";
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }
}

impl ReadScalar for Json {
    const EXPECTED: &'static str = "a value";
    const FORM: &'static str = "\"...\"";

    fn read(json: &Json) -> Option<Self> {
        Some(json.clone())
    }
}

impl Default for Json {
    fn default() -> Self {
        Self {
            value: JsonValue::Null,
            range: 0..0,
        }
    }
}
