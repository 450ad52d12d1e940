//! Chains of sources, and the default one.
//!
//! The order of the default chain is environment, profile file, tccli, TKE, CVM: the pod before the node it runs on. A
//! profile of tccli that a variable names comes before a profile file that happens to exist: naming it is the more explicit
//! of the two, and tccli itself does not read the other file.

use std::ffi::OsString;
use std::future::ready;
use std::path::PathBuf;

use super::provider::{
    CredentialsFuture, CredentialsSource, Found, ProvideCredentials, SourceFuture, not_configured, source_error,
};
use super::sources::{CvmRole, Environment, ProfileFile, TccliFile};
use super::sources::{profile_file, tccli_folder};
use super::sts::{StsSettings, WebIdentity};
use super::variables::Variables;
use crate::{Clock, Credentials, Endpoint, Error};

/// A chain of sources: the first that is configured decides, with credentials or with an error.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::credentials::{Chain, CvmRole, Environment};
///
/// let chain = Chain::new().then(Environment::new()).then(CvmRole::new());
/// let client = tc3::Client::builder().credentials_from(chain).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Chain {
    sources: Vec<Box<dyn CredentialsSource>>,
}

impl Chain {
    /// Creates a chain without sources.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a source.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::credentials::{Chain, ProfileFile};
    ///
    /// let chain = Chain::new().then(ProfileFile::new().profile("production"));
    /// ```
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

/// The default chain: environment, profile file, tccli's file, web identity of the pod, role of the machine. The table in
/// [`credentials`](super) lists what each looks for.
///
/// Each [`provide`](ProvideCredentials::provide) searches again, so wrap it in a
/// [`CachedCredentials`](super::CachedCredentials), as a client does by itself.
///
/// ```
/// # use tc3_runtime as tc3;
/// let provider = tc3::credentials::DefaultChain::new();
/// let client = tc3::Client::builder().credentials_from(provider).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Debug)]
pub struct DefaultChain(Chain);

impl DefaultChain {
    /// Creates the chain over the variables and files of the process.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Starts the builder of a chain with other settings.
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

/// The builder of a [`DefaultChain`].
///
/// ```
/// # use tc3_runtime as tc3;
/// let chain = tc3::credentials::DefaultChain::builder().profile("production").build();
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct DefaultChainBuilder {
    variables: Variables,
    profile: Option<String>,
    system_file: Option<PathBuf>,
    metadata: Option<Endpoint>,
    sts: Option<Endpoint>,
    clock: Clock,
}

impl DefaultChainBuilder {
    /// Sets the profile of the profile file. That of tccli's file is `$TCCLI_PROFILE`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::credentials::DefaultChain::builder().profile("production");
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the variables, the home folder among them, from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::credentials::DefaultChain::builder()
    ///     .lookup(|name| (name == "HOME").then(|| "/home/deploy".into()));
    /// ```
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.variables = Variables::new(lookup);
        self
    }

    /// Sets the profile file to read in place of `/etc/tencentcloud/credentials`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::credentials::DefaultChain::builder().system_file("/run/secrets/tencentcloud");
    /// ```
    pub fn system_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.system_file = Some(path.into());
        self
    }

    /// Sets the endpoint of the metadata service, in place of `http://metadata.tencentyun.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::credentials::DefaultChain::builder().metadata_endpoint("http://localhost:8080".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn metadata_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.metadata = Some(endpoint);
        self
    }

    /// Sets the endpoint of STS, in place of the one that tccli is configured to use for the roles of variables and of its
    /// own file, and of `sts.tencentcloudapi.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let builder = tc3::credentials::DefaultChain::builder().sts_endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn sts_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sts = Some(endpoint);
        self
    }

    /// Sets the clock that gives calls of STS their timestamp, and by which a login with tccli has expired.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Builds the chain.
    #[must_use]
    pub fn build(self) -> DefaultChain {
        let sts = StsSettings {
            variables: self.variables.clone(),
            endpoint: self.sts.clone(),
            profile: None,
            clock: self.clock.clone(),
        };
        let is_profile_set = self.profile.is_some();
        let mut profile_file = ProfileFile::with_settings(sts.clone());
        if let Some(profile) = self.profile {
            profile_file = profile_file.profile(profile);
        }
        if let Some(path) = self.system_file {
            profile_file = profile_file.system_file(path);
        }
        let mut web_identity = WebIdentity::over(self.variables.clone()).clock(self.clock);
        if let Some(endpoint) = self.sts {
            web_identity = web_identity.endpoint(endpoint);
        }
        let mut cvm_role = CvmRole::new();
        if let Some(endpoint) = self.metadata {
            cvm_role = cvm_role.endpoint(endpoint);
        }
        let assuming = |source| AssumingRole {
            source,
            sts: sts.clone(),
        };
        let chain = Chain::new().then(Environment::with_settings(sts.clone()));
        let chain = if is_profile_set {
            chain.then(profile_file)
        } else {
            chain.then(UnlessTccliProfile {
                variables: self.variables,
                source: profile_file,
            })
        };
        DefaultChain(
            chain
                .then(TccliFile::with_settings(sts.clone(), cvm_role.clone()))
                .then(assuming(Box::new(web_identity)))
                .then(assuming(Box::new(cvm_role))),
        )
    }
}

/// A profile file that is left out if a variable names a profile of tccli and none names this file.
#[derive(Debug)]
struct UnlessTccliProfile {
    variables: Variables,
    source: ProfileFile,
}

impl CredentialsSource for UnlessTccliProfile {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn find(&self) -> SourceFuture<'_> {
        let [profile, file] = [tccli_folder::PROFILE, profile_file::CREDENTIALS_FILE];
        if self.variables.has(profile) && !self.variables.has(file) {
            let why = format!("left out, as {profile} names a profile of tccli");
            return Box::pin(ready(Ok(Found::Nothing { why })));
        }
        self.source.find()
    }
}

/// An identity that only serves to assume the role that the variables name, if they name one.
#[derive(Debug)]
struct AssumingRole {
    source: Box<dyn CredentialsSource>,
    sts: StsSettings,
}

impl CredentialsSource for AssumingRole {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(async { self.sts.assume_role_of_variables(self.source.find().await?).await })
    }
}
