//! One source after another.

use std::ffi::OsString;
use std::path::PathBuf;

use super::provider::{CredentialsFuture, CredentialsSource, Found, ProvideCredentials, not_configured, source_error};
use super::sources::{CvmRole, Environment, ProfileFile, TccliFile};
use super::sts::WebIdentity;
use super::variables::Variables;
use crate::{Credentials, Endpoint, Error};

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
                Ok(Found::Credentials(credentials)) => return Ok(credentials),
                Ok(Found::Nothing { why }) => looked_for.push((source.name(), why)),
                Err(error) => return Err(source_error(source.name(), error)),
            }
        }
        Err(not_configured(&looked_for))
    }
}

impl ProvideCredentials for Chain {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.first())
    }
}

/// Environment, profile file, tccli's file, web identity of the pod, role of the machine; the table of
/// [`credentials`](super) has what each looks for.
///
/// Each [`provide`](ProvideCredentials::provide) begins anew; put it into a [`CachedCredentials`](super::CachedCredentials).
#[derive(Debug)]
pub struct DefaultChain(Chain);

impl DefaultChain {
    /// The chain over the variables and files of the process.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// The chain with some of it replaced.
    pub fn builder() -> DefaultChainBuilder {
        DefaultChainBuilder::default()
    }
}

impl Default for DefaultChain {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for DefaultChain {
    fn provide(&self) -> CredentialsFuture<'_> {
        self.0.provide()
    }
}

/// Settings of a [`DefaultChain`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct DefaultChainBuilder {
    variables: Variables,
    profile: Option<String>,
    system_file: Option<PathBuf>,
    metadata: Option<Endpoint>,
    sts: Option<Endpoint>,
}

impl DefaultChainBuilder {
    /// The profile to use of the profile file; tccli's is `$TCCLI_PROFILE`.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the variables, the home folder among them, from elsewhere than the process.
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.variables = Variables::new(lookup);
        self
    }

    /// The profile file to read instead of `/etc/tencentcloud/credentials`.
    pub fn system_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.system_file = Some(path.into());
        self
    }

    /// Where the metadata service is, if not at `http://metadata.tencentyun.com`.
    pub fn metadata_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.metadata = Some(endpoint);
        self
    }

    /// Where STS is, if not at `sts.tencentcloudapi.com`.
    pub fn sts_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sts = Some(endpoint);
        self
    }

    /// The chain.
    #[must_use]
    pub fn build(self) -> DefaultChain {
        let variables = || self.variables.clone();
        let mut profile_file = ProfileFile::over(variables());
        if let Some(profile) = self.profile {
            profile_file = profile_file.profile(profile);
        }
        if let Some(path) = self.system_file {
            profile_file = profile_file.system_file(path);
        }
        let mut web_identity = WebIdentity::over(variables());
        if let Some(endpoint) = self.sts {
            web_identity = web_identity.endpoint(endpoint);
        }
        let mut cvm_role = CvmRole::new();
        if let Some(endpoint) = self.metadata {
            cvm_role = cvm_role.endpoint(endpoint);
        }
        DefaultChain(
            Chain::new()
                .then(Environment::over(variables()))
                .then(profile_file)
                .then(TccliFile::over(variables()))
                .then(web_identity)
                .then(cvm_role),
        )
    }
}
