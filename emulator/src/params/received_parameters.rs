//! The parameters of a recorded call, for tests to look at.

use std::fmt;

use bytes::Bytes;
use tc3_codegen::spec::{Json, JsonValue};

/// The parameters of a received request, the same for every encoding.
///
/// `Debug` shows only their size, since they may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceivedParameters {
    /// UTF-8.
    json: Bytes,
    /// Bytes that this holds in addition to the request's body.
    added_bytes: usize,
    binary: Vec<(String, Bytes)>,
}

impl ReceivedParameters {
    /// The parameters of a JSON body.
    pub(crate) fn from_body(json: Bytes) -> Self {
        Self {
            json,
            added_bytes: 0,
            binary: Vec::new(),
        }
    }

    /// The parameters of another encoding, written as JSON; `binary` are slices of the body.
    pub(crate) fn from_values(json: String, binary: Vec<(String, Bytes)>) -> Self {
        Self {
            added_bytes: json.len(),
            json: json.into(),
            binary,
        }
    }

    /// Returns all parameters as a JSON object.
    ///
    /// A JSON body is returned as it came. Other encodings are returned with each value of its declared type, and
    /// binary parameters as an empty string.
    ///
    /// ```
    /// # fn example(call: &tc3_emulator::ReceivedCall) -> Result<(), serde_json::Error> {
    /// let parameters: serde_json::Value = serde_json::from_str(call.parameters.json())?;
    /// assert_eq!(parameters["AccessRegionSet"][0]["Bandwidth"], 10);
    /// # Ok(()) }
    /// ```
    pub fn json(&self) -> &str {
        std::str::from_utf8(&self.json).unwrap_or_default()
    }

    /// Returns the value at a dotted path: the text of a string, anything else as JSON writes it. Returns `None` if
    /// there is no such parameter.
    ///
    /// ```
    /// # fn example(call: &tc3_emulator::ReceivedCall) {
    /// assert_eq!(call.parameters.get("AccessRegionSet.0.Bandwidth").as_deref(), Some("10"));
    /// # }
    /// ```
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

    /// Returns the bytes of the parameter `name`, or `None` if it is not a binary parameter or was not sent.
    ///
    /// ```
    /// # fn example(call: &tc3_emulator::ReceivedCall) {
    /// let log = call.parameters.bytes("LogContent").expect("a log");
    /// assert!(!log.is_empty());
    /// # }
    /// ```
    pub fn bytes(&self, name: &str) -> Option<&Bytes> {
        let mut binary = self.binary.iter();
        binary.find(|(given, _)| given == name).map(|(_, bytes)| bytes)
    }

    /// Whether these are a JSON body as it came.
    pub(crate) fn is_body(&self) -> bool {
        self.added_bytes == 0
    }

    pub(crate) fn has_binary(&self) -> bool {
        !self.binary.is_empty()
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
