//! Percent-encoding of names and values, for a query or a form.
//!
//! The crates percent-encoding and form_urlencoded escape the characters of the URL standard; services expect those of the
//! official SDKs.

/// Encodes `pairs` in their order, joined by `&`.
pub(crate) fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut form = String::new();
    for (name, value) in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        push_escaped(&mut form, name);
        form.push('=');
        push_escaped(&mut form, value);
    }
    form
}

/// Escapes the characters that the official SDKs escape, which is not the set of the URL standard: `~` stays as it is and
/// `*` does not.
fn push_escaped(form: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 0xf)]);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => form.push(char::from(byte)),
            b' ' => form.push('+'),
            _ => form.extend(['%', digit(byte >> 4), digit(byte)]),
        }
    }
}
