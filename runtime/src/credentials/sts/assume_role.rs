//! The key of a role, in exchange for another key.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::{Parameter, Parameters, StsRequest};
use crate::credentials::provider::{CredentialsFuture, ProvideCredentials};
use crate::{Clock, Credentials, Endpoint, Error, Proxy};

/// The region that the official SDKs name.
const DEFAULT_REGION: &str = "ap-guangzhou";
const DURATION_SECONDS: RangeInclusive<u64> = 1..=43200;
const SESSION_NAME_LENGTH: RangeInclusive<usize> = 2..=128;

/// A temporary key for a role, from the action AssumeRole of STS, signed with the key of another provider.
///
/// Each [`provide`](ProvideCredentials::provide) is a call: put it into a [`CachedCredentials`](super::CachedCredentials), as
/// [`ClientBuilder::credentials_from`](crate::ClientBuilder::credentials_from) does by itself.
///
/// ```
/// use tc3_runtime::credentials::{AssumeRole, DefaultChain, CachedCredentials};
///
/// let source = CachedCredentials::new(DefaultChain::new());
/// let role = AssumeRole::builder(source, "qcs::cam::uin/100000000001:roleName/deploy")
///     .session_name("nightly")
///     .build()?;
/// let credentials = CachedCredentials::new(role);
/// # Ok::<(), tc3_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct AssumeRole<P> {
    source: P,
    role_arn: String,
    session_name: Option<String>,
    duration_seconds: u64,
    endpoint: Endpoint,
    region: String,
    clock: Clock,
    /// That of the environment if there is none.
    proxy: Option<Proxy>,
}

impl<P: ProvideCredentials> AssumeRole<P> {
    /// The role `role_arn`, taken on with the key that `source` gives.
    pub fn builder(source: P, role_arn: impl Into<String>) -> AssumeRoleBuilder<P> {
        AssumeRoleBuilder {
            source,
            role_arn: role_arn.into(),
            session_name: None,
            duration: Duration::from_secs(super::DEFAULT_DURATION_SECONDS),
            endpoint: None,
            region: DEFAULT_REGION.into(),
            clock: Clock::default(),
            proxy: None,
        }
    }

    async fn assume(&self) -> Result<Credentials, Error> {
        let signer = self.source.provide().await?;
        let now = self.clock.now();
        let session_name = match &self.session_name {
            Some(name) => name.clone(),
            None => super::session_name(now)?,
        };
        let parameters = [
            ("RoleArn", Parameter::Text(&self.role_arn)),
            ("RoleSessionName", Parameter::Text(&session_name)),
            ("DurationSeconds", Parameter::Number(self.duration_seconds)),
        ];
        let request = StsRequest {
            endpoint: &self.endpoint,
            region: &self.region,
            action: "AssumeRole",
            parameters: Parameters(&parameters),
            signer: Some(&signer),
            now,
            proxy: self.proxy.clone().unwrap_or_else(Proxy::env),
        };
        request.send().await
    }
}

impl<P: ProvideCredentials> ProvideCredentials for AssumeRole<P> {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.assume())
    }
}

/// Settings of an [`AssumeRole`].
#[derive(Debug)]
#[must_use]
pub struct AssumeRoleBuilder<P> {
    source: P,
    role_arn: String,
    session_name: Option<String>,
    duration: Duration,
    endpoint: Option<Endpoint>,
    region: String,
    clock: Clock,
    proxy: Option<Proxy>,
}

impl<P: ProvideCredentials> AssumeRoleBuilder<P> {
    /// The name that the cloud's logs show for what is done with the key: 2 to 128 of letters, digits and
    /// `_+=,.@-`. Without one it is `tc3-rust-` and the seconds since 1970.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// How long a key is to be good: whole seconds, 1 to 43,200; 7,200 unless set.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// Where STS is, if not at `sts.tencentcloudapi.com`.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// The region that the call names; `ap-guangzhou` unless set.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// Where to read the time that the call is dated by.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The proxy on the way to STS, in place of that of the environment ([`Proxy::env`]).
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// The provider.
    ///
    /// # Errors
    /// An empty role or region, and a session name or duration out of range.
    pub fn build(self) -> Result<AssumeRole<P>, Error> {
        let duration_seconds = self.duration.as_secs();
        if !DURATION_SECONDS.contains(&duration_seconds) || self.duration.subsec_nanos() != 0 {
            let message = format!("a role lasts whole seconds from 1 to 43200, not {:?}", self.duration);
            return Err(Error::config(message));
        }
        for (what, text) in [("name", &self.role_arn), ("region", &self.region)] {
            if text.is_empty() {
                return Err(Error::config(format!("the {what} of a role to assume is empty")));
            }
        }
        if let Some(name) = &self.session_name {
            validate_session_name(name)?;
        }
        Ok(AssumeRole {
            source: self.source,
            role_arn: self.role_arn,
            session_name: self.session_name,
            duration_seconds,
            endpoint: match self.endpoint {
                Some(endpoint) => endpoint,
                None => Endpoint::from_host(super::HOST_NAME)?,
            },
            region: self.region,
            clock: self.clock,
            proxy: self.proxy,
        })
    }
}

fn validate_session_name(name: &str) -> Result<(), Error> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if SESSION_NAME_LENGTH.contains(&name.len()) && name.chars().all(is_allowed) {
        return Ok(());
    }
    let message = "the name of a session has 2 to 128 letters, digits and _+=,.@-";
    Err(Error::config(message))
}
