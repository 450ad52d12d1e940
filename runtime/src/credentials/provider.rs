//! Whatever can give a key.

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
