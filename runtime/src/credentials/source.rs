//! Providers that may have nothing to give.

use std::fmt::Debug;
use std::pin::Pin;

use super::failure;
use super::provider::{CredentialsFuture, ProvideCredentials};
use crate::{Credentials, Error};

/// The outcome of a search on its way.
pub type SourceFuture<'a> = Pin<Box<dyn Future<Output = Result<Found, Error>> + Send + 'a>>;

/// What a source has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Found {
    /// It is configured, and this is its key.
    Key(Credentials),
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
                Ok(Found::Key(credentials)) => Ok(credentials),
                Ok(Found::Nothing { why }) => Err(failure::none_in(&[(self.name(), why)])),
                Err(error) => Err(failure::of_source(self.name(), error)),
            }
        })
    }
}
