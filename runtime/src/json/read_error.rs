//! The error of decoding a body that is not a response.

use std::fmt;

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
}

impl ReadError {
    /// A truncated or malformed document, and the path of the innermost member.
    pub(super) fn json(path: Option<String>, error: serde_json::Error) -> Self {
        Self {
            path: path.unwrap_or_default(),
            reason: Reason::Json(error),
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
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", OneLine(&self.path))?;
        }
        match &self.reason {
            Reason::NoEnvelope => f.write_str("a JSON object without a member `Response`"),
            Reason::NoCode => f.write_str("an `Error` without a code"),
            Reason::Json(error) => RedactedJsonError(error).fmt(f),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

/// A JSON error without the value that it quotes on a type mismatch, since the body may be secret.
struct RedactedJsonError<'a>(&'a serde_json::Error);

impl fmt::Display for RedactedJsonError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        if error.classify() == serde_json::error::Category::Data {
            return write!(
                f,
                "a value of the wrong type at line {} column {}",
                error.line(),
                error.column()
            );
        }
        error.fmt(f)
    }
}

impl std::error::Error for ReadError {}
