//! Reads JSON in one pass, and keeps numbers and the order of members.
//!
//! serde_json hands out numbers as they are written only as raw values, each level of which is read anew: an answer of
//! 20 MB took seven passes. It also refuses half of a surrogate pair, which some answers have; here it becomes U+FFFD.

use std::fmt;

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

/// Reads one JSON value. Of half a surrogate pair, U+FFFD is left.
///
/// # Errors
/// If the text is not JSON, or is nested deeper than 128.
pub(crate) fn parse(text: &str) -> Result<Value, JsonReadError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_blanks();
    if reader.at < text.len() {
        return Err(reader.error("there is more after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// An error with its line and column, as serde_json counts them.
    fn error(&self, message: &str) -> JsonReadError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        JsonReadError(format!("{message} at line {line} column {column}"))
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonReadError> {
        if depth > MAX_DEPTH {
            return Err(JsonReadError(format!("it is nested deeper than {MAX_DEPTH}")));
        }
        self.skip_blanks();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.error("expected a value")),
            None => Err(self.error("it ends too early")),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, JsonReadError> {
        if !self.rest().starts_with(word) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonReadError> {
        self.at += 1;
        let mut members = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_blanks();
            if self.peek() != Some(b'"') {
                return Err(self.error("expected the name of a member in double quotes"));
            }
            let name = self.string()?;
            if !self.take(b':') {
                return Err(self.error("expected :"));
            }
            members.push((name, self.value(depth + 1)?));
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return Err(self.error("expected , or }"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonReadError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            if !self.take(b',') {
                return Err(self.error("expected , or ]"));
            }
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Value, JsonReadError> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let is_zero = self.peek() == Some(b'0');
        let mut digits = self.digits();
        if digits == 0 || (is_zero && digits > 1) {
            return Err(self.error("this is no number"));
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            digits = self.digits();
        }
        if digits > 0 && matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            digits = self.digits();
        }
        if digits == 0 {
            return Err(self.error("this is no number"));
        }
        Ok(Value::Number(
            self.text.get(start..self.at).unwrap_or_default().to_owned(),
        ))
    }

    fn string(&mut self) -> Result<String, JsonReadError> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let is_special = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
            let length = self.rest().bytes().position(is_special).unwrap_or(self.rest().len());
            string.push_str(self.rest().get(..length).unwrap_or_default());
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => {
                    self.at += 1;
                    string.push(self.escape()?);
                }
                Some(_) => return Err(self.error("a control character in a string is escaped")),
                None => return Err(self.error("it ends in a string")),
            }
        }
    }

    /// The character of an escape, behind its backslash.
    fn escape(&mut self) -> Result<char, JsonReadError> {
        let escape = self.peek();
        self.at += usize::from(escape.is_some_and(|byte| byte.is_ascii()));
        Ok(match escape {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.code_unit()?;
                let Some(character) = char::from_u32(first) else {
                    return Ok(self.pair(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                };
                character
            }
            _ => return Err(self.error("this is no escape")),
        })
    }

    /// The character of a surrogate pair, if the other half follows.
    fn pair(&mut self, first: u32) -> Option<char> {
        let mut ahead = Self {
            text: self.text,
            at: self.at,
        };
        if !ahead.rest().starts_with("\\u") {
            return None;
        }
        ahead.at += 2;
        let units = [u16::try_from(first).ok()?, u16::try_from(ahead.code_unit().ok()?).ok()?];
        let character = char::decode_utf16(units).next().and_then(Result::ok)?;
        self.at = ahead.at;
        Some(character)
    }

    fn code_unit(&mut self) -> Result<u32, JsonReadError> {
        let digits = self
            .rest()
            .get(..4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.error("this is no escape"))?;
        self.at += 4;
        Ok(unit)
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

    #[test]
    fn strings_are_read_as_serde_json_reads_them() {
        let escapes = r#""\"\\\/\b\f\n\r\t\u4e2d\ud83d\ude00 中\u0000""#;
        let theirs: String = serde_json::from_str(escapes).unwrap();
        assert_eq!(parse(escapes), Ok(Value::String(theirs)));
        for wrong in [
            r#""\x""#,
            r#""\u12""#,
            r#""\u12g4""#,
            r#""\u+123""#,
            "\"\n\"",
            "\"\\",
            r#""\中""#,
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn half_of_a_surrogate_pair_does_not_spoil_the_answer() {
        for (json, expected) in [
            (r#""\ud800""#, "\u{fffd}"),
            (r#""a\ud800b""#, "a\u{fffd}b"),
            (r#""\ud800\n""#, "\u{fffd}\n"),
            (r#""\ud800\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\udc00""#, "\u{fffd}"),
        ] {
            assert_eq!(parse(json), Ok(Value::String(expected.to_owned())), "{json}");
        }
        assert!(parse(r#""\ud800\u12""#).is_err());
    }

    #[test]
    fn the_same_numbers_are_taken_as_by_serde_json() {
        for text in [
            "0", "-0", "1.5", "1e5", "1E+5", "1.0e-7", "01", "1.", ".5", "-", "+1", "1e", "1e+", "--1", "0x1", "1.e5",
            "00", "-01",
        ] {
            let theirs = serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok();
            assert_eq!(parse(text).is_ok(), theirs, "{text}");
        }
    }

    #[test]
    fn an_error_says_where() {
        let error = parse("{\n  \"中\": x}").unwrap_err();
        assert_eq!(error.to_string(), "expected a value at line 2 column 8");
    }
}
