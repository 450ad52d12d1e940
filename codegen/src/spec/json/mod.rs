//! JSON that keeps the place of each value.

mod parse;
mod reader;

use std::ops::Range;

/// A JSON value and the bytes of the text that it came from.
#[derive(Clone, Debug)]
pub struct Json {
    /// The value.
    pub value: JsonValue,
    /// The bytes of the text that hold it.
    pub range: Range<usize>,
}

/// What a [`Json`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonValue {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// `[..]`
    Array(Vec<Json>),
    /// `{..}`, in the order it was written.
    Object(Vec<JsonEntry>),
}

/// One name and value of a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonEntry {
    /// The name.
    pub name: String,
    /// The bytes of the text that hold the name, quotes included.
    pub name_range: Range<usize>,
    /// The value.
    pub value: Json,
}

/// Compares values without their places; the order of an object's names does not count.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (JsonValue::Object(ours), JsonValue::Object(theirs)) => {
                ours.len() == theirs.len()
                    && ours
                        .iter()
                        .all(|entry| other.get(&entry.name).is_some_and(|value| *value == entry.value))
            }
            (ours, theirs) => ours == theirs,
        }
    }
}

/// Some editors put it before the text. A parser may skip it (RFC 8259, section 8.1), but not all tools that read a spec
/// do.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub range: Range<usize>,
}

impl Json {
    /// Returns the value of `name` if this is an object that has it; the last one where a name repeats.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let entries = self.as_object()?;
        entries
            .iter()
            .rev()
            .find(|entry| entry.name == name)
            .map(|entry| &entry.value)
    }

    /// Returns the entries if this is an object.
    pub fn as_object(&self) -> Option<&[JsonEntry]> {
        match &self.value {
            JsonValue::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// Returns the text if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            JsonValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Names the kind of the value with an article: `a list`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            JsonValue::Null => "null",
            JsonValue::Bool(_) => "a boolean",
            JsonValue::Number(_) => "a number",
            JsonValue::String(_) => "a string",
            JsonValue::Array(_) => "a list",
            JsonValue::Object(_) => "an object",
        }
    }
}
