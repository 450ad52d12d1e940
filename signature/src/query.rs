//! Percent-encoding of queries and forms.

use std::fmt::Write;

/// Undoes percent-encoding, and `+` for a blank. What is no escape stays as it is.
pub(crate) fn unescape(text: &str) -> String {
    unescape_bytes(text, true)
}

/// Undoes percent-encoding alone.
pub(crate) fn unescape_percent(text: &str) -> String {
    unescape_bytes(text, false)
}

fn unescape_bytes(text: &str, plus_is_blank: bool) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = match byte {
            b'%' => digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2))),
            _ => None,
        };
        match (byte, escaped) {
            (_, Some((high, low))) => {
                plain.push(u8::try_from(high << 4 | low).unwrap_or_default());
                at += 2;
            }
            (b'+', None) if plus_is_blank => plain.push(b' '),
            (byte, None) => plain.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Percent-encodes everything but letters, digits and `kept`, a blank as `blank`.
pub(crate) fn escape(text: &str, kept: &str, blank: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        let character = char::from(byte);
        if byte.is_ascii_alphanumeric() || (byte.is_ascii() && kept.contains(character)) {
            escaped.push(character);
        } else if byte == b' ' {
            escaped.push_str(blank);
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The pairs of a query or a form, still escaped, in their order. A pair without `=` has an empty value.
pub(crate) fn raw_pairs(text: &str) -> Vec<(&str, &str)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

#[cfg(test)]
mod tests {
    use super::{escape, raw_pairs, unescape, unescape_percent};

    #[test]
    fn escapes_are_undone_and_made() {
        assert_eq!(unescape("a+b%20%E4%B8%AD%zz%4"), "a b 中%zz%4");
        assert_eq!(unescape_percent("a+b%2b"), "a+b+");
        assert_eq!(escape("a b/中~", "-_.~", "%20"), "a%20b%2F%E4%B8%AD~");
        assert_eq!(raw_pairs("&A=1=2&B&"), [("A", "1=2"), ("B", "")]);
    }
}
