//! Repairs what some services and gateways write in place of JSON, so that one value does not cost the whole answer.
//!
//! A parser stops at half of a surrogate pair, at a number beyond the range of floats and at bytes that are not UTF-8. By
//! then the action has been carried out, and its result is in the rest of the document. Only a document that was refused
//! is repaired, so the others pay nothing. What a repair leaves behind is recognized while the copy is decoded: U+FFFD in
//! a text, and the digits of a number as a text. Both become an anomaly of their member.

use std::borrow::Cow;
use std::ops::Range;

use crate::record::is_beyond_f64;

/// A repaired document is at most so many times as long: each unreadable byte could become three.
const MAX_GROWTH: usize = 2;

/// Repairs `body`, or returns `None` if there is nothing to repair, which makes the first error the right one.
pub(super) fn repair(body: &[u8]) -> Option<String> {
    repair_with(body, is_beyond_f64)
}

/// [`repair`] for what is kept as text, in which any number of JSON has its place.
#[cfg(feature = "named")]
pub(super) fn repair_text(body: &[u8]) -> Option<String> {
    let is_number = |token: &str| serde_json::from_str::<&serde_json::value::RawValue>(token).is_ok();
    repair_with(body, |token| is_beyond_f64(token) && !is_number(token))
}

/// Repairs `body`; `is_quoted` tells which numbers and words become text.
fn repair_with(body: &[u8], is_quoted: impl Fn(&str) -> bool) -> Option<String> {
    let text = text(body)?;
    let is_quoted = &is_quoted;
    let mut length = text.len();
    let mut has_edits = matches!(text, Cow::Owned(_));
    for edit in Edits::new(&text, is_quoted) {
        has_edits = true;
        length += edit.replacement.len();
        length -= edit.range.len();
    }
    if !has_edits || length > body.len().saturating_mul(MAX_GROWTH) {
        return None;
    }
    let mut repaired = String::with_capacity(length);
    let mut copied = 0;
    for edit in Edits::new(&text, is_quoted) {
        repaired.push_str(text.get(copied..edit.range.start)?);
        repaired.push_str(&edit.replacement);
        copied = edit.range.end;
    }
    repaired.push_str(text.get(copied..)?);
    Some(repaired)
}

/// The body as text, with U+FFFD for what is not UTF-8.
fn text(body: &[u8]) -> Option<Cow<'_, str>> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Some(Cow::Borrowed(text));
    }
    let replaced = |chunk: &std::str::Utf8Chunk<'_>| if chunk.invalid().is_empty() { "" } else { "\u{fffd}" };
    let length: usize = body
        .utf8_chunks()
        .map(|chunk| chunk.valid().len() + replaced(&chunk).len())
        .sum();
    if length > body.len().saturating_mul(MAX_GROWTH) {
        return None;
    }
    let mut text = String::with_capacity(length);
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(replaced(&chunk));
    }
    Some(Cow::Owned(text))
}

/// A part of the text, and what takes its place.
struct Edit<'t> {
    range: Range<usize>,
    replacement: Cow<'t, str>,
}

/// All edits that a text needs, in their order.
struct Edits<'t, F> {
    text: &'t str,
    is_quoted: F,
    at: usize,
    is_in_string: bool,
}

impl<'t, F: Fn(&str) -> bool> Edits<'t, F> {
    fn new(text: &'t str, is_quoted: F) -> Self {
        Self {
            text,
            is_quoted,
            at: 0,
            is_in_string: false,
        }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Passes `length` bytes, and replaces them.
    fn replace(&mut self, length: usize, replacement: impl Into<Cow<'t, str>>) -> Option<Edit<'t>> {
        let range = self.at..self.at + length;
        self.at = range.end;
        Some(Edit {
            range,
            replacement: replacement.into(),
        })
    }

    /// Looks at one character of a string, and passes it.
    fn character(&mut self, first: u8) -> Option<Edit<'t>> {
        let rest = self.rest();
        match first {
            b'"' => self.is_in_string = false,
            b'\\' => match (rest.get(1), unit(rest)) {
                (Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'), _) => self.at += 1,
                (_, Some(0xD800..0xDC00)) => match rest.get(6..).and_then(unit) {
                    Some(0xDC00..0xE000) => self.at += 11,
                    _ => return self.replace(6, "\\ufffd"),
                },
                (_, Some(0xDC00..0xE000)) => return self.replace(6, "\\ufffd"),
                (_, Some(_)) => self.at += 5,
                // No escape of JSON.
                _ => return self.replace(1, "\\ufffd"),
            },
            0..0x20 => return self.replace(1, format!("\\u{first:04x}")),
            _ => {}
        }
        self.at += 1;
        None
    }

    /// Looks at a number or a word outside of strings, and passes it.
    fn token(&mut self) -> Option<Edit<'t>> {
        let is_in_token = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.rest().iter().take_while(|byte| is_in_token(byte)).count();
        let token = self.text.get(self.at..self.at + length).unwrap_or_default();
        if (self.is_quoted)(token) {
            return self.replace(length, format!("\"{token}\""));
        }
        self.at += length.max(1);
        None
    }
}

impl<'t, F: Fn(&str) -> bool> Iterator for Edits<'t, F> {
    type Item = Edit<'t>;

    fn next(&mut self) -> Option<Edit<'t>> {
        while let Some(first) = self.rest().first().copied() {
            let edit = if self.is_in_string {
                self.character(first)
            } else if first == b'"' {
                self.is_in_string = true;
                self.at += 1;
                None
            } else {
                self.token()
            };
            if edit.is_some() {
                return edit;
            }
        }
        None
    }
}

/// The UTF-16 code unit of an escape at the start of `bytes`.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::repair;

    fn repaired(body: &str) -> Option<String> {
        repair(body.as_bytes())
    }

    #[test]
    fn a_document_of_valid_values_needs_no_repair() {
        for body in [
            "",
            r#"{"A":[1,-2.5e300,true,null,"é\n\"\\\/\u00e9\ud83d\ude00 1e999 NaN"]}"#,
            r#"{"A":"#,
            r#"{"A":"\"#,
            "<html>not JSON</html>",
        ] {
            assert_eq!(
                repaired(body),
                (body == r#"{"A":"\"#).then(|| r#"{"A":"\ufffd"#.to_owned()),
                "{body}"
            );
        }
    }

    #[test]
    fn half_of_a_surrogate_pair_is_replaced() {
        for (half, whole) in [
            (r#""a\ud800b""#, r#""a\ufffdb""#),
            (r#""\uDC00""#, r#""\ufffd""#),
            (r#""\ud800\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud800\u0041""#, r#""\ufffd\u0041""#),
            (r#"{"\udfff":1}"#, r#"{"\ufffd":1}"#),
        ] {
            assert_eq!(repaired(half).as_deref(), Some(whole));
        }
    }

    #[test]
    fn a_number_beyond_floats_becomes_text() {
        let body = "[1e400,-1E+999,NaN,-Infinity,1e308,\"1e400\"]";
        assert_eq!(
            repaired(body).unwrap(),
            r#"["1e400","-1E+999","NaN","-Infinity",1e308,"1e400"]"#
        );
    }

    #[test]
    fn escapes_and_controls_that_json_does_not_have_are_replaced() {
        assert_eq!(repaired(r#""\x41\u12""#).unwrap(), r#""\ufffdx41\ufffdu12""#);
        assert_eq!(repaired("\"a\tb\"").unwrap(), r#""a\u0009b""#);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        assert_eq!(repair(b"{\"A\":\"a\xffb\"}").unwrap(), "{\"A\":\"a\u{fffd}b\"}");
        assert_eq!(repair(&[0xff; 100]), None, "a copy of three times the length");
    }
}
