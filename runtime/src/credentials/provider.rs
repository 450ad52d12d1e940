//! The traits of providers and sources of credentials.
//!
//! A provider returns credentials or fails. A source is a provider that may not be configured at all, which is what a
//! chain needs to know. A source that is configured but broken ends a chain: going on would call with another identity
//! than the one that was set up.

use std::fmt::Debug;
use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;

use crate::{Credentials, Error};

/// A key on its way.
pub type CredentialsFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials, Error>> + Send + 'a>>;

/// Gives a key each time it is asked. [`Credentials`] do so themselves.
///
/// `Debug` must not show secrets: it is part of the client's own.
///
/// ```
/// use tc3_runtime::Credentials;
/// use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide(&self) -> CredentialsFuture<'_> {
///         Box::pin(async { Ok(Credentials::new("AKID..", "what the vault says")) })
///     }
/// }
/// ```
pub trait ProvideCredentials: Debug + Send + Sync {
    /// A key that is good now. Not cached unless the provider says so; see
    /// [`CachedCredentials`](crate::credentials::CachedCredentials).
    fn provide(&self) -> CredentialsFuture<'_>;

    /// Whether asking again costs nothing while the key is good, so that a client keeps no key of its own.
    #[doc(hidden)]
    fn caches(&self) -> bool {
        false
    }
}

impl ProvideCredentials for Credentials {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(ready(Ok(self.clone())))
    }
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn provide(&self) -> CredentialsFuture<'_> {
        (**self).provide()
    }

    fn caches(&self) -> bool {
        (**self).caches()
    }
}

/// The outcome of a search on its way.
pub type SourceFuture<'a> = Pin<Box<dyn Future<Output = Result<Found, Error>> + Send + 'a>>;

/// What a source has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Found {
    /// It is configured, and this is its key.
    Credentials(Credentials),
    /// It is not configured.
    Nothing {
        /// What was looked for: a part of a sentence, for the error of a chain that finds nothing.
        why: String,
    },
}

impl Found {
    pub(super) fn nothing(why: impl Into<String>) -> Self {
        Self::Nothing { why: why.into() }
    }
}

/// A place that may be set up to give a key. Every source is a [`ProvideCredentials`], for which having
/// nothing is an error.
pub trait CredentialsSource: Debug + Send + Sync {
    /// The source's name in the middle of a sentence.
    fn name(&self) -> &str;

    /// Looks for a key. An error means that the source is configured and broken.
    fn find(&self) -> SourceFuture<'_>;
}

impl<S: CredentialsSource> ProvideCredentials for S {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async move {
            match self.find().await {
                Ok(Found::Credentials(credentials)) => Ok(credentials),
                Ok(Found::Nothing { why }) => Err(not_configured(&[(self.name(), why)])),
                Err(error) => Err(source_error(self.name(), error)),
            }
        })
    }
}

impl Error {
    /// For providers of one's own: why there is no key. The message is a sentence without a full stop,
    /// and holds no secret.
    #[must_use]
    pub fn no_credentials(message: impl Into<String>) -> Self {
        Self::config(message)
    }
}

/// A source that is configured but broken.
pub(super) fn source_error(name: &str, error: Error) -> Error {
    Error::credentials_at(format!("no credentials from {name}, which is configured"), error)
}

/// Nothing is configured.
pub(super) fn not_configured(looked_for: &[(&str, String)]) -> Error {
    if looked_for.is_empty() {
        return Error::config("no credentials: the chain has no sources");
    }
    let places: Vec<String> = looked_for.iter().map(|(name, why)| format!("{name} ({why})")).collect();
    Error::config(format!("no credentials are configured in {}", places.join(", ")))
}
