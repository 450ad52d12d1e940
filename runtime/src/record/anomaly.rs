//! Mismatches between a response and the spec.

use std::fmt;

use serde_json::Value;

/// A mismatch between a response and the spec. The member in question keeps its default.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn log(anomalies: &[tc3::Anomaly]) {
///     for anomaly in anomalies {
///         println!("{anomaly}"); // ProxySet[3].Bandwidth: expected an integer, found an object
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Anomaly {
    /// Path of the member: `ProxySet[3].Bandwidth`.
    pub path: String,
    /// What was found there.
    pub kind: AnomalyKind,
}

/// The kind of mismatch that an [`Anomaly`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnomalyKind {
    /// A member is absent, although the spec says that it is always present.
    Missing,
    /// A member is null, or an empty string in place of null, although the spec says that it is always present.
    Null,
    /// An item of a list is null, or an empty string in place of null, and was skipped. The path ends in the item's
    /// index in the response.
    NullItem,
    /// A text holds something that is no character, such as half of a surrogate pair or bytes that are not UTF-8. U+FFFD
    /// stands in its place.
    InvalidText,
    /// A value has a type that cannot be converted to the declared one.
    WrongType {
        /// What the spec declares: `an integer`.
        expected: &'static str,
        /// What was found: `an object`.
        found: &'static str,
    },
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            AnomalyKind::Missing => write!(f, "{}: absent", self.path),
            AnomalyKind::Null => write!(f, "{}: null", self.path),
            AnomalyKind::NullItem => write!(f, "{}: null in a list", self.path),
            AnomalyKind::InvalidText => write!(f, "{}: invalid characters in a text", self.path),
            AnomalyKind::WrongType { expected, found } => {
                write!(f, "{}: expected {expected}, found {found}", self.path)
            }
        }
    }
}

/// A member of a response that the spec does not declare.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn added(unknown: &[tc3::UnknownMember]) -> Option<&tc3::Value> {
///     let member = unknown.iter().find(|member| member.path == "NewMember")?;
///     Some(&member.value)
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// Path of the member: `ProxySet[3].NewMember`.
    pub path: String,
    /// Its value, as received.
    pub value: Value,
}
