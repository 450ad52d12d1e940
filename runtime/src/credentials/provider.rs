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

/// The future of [`ProvideCredentials::provide`].
pub type CredentialsFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials, Error>> + Send + 'a>>;

/// Provides credentials on demand. [`Credentials`] provide themselves.
///
/// `Debug` must not show secrets: it is part of the client's own.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::Credentials;
/// use tc3::credentials::{CredentialsFuture, ProvideCredentials};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide(&self) -> CredentialsFuture<'_> {
///         Box::pin(async { Ok(Credentials::new("AKID..", "the secret key in the vault")) })
///     }
/// }
/// ```
pub trait ProvideCredentials: Debug + Send + Sync {
    /// Returns credentials that are valid now. They are not cached unless the provider does so; see
    /// [`CachedCredentials`](crate::credentials::CachedCredentials).
    ///
    /// # Errors
    /// [`Error::credentials_unavailable`] for a failure that may pass, so that a call tries again, and
    /// [`Error::no_credentials`] for any other.
    fn provide(&self) -> CredentialsFuture<'_>;

    /// Whether the provider caches by itself, so that a client does not add a cache.
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

/// The future of [`CredentialsSource::find`].
pub type SourceFuture<'a> = Pin<Box<dyn Future<Output = Result<Found, Error>> + Send + 'a>>;

/// What a source found.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::credentials::Found;
///
/// let found = Found::Credentials(tc3::Credentials::new("AKID..", "the secret key"));
/// assert!(matches!(found, Found::Credentials(_)));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Found {
    /// The source is configured, and these are its credentials.
    Credentials(Credentials),
    /// The source is not configured.
    Nothing {
        /// What was looked for, as a part of a sentence, for the error of a chain that finds nothing.
        why: String,
    },
}

impl Found {
    pub(super) fn nothing(why: impl Into<String>) -> Self {
        Self::Nothing { why: why.into() }
    }
}

/// A place where credentials may be configured. Every source is a [`ProvideCredentials`], for which not being configured is
/// an error.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::Credentials;
/// use tc3::credentials::{CredentialsSource, Found, SourceFuture};
///
/// #[derive(Debug)]
/// struct Keychain;
///
/// impl CredentialsSource for Keychain {
///     fn name(&self) -> &str {
///         "the keychain"
///     }
///
///     fn find(&self) -> SourceFuture<'_> {
///         Box::pin(async { Ok(Found::Credentials(Credentials::new("AKID..", "the secret key in the keychain"))) })
///     }
/// }
/// ```
pub trait CredentialsSource: Debug + Send + Sync {
    /// Returns the name of the source, for the middle of a sentence.
    fn name(&self) -> &str;

    /// Looks for credentials.
    ///
    /// # Errors
    /// If the source is configured but broken: [`Error::credentials_unavailable`] if that may pass, and
    /// [`Error::no_credentials`] otherwise.
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

/// The error of a source that is configured but broken.
pub(super) fn source_error(name: &str, error: Error) -> Error {
    Error::credentials_at(format!("no credentials from {name}, which is configured"), error)
}

/// The error of sources of which none is configured.
pub(super) fn not_configured(looked_for: &[(&str, String)]) -> Error {
    if looked_for.is_empty() {
        return Error::config("no credentials: the chain has no sources");
    }
    let places: Vec<String> = looked_for.iter().map(|(name, why)| format!("{name} ({why})")).collect();
    Error::config(format!("no credentials are configured in {}", places.join(", ")))
}
