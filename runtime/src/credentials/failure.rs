//! How failures of sources become the errors that callers see.

#[cfg(feature = "client")]
use super::document::wipe;
use crate::Error;
#[cfg(feature = "client")]
use crate::error::BoxError;
#[cfg(feature = "client")]
use crate::http_response::HttpResponse;

impl Error {
    /// For providers of one's own: why there is no key. The message is a sentence without a full stop,
    /// and holds no secret.
    #[must_use]
    pub fn no_credentials(message: impl Into<String>) -> Self {
        Self::config(message)
    }
}

/// A source that is configured but broken.
pub(super) fn of_source(name: &str, error: Error) -> Error {
    Error::credentials_at(format!("no credentials from {name}, which is configured"), error)
}

/// Nothing is configured.
pub(super) fn none_in(looked_for: &[(&str, String)]) -> Error {
    if looked_for.is_empty() {
        return Error::config("no credentials: the chain has no sources");
    }
    let places: Vec<String> = looked_for.iter().map(|(name, why)| format!("{name} ({why})")).collect();
    Error::config(format!("no credentials are configured in {}", places.join(", ")))
}

/// An answer that should hold a key.
#[cfg(feature = "client")]
pub(super) fn unreadable(mut answer: HttpResponse, why: impl Into<BoxError>) -> Error {
    wipe(std::mem::take(&mut answer.body));
    Error::unreadable_secret(answer, why)
}
