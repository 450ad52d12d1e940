//! What a request's parameters were, for tests to look at.

use std::fmt;

use bytes::Bytes;
use tc3_codegen::spec::{Json, JsonValue};

/// The parameters of a received request, the same whichever way they were sent. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivedParameters {
    /// UTF-8.
    json: Bytes,
    /// Bytes that this holds beside the request's body.
    added_bytes: usize,
    binary: Vec<(String, Bytes)>,
}

impl ReceivedParameters {
    /// Those of a JSON body.
    pub(super) fn of_body(json: Bytes) -> Self {
        Self {
            json,
            added_bytes: 0,
            binary: Vec::new(),
        }
    }

    /// Those that came another way; `binary` are parts of the body.
    pub(super) fn written(json: String, binary: Vec<(String, Bytes)>) -> Self {
        Self {
            added_bytes: json.len(),
            json: json.into(),
            binary,
        }
    }

    /// All of them as a JSON object: of a JSON body its text as it came, otherwise with each value of its declared
    /// type, bytes as an empty string.
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// The value at `path`, such as `AccessRegionSet.0.Bandwidth`: the text of a string, anything else as JSON writes
    /// it.
    pub fn get(&self, path: &str) -> Option<String> {
        let mut value = Json::parse(self.json()).ok()?;
        for name in path.split('.') {
            value = match value.value {
                JsonValue::Array(mut items) => {
                    let index = name.parse().ok().filter(|index| *index < items.len())?;
                    items.swap_remove(index)
                }
                _ => value.get(name)?.clone(),
            };
        }
        match value.value {
            JsonValue::String(text) => Some(text),
            _ => Some(value.to_string()),
        }
    }

    /// The bytes of the parameter `name`, if it is one of bytes and was sent.
    pub fn bytes(&self, name: &str) -> Option<&Bytes> {
        let mut binary = self.binary.iter();
        binary.find(|(given, _)| given == name).map(|(_, bytes)| bytes)
    }

    pub(crate) fn added_bytes(&self) -> usize {
        self.added_bytes
    }
}

impl fmt::Debug for ReceivedParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedParameters({} bytes)", self.json.len())
    }
}
