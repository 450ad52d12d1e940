//! Whose key requests are signed with, kept for the session.
//!
//! A profile's key may come from another program, which asks for a touch of a security key, or from STS. It is asked for
//! once, as in one command line, and not for each preview.

use std::sync::{Arc, Mutex, PoisonError};

use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};

use crate::config::Settings;
use crate::error::CliError;

/// The sources of keys that have been asked.
#[derive(Default)]
pub(in crate::explorer) struct Identities(Mutex<Vec<(Name, Shared)>>);

/// The profile, what its key is from, and where STS is.
type Name = (String, String, Option<String>);

/// Who signs.
pub(super) struct Signer {
    pub(super) provider: Shared,
    /// Where the key is from, for a person.
    pub(super) source: String,
}

/// A source of credentials that several clients ask.
#[derive(Clone, Debug)]
pub(super) struct Shared(Arc<dyn ProvideCredentials>);

impl Shared {
    pub(super) fn new(provider: impl ProvideCredentials + 'static) -> Self {
        Self(Arc::new(provider))
    }
}

impl ProvideCredentials for Shared {
    fn provide(&self) -> CredentialsFuture<'_> {
        self.0.provide()
    }
}

impl Identities {
    /// Finds out who signs with these settings.
    ///
    /// # Errors
    /// If the configuration of credentials is wrong.
    pub(super) fn signer(&self, settings: &Settings) -> Result<Signer, CliError> {
        let identity = settings.identity()?;
        let source = identity.source.clone();
        // A key that is written down is read anew, as the files may be edited meanwhile.
        if identity.known.is_some() {
            let provider = Shared::new(identity.provider);
            return Ok(Signer { provider, source });
        }
        let name = (settings.profile.clone(), source.clone(), settings.endpoint.clone());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, provider)) = kept.iter().find(|(known, _)| *known == name) {
            let provider = provider.clone();
            return Ok(Signer { provider, source });
        }
        let provider = Shared::new(identity.provider);
        kept.push((name, provider.clone()));
        Ok(Signer { provider, source })
    }
}
