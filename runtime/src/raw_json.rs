//! JSON as the service sent it.

use std::fmt;
use std::ops::Deref;

/// The JSON text of an output, as the service sent it: the order of members, the spelling of numbers and undeclared members
/// are kept. It dereferences to [`str`], and is always one JSON object.
///
/// [`Client::send_named`](crate::Client::send_named) returns it. Values that are not JSON are
/// repaired: bytes that are not UTF-8, half of a surrogate pair, and raw control characters become characters that JSON
/// can hold, and a word such as `NaN` becomes a string. `Debug` shows the length alone, since an output may hold secrets.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn price(output: &tc3::RawJson) -> Option<String> {
///     let output: std::collections::HashMap<String, tc3::Value> = serde_json::from_str(output).ok()?;
///     Some(output.get("Price")?.to_string())
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RawJson(Box<str>);

impl RawJson {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn save(output: &tc3::RawJson) -> std::io::Result<()> {
    ///     std::fs::write("output.json", output.as_str())
    /// }
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for RawJson {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for RawJson {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<RawJson> for String {
    fn from(json: RawJson) -> Self {
        json.0.into()
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawJson({} bytes)", self.0.len())
    }
}
