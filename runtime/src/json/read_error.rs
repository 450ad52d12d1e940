//! The error of decoding a body that is not a response.

use std::fmt;

use serde_json::error::Category;

use crate::record::Stop;
use crate::sanitize::OneLine;

/// The error of decoding a body that is not a response.
///
/// Its text never quotes the body.
pub struct ReadError {
    path: String,
    reason: Reason,
}

enum Reason {
    Json(serde_json::Error),
    NoEnvelope,
    NoCode,
    Empty,
    NotText,
    Limit(usize),
}

impl ReadError {
    /// A truncated or malformed document, or one that needs too much memory.
    pub(super) fn json(stop: Stop, error: serde_json::Error) -> Self {
        Self {
            path: stop.path.unwrap_or_default(),
            reason: match stop.limit {
                Some(limit) => Reason::Limit(limit),
                None => Reason::Json(error),
            },
        }
    }

    pub(super) fn no_envelope() -> Self {
        Self {
            path: String::new(),
            reason: Reason::NoEnvelope,
        }
    }

    /// An `Error` at `path` without a code.
    pub(super) fn no_code(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            reason: Reason::NoCode,
        }
    }

    /// A body of nothing, or of white space.
    pub(super) fn empty() -> Self {
        Self {
            path: String::new(),
            reason: Reason::Empty,
        }
    }

    /// More bytes that are not UTF-8 than can be replaced.
    pub(super) fn not_text() -> Self {
        Self {
            path: String::new(),
            reason: Reason::NotText,
        }
    }

    /// Whether the document may be readable once it is repaired: a truncated one is not.
    pub(super) fn is_repairable(&self) -> bool {
        match &self.reason {
            Reason::Json(error) => error.classify() == Category::Syntax,
            Reason::NotText => true,
            Reason::NoEnvelope | Reason::NoCode | Reason::Empty | Reason::Limit(_) => false,
        }
    }

    /// The limit on memory, if the values of the document need more.
    pub(crate) fn limit(&self) -> Option<usize> {
        match self.reason {
            Reason::Limit(limit) => Some(limit),
            _ => None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", OneLine(&self.path))?;
        }
        match &self.reason {
            Reason::NoEnvelope => f.write_str("a JSON object without a member `Response`"),
            Reason::NoCode => f.write_str("an `Error` without a code"),
            Reason::Empty => f.write_str("the body is empty"),
            Reason::NotText => f.write_str("not UTF-8"),
            Reason::Limit(limit) => write!(f, "the values need more than {limit} bytes of memory"),
            // serde_json quotes the value, which may be secret, and has no position for some of these errors.
            Reason::Json(error) if error.classify() == Category::Data && self.path.is_empty() => {
                f.write_str("not a JSON object")
            }
            Reason::Json(error) if error.classify() == Category::Data => f.write_str("a value of the wrong type"),
            Reason::Json(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}
