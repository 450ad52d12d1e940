//! Why a body is not a response.

use std::fmt;

use crate::error::OneLine;

/// A body that is not a response.
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
    /// A document that breaks off or is not JSON, and the innermost member it was in.
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

    /// Something at `path` that should be an error, and has no code.
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
            Reason::NoCode => f.write_str("an error without an error code"),
            Reason::Json(error) => Quiet(error).fmt(f),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

/// A JSON error without the value that it quotes when a type does not fit: bodies are never shown.
struct Quiet<'a>(&'a serde_json::Error);

impl fmt::Display for Quiet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        if error.classify() == serde_json::error::Category::Data {
            return write!(
                f,
                "a value of another type at line {} column {}",
                error.line(),
                error.column()
            );
        }
        error.fmt(f)
    }
}

impl std::error::Error for ReadError {}
