//! Reads JSON that is right, in one pass.
//!
//! The emulator parses each request, and every command each file of a spec, in all but a few cases texts without a
//! mistake. What this reader does not know, a mistake or a pair of surrogates in an escape, is left to the parser behind
//! it, which says what is wrong and where: the two accept the same texts, and give the same values and places.
//! `serde_json` keeps no places.

use super::{Json, JsonEntry, JsonValue};

/// The deepest nesting that is read here.
const MAX_DEPTH: usize = 64;

/// The value of `text`; `None` if that takes the parser.
pub(super) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
    };
    let value = reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// The place of the next byte.
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Skips `byte` if it comes next.
    fn skip(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek()? {
            b'"' => JsonValue::String(self.string()?),
            b'{' => JsonValue::Object(self.object(depth)?),
            b'[' => JsonValue::Array(self.array(depth)?),
            b'-' | b'0'..=b'9' => JsonValue::Number(self.number()?),
            b't' => self.word("true", JsonValue::Bool(true))?,
            b'f' => self.word("false", JsonValue::Bool(false))?,
            b'n' => self.word("null", JsonValue::Null)?,
            _ => return None,
        };
        Some(Json {
            value,
            range: start..self.at,
        })
    }

    fn word(&mut self, word: &str, value: JsonValue) -> Option<JsonValue> {
        self.text.get(self.at..)?.strip_prefix(word)?;
        self.at += word.len();
        Some(value)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<Json>> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if depth == MAX_DEPTH {
            return None;
        }
        if self.skip(b']') {
            return Some(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.skip(b']') {
                return Some(items);
            }
            if !self.skip(b',') {
                return None;
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Vec<JsonEntry>> {
        let mut entries = Vec::new();
        self.at += 1;
        self.skip_space();
        if depth == MAX_DEPTH {
            return None;
        }
        if self.skip(b'}') {
            return Some(entries);
        }
        loop {
            self.skip_space();
            let start = self.at;
            let name = self.string()?;
            let name_range = start..self.at;
            self.skip_space();
            if !self.skip(b':') {
                return None;
            }
            entries.push(JsonEntry {
                name,
                name_range,
                value: self.value(depth + 1)?,
            });
            self.skip_space();
            if self.skip(b'}') {
                return Some(entries);
            }
            if !self.skip(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        if !self.skip(b'"') {
            return None;
        }
        let plain = self.plain()?;
        if self.skip(b'"') {
            return Some(plain.to_owned());
        }
        let mut text = plain.to_owned();
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ => return None,
            }
            text.push_str(self.plain()?);
        }
    }

    /// What comes before the next quote, backslash or control character.
    fn plain(&mut self) -> Option<&'t str> {
        let start = self.at;
        let rest = self.bytes.get(start..)?;
        self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        self.text.get(start..self.at)
    }

    /// The character of an escape, after its backslash.
    fn escape(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4)?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                self.at += 4;
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            _ => return None,
        })
    }

    fn number(&mut self) -> Option<String> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            if !self.skip(b'+') {
                self.skip(b'-');
            }
            self.digits()?;
        }
        self.text.get(start..self.at).map(str::to_owned)
    }

    /// Skips digits, at least one.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
