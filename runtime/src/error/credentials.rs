//! Errors of calls that had no credentials to sign the request with.
//!
//! Such an error delegates everything to the failed request for credentials but one fact: it is never ambiguous, since
//! the call's own request was not sent. A transient one is therefore retried for every action: fetching other temporary
//! credentials does no harm. Each failed fetch counts as an attempt, so a call asks STS at most as often as it would have
//! called its own service.
//!
//! The cause is shared, because one failed refresh is the error of all calls that waited for it. A body that may hold
//! credentials is wiped before it could become part of an error.

use std::fmt::{self, Formatter};
use std::sync::Arc;

use super::{Error, Kind};
use crate::http_response::HttpResponse;

/// Why there are no credentials: the error, and where in the search for credentials it occurred.
pub(super) struct CredentialsError {
    place: Option<String>,
    pub(super) cause: Arc<Error>,
}

impl CredentialsError {
    pub(super) fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        self.cause.fmt_failure(f)
    }
}

impl Error {
    /// Creates the error of a custom provider that has no credentials, and will have none until something is changed: a
    /// vault denies access, a file is missing. Calls fail with it at once. For a failure that may pass there is
    /// [`credentials_unavailable`](Self::credentials_unavailable).
    ///
    /// The message is a sentence without a full stop, and must not contain a secret.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let error = tc3::Error::no_credentials("the vault denies access");
    /// assert!(error.to_string().contains("the vault denies access"));
    /// assert!(!error.is_retryable());
    /// ```
    #[must_use]
    pub fn no_credentials(message: impl Into<String>) -> Self {
        Self::config(message)
    }

    /// Creates the error of a custom provider that has no credentials at the moment: a vault is overloaded or cannot be
    /// reached. It is transient: a call asks the provider again, as often and after such delays as its
    /// [`RetryPolicy`](crate::RetryPolicy) allows, since nothing was sent yet.
    ///
    /// The message is a sentence without a full stop, and must not contain a secret.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let error = tc3::Error::credentials_unavailable("the vault is sealed");
    /// assert!(error.is_retryable() && !error.is_validation());
    /// ```
    #[must_use]
    pub fn credentials_unavailable(message: impl Into<String>) -> Self {
        Self::from(Kind::Unavailable(message.into()))
    }

    /// Creates the error of fetching credentials from `place`, which the message names.
    pub(crate) fn credentials_at(place: impl Into<String>, cause: Self) -> Self {
        Self::from(Kind::Credentials(CredentialsError {
            place: Some(place.into()),
            cause: Arc::new(cause),
        }))
    }

    /// Returns the error of fetching credentials, if this is its result.
    pub(super) fn cause(&self) -> Option<&Self> {
        match &self.0.kind {
            Kind::Credentials(error) => Some(&error.cause),
            _ => None,
        }
    }

    /// Returns the error at the end of the chain of causes.
    pub(super) fn origin(&self) -> &Self {
        let mut origin = self;
        while let Some(cause) = origin.cause() {
            origin = cause;
        }
        origin
    }

    /// Returns the response that reports the error, whichever request it answers.
    pub(super) fn response(&self) -> Option<&HttpResponse> {
        self.origin().0.response.as_ref()
    }
}

#[cfg(feature = "client")]
impl Error {
    /// Creates the error of a response that holds credentials, or should: its body is not kept.
    pub(crate) fn unreadable_secret(response: HttpResponse, source: impl Into<super::BoxError>) -> Self {
        Self::from(Kind::Unreadable {
            source: source.into(),
            reports_success: false,
            is_secret: true,
        })
        .with_response(HttpResponse {
            body: bytes::Bytes::new(),
            ..response
        })
    }

    /// Creates an error whose cause all calls share that waited for the same credentials.
    pub(crate) fn shared_credentials_error(cause: Arc<Self>) -> Self {
        Self::from(Kind::Credentials(CredentialsError { place: None, cause }))
    }

    /// Converts the error of fetching credentials to the error of the request that needed them. That request was not
    /// sent, whatever happened to the request for credentials.
    pub(crate) fn into_credentials_error(self) -> Self {
        match &self.0.kind {
            Kind::Credentials(_) if self.0.call.is_none() => self,
            _ => Self::shared_credentials_error(Arc::new(self)),
        }
    }
}
