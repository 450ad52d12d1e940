//! JSON that keeps the place of each value.

use std::borrow::Cow;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

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
    /// Parses one JSON value strictly as RFC 8259 has it.
    ///
    /// ```
    /// use tc3_codegen::spec::Json;
    ///
    /// let json = Json::parse(r#"{"Ids": ["a", "b"]}"#).unwrap();
    /// let ids = json.get("Ids").unwrap();
    /// assert_eq!((ids.kind(), ids.range.clone()), ("a list", 8..18));
    /// assert_eq!(json.to_string(), r#"{"Ids":["a","b"]}"#);
    /// assert!(Json::parse("[1,]").is_err());
    /// ```
    ///
    /// # Errors
    /// Returns an error for a text that is not JSON, or whose values are nested deeper than 512.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        if text.starts_with(BYTE_ORDER_MARK) {
            return Err(JsonError {
                message: "a byte order mark precedes the text".to_owned(),
                range: 0..BYTE_ORDER_MARK.len_utf8(),
            });
        }
        let parsed = parse_to_ast(text, &CollectOptions::default(), &strict()).map_err(|error| JsonError {
            message: in_lower_case(&error.kind().to_string()),
            range: error.range().start..error.range().end,
        })?;
        let value = parsed.value.ok_or_else(|| JsonError {
            message: "there is no value".to_owned(),
            range: 0..text.len(),
        })?;
        match beyond_the_letter(text) {
            Some(error) => Err(error),
            None => Ok(convert(value)),
        }
    }

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

/// A sentence as part of another one.
fn in_lower_case(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// Finds what the parser accepts in `text` although RFC 8259 does not: control characters in strings, and white space
/// other than its four characters between values.
fn beyond_the_letter(text: &str) -> Option<JsonError> {
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        let message = match byte {
            _ if escaped => {
                escaped = false;
                continue;
            }
            b'\\' if in_string => {
                escaped = true;
                continue;
            }
            b'"' => {
                in_string = !in_string;
                continue;
            }
            b'\0'..b' ' if in_string => "a string contains a control character; write it as an escape",
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            _ if !in_string && !byte.is_ascii_graphic() => "a character that JSON does not know as a space",
            _ => continue,
        };
        let length = text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        return Some(JsonError {
            message: message.to_owned(),
            range: at..at + length,
        });
    }
    None
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn convert(node: ast::Value<'_>) -> Json {
    let range = node.range();
    let value = match node {
        ast::Value::NullKeyword(_) => JsonValue::Null,
        ast::Value::BooleanLit(boolean) => JsonValue::Bool(boolean.value),
        ast::Value::NumberLit(number) => JsonValue::Number(number.value.to_owned()),
        ast::Value::StringLit(string) => JsonValue::String(Cow::into_owned(string.value)),
        ast::Value::Array(array) => JsonValue::Array(array.elements.into_iter().map(convert).collect()),
        ast::Value::Object(object) => JsonValue::Object(object.properties.into_iter().map(convert_entry).collect()),
    };
    Json {
        value,
        range: range.start..range.end,
    }
}

fn convert_entry(property: ast::ObjectProp<'_>) -> JsonEntry {
    let range = property.name.range();
    let name = match property.name {
        ast::ObjectPropName::String(string) => Cow::into_owned(string.value),
        ast::ObjectPropName::Word(word) => word.value.to_owned(),
    };
    JsonEntry {
        name,
        name_range: range.start..range.end,
        value: convert(property.value),
    }
}
