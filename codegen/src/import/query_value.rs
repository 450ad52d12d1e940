//! Decodes the values of a documented query.
//!
//! Most of them are printed as they are meant: of the 167 values with a `+` in the two editions of the metadata, nearly
//! all are time zones (`+08:00`), telephone numbers, base64 and code, where a `+` is no space. Others were copied from a
//! real request, and are encoded: `2018-09-11+12%3a04%3a01`. A value is encoded if it has an escape and nothing that an
//! encoder would have escaped; of the 50 different values with escapes that a page shows, only
//! `http(s)://down.demo.com%2fsample_path` and two shortened certificates are not, and those are meant as they are.

/// Returns what a name or a value of a documented query stands for.
pub(super) fn decoded(text: &str) -> String {
    let text = text.trim();
    decoded_form(text).unwrap_or_else(|| text.to_owned())
}

/// Decodes form data; `None` if `text` has no escape, or anything that form data cannot have.
fn decoded_form(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut has_escape = false;
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?);
                rest = rest.get(2..)?;
                has_escape = true;
            }
            b'+' => bytes.push(b' '),
            byte if byte.is_ascii_alphanumeric() || b"-._~*()!'".contains(byte) => bytes.push(*byte),
            _ => return None,
        }
    }
    String::from_utf8(bytes).ok().filter(|_| has_escape)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn only_what_was_encoded_is_decoded() {
        for (text, expected) in [
            ("2018-09-11+12%3a04%3A01\r\n", "2018-09-11 12:04:01"),
            ("http%3A%2F%2Fa.b", "http://a.b"),
            ("a%20b", "a b"),
            ("bmq%2BEbWNo%3D", "bmq+EbWNo="),
            ("%E6%9D%A8", "杨"),
            ("Qcloud@Test++", "Qcloud@Test++"),
            ("2019-01-01T00:00:00+08:00", "2019-01-01T00:00:00+08:00"),
            ("+8618500000000", "+8618500000000"),
            ("/9j/4AAQ+w==", "/9j/4AAQ+w=="),
            ("100%", "100%"),
            ("like %25 and", "like %25 and"),
            ("http(s)://a.b%2fc", "http(s)://a.b%2fc"),
            ("50%+1", "50%+1"),
            ("%+1", "%+1"),
            ("%ff", "%ff"),
            ("a+b", "a+b"),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }
}
