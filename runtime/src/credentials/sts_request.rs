//! The body of a request to STS, wiped when it is dropped.

use serde::ser::{Serialize, Serializer};
use zeroize::Zeroizing;

pub(super) enum Parameter<'a> {
    Text(&'a str),
    Number(u64),
}

impl Serialize for Parameter<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
        }
    }
}

pub(super) struct Parameters<'a>(pub(super) &'a [(&'static str, Parameter<'a>)]);

impl Parameters<'_> {
    pub(super) fn to_json(&self) -> Zeroizing<Vec<u8>> {
        // Escapes aside, the buffer does not grow, and so leaves no copy behind.
        let texts = self.0.iter().map(|(name, parameter)| match parameter {
            Parameter::Text(text) => name.len() + text.len(),
            Parameter::Number(_) => name.len(),
        });
        let reserved = texts.sum::<usize>() + 32 * (self.0.len() + 1);
        let mut json = Zeroizing::new(Vec::with_capacity(reserved));
        // Writing texts and numbers to memory cannot fail.
        let _ = serde_json::to_writer(&mut *json, self);
        json
    }
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
