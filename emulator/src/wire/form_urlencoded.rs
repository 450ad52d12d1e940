//! The parser of `application/x-www-form-urlencoded`: a query, or the body of a form.

use std::collections::BTreeMap;
use std::fmt;

use crate::wire::sanitize::excerpt;

/// Unescaped names and values; each name once, in the order of their bytes.
pub(crate) struct Form(BTreeMap<String, String>);

/// Shows only the names: a value may be secret.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Form {
    /// Parses `text`. The error says what is wrong with it, and contains no value.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let mut pairs = BTreeMap::new();
        for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = split(pair);
            let name = unescape(name).map_err(|error| format!("a name {error}"))?;
            let quoted = || excerpt(&name);
            let value = unescape(value).map_err(|error| format!("the value of `{}` {error}", quoted()))?;
            if pairs.contains_key(&name) {
                return Err(format!("`{}` is given twice", quoted()));
            }
            pairs.insert(name, value);
        }
        Ok(Self(pairs))
    }

    /// The value of `name`, if it is given and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn split(pair: &[u8]) -> (&[u8], &[u8]) {
    match pair.iter().position(|byte| *byte == b'=') {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, b""),
    }
}

/// Undoes percent-encoding, and `+` for a space.
pub(crate) fn unescape(text: &[u8]) -> Result<String, &'static str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().and_then(digit), rest.next().and_then(digit)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err("has a % without two hexadecimal digits after it"),
            },
            byte => *byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| "is not UTF-8")
}

/// The value of a hexadecimal digit.
fn digit(byte: &u8) -> Option<u8> {
    let value = char::from(*byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::Form;

    fn pairs(text: &[u8]) -> Vec<(String, String)> {
        let form = Form::parse(text).expect("a form");
        form.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn escapes_are_decoded_and_names_sorted() {
        let expected = [("A.0", "x y"), ("A_B", "é=&"), ("B", ""), ("C", "=")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(pairs(b"&C==&B&A_B=%C3%a9%3D%26&&A.0=x+y"), expected);
        assert_eq!(pairs(b""), []);
    }

    #[test]
    fn ambiguous_text_is_rejected_without_showing_its_value() {
        for text in [
            &b"A=secret%"[..],
            b"A=secret%4",
            b"A=secret%4g",
            b"A=secret%FF",
            b"A=secret&A=secret",
            b"%=secret",
        ] {
            let error = Form::parse(text).expect_err("an error");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_name_is_quoted_on_one_line_and_shortened() {
        let name = format!("a%0A{}", "b".repeat(1000));
        let error = Form::parse(format!("{name}=1&{name}=2").as_bytes()).expect_err("an error");
        assert!(error.starts_with(r"`a\nb") && error.len() < 200, "{error}");
    }
}
