//! Parses JSON strictly, and says what is wrong in a text that is none.

use std::borrow::Cow;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::reader;
use super::{BYTE_ORDER_MARK, Json, JsonEntry, JsonError, JsonValue};

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
        reader::read(text).map_or_else(|| parse(text), Ok)
    }
}

/// Parses with the parser that says what is wrong.
fn parse(text: &str) -> Result<Json, JsonError> {
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

#[cfg(test)]
mod tests {
    use super::{parse, reader::read};
    use crate::spec::json::{Json, JsonError};

    /// The reader gives what the parser gives, places included, or leaves the text to it.
    fn compare(text: &str) -> bool {
        let parsed = parse(text);
        let read = read(text);
        if let Some(read) = &read {
            assert_eq!(
                format!("{:?}", Ok::<&Json, &JsonError>(read)),
                format!("{:?}", parsed.as_ref()),
                "{text:?}"
            );
        }
        read.is_some()
    }

    #[test]
    fn what_is_right_is_read() {
        let texts = [
            r#" {"A": [1, -0, 2.5e+10, 1E5, 0.1e-3], "B" : {"C":null,"A":"中 \" \\ \/ \b \f \n \r \t é"}, "A": true} "#,
            "[]",
            "{ }",
            "[ [ ] , { } , \"\" ]",
            "\t\r\n\"\u{2028}\u{7f}\"",
            "false",
            "-0.0",
            r#""\u0000""#,
        ];
        for text in texts {
            assert!(compare(text), "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_or_rare_is_left_to_the_parser() {
        let deep = "[".repeat(100) + &"]".repeat(100);
        let texts = [
            "",
            " ",
            "{",
            "[1,]",
            "{\"A\":1,}",
            "01",
            "-",
            "1.",
            "1e",
            "+1",
            ".5",
            "nul",
            "truefalse",
            "1 2",
            "'a'",
            "{A:1}",
            "\"\n\"",
            "\"\\x41\"",
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\u00g0""#,
            r#""\u+123""#,
            r#""\u12"#,
            "\u{a0}1",
            "\u{feff}1",
            "// a\n1",
            "[1 2]",
            "{\"A\" 1}",
            "\"",
            "\"\\",
            &deep,
        ];
        for text in texts {
            assert!(!compare(text), "{text:?}");
        }
    }

    /// Every text that is one byte away from a right one.
    #[test]
    fn near_misses_are_read_as_the_parser_reads_them() {
        let right = r#"{"A": [1.5e3, "b\n中\u0041", null], "C": {"D": -10}}"#;
        let bytes = [
            0, b'\n', b' ', b'"', b',', b'-', b'.', b'0', b'1', b':', b'\\', b'{', b'}', b'[', b']', b'e', b'u', 0x7f,
        ];
        for place in 0..right.len() {
            let mut variants = vec![right.as_bytes().to_vec()];
            variants[0].remove(place);
            for byte in bytes {
                let mut replaced = right.as_bytes().to_vec();
                replaced[place] = byte;
                let mut inserted = right.as_bytes().to_vec();
                inserted.insert(place, byte);
                variants.extend([replaced, inserted]);
            }
            variants.push(right.as_bytes()[..place].to_vec());
            for variant in variants {
                if let Ok(text) = std::str::from_utf8(&variant) {
                    compare(text);
                }
            }
        }
    }
}
