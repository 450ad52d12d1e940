//! JSON that contains secrets, wiped when it is dropped.
//!
//! serde_json's own `Value` would leave copies of a secret behind: in the half of a document that was read before a
//! mistake in it, and in the buffer in which the parser decodes a text with escapes. So texts are read into memory that
//! is wiped whenever it is dropped, and escapes of plain characters (`\/`, which PHP writes, and `\u003d`, which Go
//! writes) are decoded before the parser sees them. No other escape occurs in an id, a key or a token.
//!
//! Bodies that may contain credentials are wiped before they become part of an error.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use zeroize::{Zeroize, Zeroizing};

use crate::error::BoxError;
use crate::http_response::HttpResponse;
use crate::{Credentials, Error};

/// A parsed JSON document that is wiped when it is dropped.
pub(super) struct SecretJson(Secret);

/// A value. Lists, which no document with credentials has, are read past.
enum Secret {
    Text(Zeroizing<String>),
    Number(f64),
    Object(Vec<(String, Secret)>),
    Null,
    Other,
}

impl SecretJson {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        match serde_json::from_slice(&without_plain_escapes(json)) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(Error::config(format!("it is not JSON: {error}"))),
        }
    }

    /// The value at a JSON pointer. Of two members with one name, it is the last.
    fn at(&self, pointer: &str) -> Option<&Secret> {
        pointer.split('/').skip(1).try_fold(&self.0, |value, name| match value {
            Secret::Object(members) => {
                let mut last_first = members.iter().rev();
                last_first.find(|(member, _)| member == name).map(|(_, value)| value)
            }
            _ => None,
        })
    }

    /// Whether there is anything at a JSON pointer, null included.
    pub(super) fn has(&self, pointer: &str) -> bool {
        self.at(pointer).is_some()
    }

    /// The text at a JSON pointer; `None` if there is nothing, null or something else.
    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        match self.at(pointer)? {
            Secret::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text at a JSON pointer; `None` if there is nothing, null or an empty text.
    ///
    /// # Errors
    /// If there is something else.
    pub(super) fn optional_text(&self, pointer: &str) -> Result<Option<&str>, Error> {
        match self.at(pointer) {
            Some(Secret::Text(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
            None | Some(Secret::Null) => Ok(None),
            Some(_) => Err(no_text(pointer)),
        }
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.0, Secret::Object(_))
    }

    /// An owned copy of the text at a JSON pointer, wiped when it is dropped.
    pub(super) fn secret(&self, pointer: &str) -> Result<Zeroizing<String>, Error> {
        match self.text(pointer) {
            Some(text) => Ok(Zeroizing::new(text.to_owned())),
            None => Err(no_text(pointer)),
        }
    }

    /// The temporary credentials in a response of the metadata service or of STS: the members under `parent`, and the
    /// expiry in seconds since 1970 at `expiry`.
    pub(super) fn temporary_credentials(&self, parent: &str, expiry: &str) -> Result<Credentials, Error> {
        let names = ["TmpSecretId", "TmpSecretKey", "Token"].map(|name| format!("{parent}/{name}"));
        let [id, mut key, mut token] = [
            self.secret(&names[0])?,
            self.secret(&names[1])?,
            self.secret(&names[2])?,
        ];
        let credentials = Credentials::new(id.as_str(), std::mem::take(&mut *key))
            .with_token(std::mem::take(&mut *token))
            .with_expiry(self.time(expiry)?);
        credentials.validate(names.each_ref().map(String::as_str))?;
        Ok(credentials)
    }

    fn time(&self, pointer: &str) -> Result<SystemTime, Error> {
        let time = self.optional_time(pointer)?;
        time.ok_or_else(|| no_time(pointer))
    }

    /// The time in seconds since 1970 at a JSON pointer; `None` if there is nothing or null.
    ///
    /// # Errors
    /// If there is something else, or a time that is out of range.
    pub(super) fn optional_time(&self, pointer: &str) -> Result<Option<SystemTime>, Error> {
        let seconds = match self.at(pointer) {
            None | Some(Secret::Null) => return Ok(None),
            Some(Secret::Number(seconds)) => Duration::try_from_secs_f64(*seconds).ok(),
            Some(_) => None,
        };
        let time = seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(seconds));
        time.map(Some).ok_or_else(|| no_time(pointer))
    }
}

fn no_text(pointer: &str) -> Error {
    Error::config(format!("it has no text at {pointer}"))
}

fn no_time(pointer: &str) -> Error {
    Error::config(format!("it has no time at {pointer}"))
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretVisitor)
    }
}

struct SecretVisitor;

impl<'de> Visitor<'de> for SecretVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Secret, E> {
        Ok(Secret::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Secret, E> {
        Ok(Secret::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Secret, E> {
        Ok(Secret::Number(number))
    }

    fn visit_unit<E>(self) -> Result<Secret, E> {
        Ok(Secret::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Secret, E> {
        Ok(Secret::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Secret, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Secret::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Secret, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = entries.next_entry()? {
            members.push(member);
        }
        Ok(Secret::Object(members))
    }
}

/// `json` with the plain characters in place of their escapes.
fn without_plain_escapes(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(json.len()));
    let mut rest = json;
    let mut is_text = false;
    while let Some((&byte, after)) = rest.split_first() {
        is_text ^= byte == b'"';
        let (replaced, next) = match (byte, after) {
            _ if !is_text => (byte, after),
            (b'\\', [b'/', next @ ..]) => (b'/', next),
            (b'\\', [b'u', digits @ ..]) => match escaped_byte(digits) {
                Some(byte) => (byte, &digits[4..]),
                None => (byte, after),
            },
            (b'\\', [escaped, next @ ..]) => {
                plain.push(b'\\');
                (*escaped, next)
            }
            _ => (byte, after),
        };
        plain.push(replaced);
        rest = next;
    }
    plain
}

/// The character whose four digits these are, if it can be written without an escape.
fn escaped_byte(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    (byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')).then_some(byte)
}

/// Wipes the body of a response, unless something else still holds it.
pub(super) fn wipe(body: Bytes) {
    if let Ok(mut body) = body.try_into_mut() {
        body.as_mut().zeroize();
    }
}

/// The error for an answer that should hold credentials and does not. Its body is wiped.
pub(super) fn unreadable(mut answer: HttpResponse, why: impl Into<BoxError>) -> Error {
    wipe(std::mem::take(&mut answer.body));
    Error::unreadable_secret(answer, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_escapes_are_decoded_and_no_others() {
        let cases = [
            (r#"{"a":"b\/c\u003D\u0041"}"#, r#"{"a":"b/c=A"}"#),
            (r#""\\/ \\u0041 \"\/""#, r#""\\/ \\u0041 \"/""#),
            (
                r#""\u0022\u005c\u000a\u00e4\u+041\u004""#,
                r#""\u0022\u005c\u000a\u00e4\u+041\u004""#,
            ),
            (r"\u007b\/", r"\u007b\/"),
            ("\"\\", "\"\\"),
            ("\"\\u", "\"\\u"),
        ];
        for (json, expected) in cases {
            assert_eq!(*without_plain_escapes(json.as_bytes()), expected.as_bytes(), "{json}");
        }
    }

    #[test]
    fn values_are_found_by_pointer_and_the_last_of_a_name_counts() {
        let json =
            br#"{"a":{"b":"1","b":"2"},"list":["x"],"n":null,"t":1.5,"u":18446744073709551615,"minus":-1,"e":""}"#;
        let document = SecretJson::parse(json).unwrap();
        assert!(document.is_object());
        assert_eq!(document.text("/a/b"), Some("2"));
        assert_eq!(document.text("/list/0"), None);
        assert_eq!(document.optional_text("/n").unwrap(), None);
        assert_eq!(document.optional_text("/e").unwrap(), None);
        assert!(document.optional_text("/t").is_err() && document.optional_text("/list").is_err());
        let time = document.optional_time("/t").unwrap().unwrap();
        assert_eq!(time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis(), 1500);
        for out_of_range in ["/u", "/minus", "/a"] {
            assert!(document.optional_time(out_of_range).is_err(), "{out_of_range}");
        }
        assert_eq!(document.optional_time("/absent").unwrap(), None);
    }
}
