//! The line in which what was signed differs from what was sent.

use serde_json::{Value, json};

/// The first line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Where the line is: `canonical request, line 5`.
    pub which: String,
    /// The line that was signed, with invisible characters shown.
    pub signed: String,
    /// The line that is made of the request as it was sent, with invisible characters shown.
    pub sent: String,
}

impl Difference {
    pub(super) fn to_json(&self) -> Value {
        json!({"which": self.which, "signed": self.signed, "sent": self.sent})
    }
}
