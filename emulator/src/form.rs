//! `application/x-www-form-urlencoded`: a query, or the body of a form.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::excerpt::excerpt;

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// Names and values, unescaped; each name once, in the order of their bytes.
pub(crate) struct Form(BTreeMap<String, String>);

/// Shows the names alone: a value may be secret.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Form {
    /// Reads `text`; the error says what is wrong with it and shows no value.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let mut pairs = BTreeMap::new();
        for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = split(pair);
            let name = unescape(name).map_err(|fault| format!("a name {fault}"))?;
            let shown = || excerpt(&name, MAX_SHOWN);
            let value = unescape(value).map_err(|fault| format!("the value of `{}` {fault}", shown()))?;
            if pairs.contains_key(&name) {
                return Err(format!("`{}` is given twice", shown()));
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

/// `query` with other values in the place of those whose name, unescaped, `hides` picks out.
pub(crate) fn with_hidden_values(query: &str, hides: impl Fn(&str) -> bool, instead: &str) -> String {
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let hidden = match unescape(name.as_bytes()) {
            Ok(unescaped) => hides(&unescaped),
            Err(_) => true,
        };
        match hidden && pair.contains('=') {
            true => Cow::Owned(format!("{name}={instead}")),
            false => Cow::Borrowed(pair),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn split(pair: &[u8]) -> (&[u8], &[u8]) {
    match pair.iter().position(|byte| *byte == b'=') {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, b""),
    }
}

fn unescape(text: &[u8]) -> Result<String, &'static str> {
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

fn digit(byte: &u8) -> Option<u8> {
    let value = char::from(*byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::{Form, with_hidden_values};

    fn pairs(text: &[u8]) -> Vec<(String, String)> {
        let form = Form::parse(text).expect("a form");
        form.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn spaces_and_escapes_are_undone_and_names_sorted() {
        let expected = [("A.0", "x y"), ("A_B", "é=&"), ("B", ""), ("C", "=")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(pairs(b"&C==&B&A_B=%C3%a9%3D%26&&A.0=x+y"), expected);
        assert_eq!(pairs(b""), []);
    }

    #[test]
    fn what_has_no_one_reading_is_refused_without_its_value() {
        for text in [
            &b"A=secret%"[..],
            b"A=secret%4",
            b"A=secret%4g",
            b"A=secret%FF",
            b"A=secret&A=secret",
            b"%=secret",
        ] {
            let fault = Form::parse(text).expect_err("a fault");
            assert!(!fault.contains("secret"), "{fault}");
        }
    }

    #[test]
    fn a_name_is_shown_on_one_line_and_shortened() {
        let name = format!("a%0A{}", "b".repeat(1000));
        let fault = Form::parse(format!("{name}=1&{name}=2").as_bytes()).expect_err("a fault");
        assert!(fault.starts_with(r"`a\nb") && fault.len() < 200, "{fault}");
    }

    #[test]
    fn hidden_values_are_replaced_under_every_spelling_of_their_name() {
        let query = "Word=1&W%6frd=2&Name=a+b&W=&Word&%=3";
        let shown = with_hidden_values(query, |name| name == "Word", "***");
        assert_eq!(shown, "Word=***&W%6frd=***&Name=a+b&W=&Word&%=***");
    }
}
