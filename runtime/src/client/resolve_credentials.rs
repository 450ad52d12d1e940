//! Resolves the credentials of each attempt: fixed ones, or those of a provider.
//!
//! A client caches once. A provider that does not cache is wrapped in a [`CachedCredentials`] by the client's own clock;
//! one that does ([`ProvideCredentials::caches`]) is used as it is, since a second cache around it would go by another
//! clock and another margin.

use std::fmt;
use std::sync::Arc;

use crate::credentials::CachedCredentials;
use crate::transport::TimeLimit;
use crate::{Clock, Credentials, Error, ProvideCredentials};

const NAMES: [&str; 3] = ["the secret id", "the secret key", "the session token"];

/// Where a client takes its credentials from.
#[derive(Clone)]
pub(super) enum CredentialsResolver {
    Fixed(Credentials),
    Provided(Arc<dyn ProvideCredentials>),
}

impl CredentialsResolver {
    /// # Errors
    /// If fixed credentials are malformed. Those of a provider are validated when they are resolved.
    pub(super) fn validate(&self) -> Result<(), Error> {
        match self {
            Self::Fixed(credentials) => credentials.validate(NAMES),
            Self::Provided(_) => Ok(()),
        }
    }

    /// Caches what the provider returns until it expires by `clock`, unless the provider caches by itself.
    pub(super) fn cached(self, clock: &Clock) -> Self {
        match self {
            Self::Provided(provider) if !provider.caches() => {
                let cached = CachedCredentials::builder(provider).clock(clock.clone()).build();
                Self::Provided(Arc::new(cached))
            }
            resolver => resolver,
        }
    }

    /// The credentials for one attempt.
    ///
    /// # Errors
    /// If the provider fails, takes longer than `limit`, or returns malformed credentials.
    pub(super) async fn resolve(&self, limit: TimeLimit) -> Result<Credentials, Error> {
        let provider = match self {
            Self::Fixed(credentials) => return Ok(credentials.clone()),
            Self::Provided(provider) => provider,
        };
        match tokio::time::timeout_at(limit.end, provider.provide()).await {
            Ok(Ok(credentials)) => match credentials.validate(NAMES) {
                Ok(()) => Ok(credentials),
                Err(error) => Err(error.into_credentials_error()),
            },
            Ok(Err(error)) => Err(error.into_credentials_error()),
            Err(_) => {
                let late = Error::timeout(limit.length, false);
                Err(Error::credentials_at("the provider of credentials", late))
            }
        }
    }
}

impl fmt::Debug for CredentialsResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provided(provider) => provider.fmt(f),
        }
    }
}
