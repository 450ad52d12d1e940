//! Signature version 1, methods `HmacSHA1` and `HmacSHA256`, written from its published steps.

pub(crate) mod recipe;

use crate::Request;
use crate::query::{raw_pairs, unescape};

/// A parameter of a query or a form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// As it was sent, still escaped.
    pub(crate) raw_name: String,
    pub(crate) raw_value: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Pair {
    /// A parameter that was not sent.
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self {
            raw_name: escape(name),
            raw_value: escape(value),
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}

/// Escapes a value as clients send it.
pub(crate) fn escape(text: &str) -> String {
    crate::query::escape(text, "-_.~", "%20")
}

/// The text that holds the parameters: the query of a GET, the body of any other method. `None` if that is no text.
pub(crate) fn form_text(request: &Request) -> Option<&str> {
    if request.method.eq_ignore_ascii_case("GET") {
        return Some(request.query());
    }
    let body = request.body.as_deref()?;
    std::str::from_utf8(body).ok()
}

/// The parameters of a request in the order in which they were sent.
pub(crate) fn pairs(request: &Request) -> Vec<Pair> {
    let text = form_text(request).unwrap_or_default();
    if text.starts_with(['{', '[']) {
        return Vec::new();
    }
    let pairs = raw_pairs(text).into_iter();
    pairs
        .map(|(name, value)| Pair {
            raw_name: name.to_owned(),
            raw_value: value.to_owned(),
            name: unescape(name),
            value: unescape(value),
        })
        .collect()
}

/// The value of a parameter, if it is there and not empty.
pub(crate) fn value<'p>(pairs: &'p [Pair], name: &str) -> Option<&'p str> {
    let mut named = pairs.iter().filter(|pair| pair.name == name);
    named
        .next()
        .map(|pair| pair.value.as_str())
        .filter(|value| !value.is_empty())
}

/// Whether a request is signed in version 1, or was meant to be.
pub(crate) fn is_meant(request: &Request) -> bool {
    let pairs = pairs(request);
    value(&pairs, "Signature").is_some() || value(&pairs, "SignatureMethod").is_some()
}
