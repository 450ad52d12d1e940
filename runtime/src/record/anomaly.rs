use std::fmt;

use serde_json::Value;

/// Something in a response that is not as the spec says. The member in question was left at its default.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Anomaly {
    /// Where: `ProxySet[3].Bandwidth`.
    pub path: String,
    /// What was found.
    pub kind: AnomalyKind,
}

/// What is not as the spec says in an [`Anomaly`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnomalyKind {
    /// A member is absent that the spec calls always present.
    Missing,
    /// A member is null, or an empty string for null, that the spec calls always present.
    Null,
    /// An item of a list is null, or an empty string for null; it was skipped. The path ends in its index in the response.
    NullItem,
    /// A value is of a type that cannot be read as the declared one.
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
            AnomalyKind::WrongType { expected, found } => {
                write!(f, "{}: expected {expected}, found {found}", self.path)
            }
        }
    }
}

/// A member of a response that the spec does not declare.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// Where: `ProxySet[3].NewMember`.
    pub path: String,
    /// What stands there.
    pub value: Value,
}
