//! One source after another.

use super::failure;
use super::provider::{CredentialsFuture, ProvideCredentials};
use super::source::{CredentialsSource, Found};
use crate::{Credentials, Error};

/// Asks sources in turn: the first that is configured decides, with a key or with an error.
///
/// ```
/// use tc3_runtime::credentials::{Chain, CvmRole, Environment};
///
/// let chain = Chain::new().then(Environment::new()).then(CvmRole::new());
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Chain {
    sources: Vec<Box<dyn CredentialsSource>>,
}

impl Chain {
    /// A chain of no sources.
    pub fn new() -> Self {
        Self::default()
    }

    /// The chain with one more source at its end.
    pub fn then(mut self, source: impl CredentialsSource + 'static) -> Self {
        self.sources.push(Box::new(source));
        self
    }

    async fn first(&self) -> Result<Credentials, Error> {
        let mut looked_for = Vec::with_capacity(self.sources.len());
        for source in &self.sources {
            match source.find().await {
                Ok(Found::Key(credentials)) => return Ok(credentials),
                Ok(Found::Nothing { why }) => looked_for.push((source.name(), why)),
                Err(error) => return Err(failure::of_source(source.name(), error)),
            }
        }
        Err(failure::none_in(&looked_for))
    }
}

impl ProvideCredentials for Chain {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.first())
    }
}
