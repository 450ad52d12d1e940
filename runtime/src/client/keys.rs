//! Where a client takes the key for each attempt.

use std::fmt;
use std::sync::Arc;

use crate::credentials::CachedCredentials;
use crate::transport::TimeLimit;
use crate::{Clock, Credentials, Error, ProvideCredentials};

const NAMES: [&str; 3] = ["the secret id", "the secret key", "the session token"];

#[derive(Clone)]
pub(super) enum Keys {
    Fixed(Credentials),
    Provided(Arc<dyn ProvideCredentials>),
}

impl Keys {
    /// Refuses a fixed key that cannot be one; those of a provider are checked when they come.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Fixed(credentials) => credentials.check(NAMES),
            Self::Provided(_) => Ok(()),
        }
    }

    /// These, kept while they are good by `clock`, unless the provider does so itself.
    pub(super) fn kept(self, clock: &Clock) -> Self {
        match self {
            Self::Provided(provider) if !provider.caches() => {
                let refreshing = CachedCredentials::builder(provider).clock(clock.clone()).build();
                Self::Provided(Arc::new(refreshing))
            }
            keys => keys,
        }
    }

    /// The key for one attempt.
    pub(super) async fn get(&self, limit: TimeLimit) -> Result<Credentials, Error> {
        let provider = match self {
            Self::Fixed(credentials) => return Ok(credentials.clone()),
            Self::Provided(provider) => provider,
        };
        match tokio::time::timeout_at(limit.end, provider.provide()).await {
            Ok(Ok(credentials)) => match credentials.check(NAMES) {
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

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provided(provider) => provider.fmt(f),
        }
    }
}
