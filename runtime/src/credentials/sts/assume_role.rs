//! Credentials of a role, in exchange for other credentials.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::role_session::{RoleSession, SessionTag};
use super::{Parameter, Parameters, StsRequest};
use crate::credentials::provider::{CredentialsFuture, ProvideCredentials};
use crate::credentials::validate::is_name_char;
use crate::{Clock, Credentials, Endpoint, Error, Proxy};

/// The default of the official SDKs.
const DEFAULT_REGION: &str = "ap-guangzhou";
const DURATION_SECONDS: RangeInclusive<u64> = 1..=43200;
const SESSION_NAME_LENGTH: RangeInclusive<usize> = 2..=128;

/// Temporary credentials for a role, from the STS action AssumeRole, signed with the credentials of another provider.
///
/// Each [`provide`](ProvideCredentials::provide) is a call: wrap it in a
/// [`CachedCredentials`](crate::credentials::CachedCredentials), as
/// [`ClientBuilder::credentials_from`](crate::ClientBuilder::credentials_from) does by itself.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::credentials::{AssumeRole, CachedCredentials, DefaultChain};
///
/// let source = CachedCredentials::new(DefaultChain::new());
/// let role = AssumeRole::builder(source, "qcs::cam::uin/100000000001:roleName/deploy")
///     .session_name("nightly")
///     .build()?;
/// let credentials = CachedCredentials::new(role);
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Debug)]
pub struct AssumeRole<P> {
    source: P,
    role_arn: String,
    session_name: Option<String>,
    session: RoleSession,
    duration_seconds: u64,
    endpoint: Endpoint,
    region: String,
    clock: Clock,
    /// The proxy of the environment if `None`.
    proxy: Option<Proxy>,
}

impl<P: ProvideCredentials> AssumeRole<P> {
    /// Starts the builder: the role `role_arn`, assumed with the credentials of `source`.
    pub fn builder(source: P, role_arn: impl Into<String>) -> AssumeRoleBuilder<P> {
        AssumeRoleBuilder {
            source,
            role_arn: role_arn.into(),
            session_name: None,
            session: RoleSession::default(),
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
        let mut parameters = vec![
            ("RoleArn", Parameter::Text(&self.role_arn)),
            ("RoleSessionName", Parameter::Text(&session_name)),
            ("DurationSeconds", Parameter::Number(self.duration_seconds)),
        ];
        parameters.extend(self.session.parameters());
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

/// The builder of an [`AssumeRole`].
#[derive(Debug)]
#[must_use]
pub struct AssumeRoleBuilder<P> {
    source: P,
    role_arn: String,
    session_name: Option<String>,
    session: RoleSession,
    duration: Duration,
    endpoint: Option<Endpoint>,
    region: String,
    clock: Clock,
    proxy: Option<Proxy>,
}

impl<P: ProvideCredentials> AssumeRoleBuilder<P> {
    /// Sets the name of the session in the audit log: 2 to 128 of letters, digits and `_+=,.@-`. By default it is
    /// `tc3-rust-` and the seconds since 1970.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").session_name("nightly");
    /// ```
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets how long the credentials are valid: whole seconds, 1 to 43,200; 7,200 unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let an_hour = std::time::Duration::from_secs(3600);
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").duration(an_hour);
    /// ```
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// Sets the external ID, which a role of another account may require of those who assume it: 2 to 128 of letters,
    /// digits and `_+=,.@:/-`. None is sent if it is empty.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").external_id("customer-4711");
    /// ```
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.session.external_id = id.into();
        self
    }

    /// Sets a policy that narrows what the role permits: JSON in CAM's policy syntax, without a `principal`. It is
    /// URL-encoded when it is sent, as STS expects. None is sent if it is empty.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let policy = r#"{"version":"2.0","statement":[{"effect":"allow","action":["cos:GetObject"],"resource":["*"]}]}"#;
    /// let role = tc3::credentials::AssumeRole::builder(source, "the role's ARN").policy(policy).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn policy(mut self, json: impl Into<String>) -> Self {
        self.session.policy = json.into();
        self
    }

    /// Adds a session tag: a key of 1 to 128 characters, and a value of up to 256. There are at most 50, each with another
    /// key; case matters.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN")
    ///     .tag("department", "engineering")
    ///     .tag("project", "tc3");
    /// ```
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value) = (key.into(), value.into());
        self.session.tags.push(SessionTag { key, value });
        self
    }

    /// Sets the source identity, the account ID (uin) of the caller on whose behalf the role is assumed. None is sent if
    /// it is empty.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").source_identity("100000000001");
    /// ```
    pub fn source_identity(mut self, uin: impl Into<String>) -> Self {
        self.session.source_identity = uin.into();
        self
    }

    /// Sets the endpoint of STS, in place of `sts.tencentcloudapi.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Sets the region that the call names; `ap-guangzhou` unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").region("ap-shanghai");
    /// ```
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// Sets the clock that gives the call its timestamp.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the proxy for calls to STS, in place of that of the environment ([`Proxy::env`]).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let source = tc3::Credentials::new("AKID..", "the secret key");
    /// let builder = tc3::credentials::AssumeRole::builder(source, "the role's ARN").proxy(tc3::Proxy::none());
    /// ```
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Builds the provider.
    ///
    /// # Errors
    /// If the role or the region is empty, or a setting of the session is out of its limits.
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
            session: self.session.validated()?,
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
    if SESSION_NAME_LENGTH.contains(&name.len()) && name.chars().all(is_name_char) {
        return Ok(());
    }
    let message = "the name of a session has 2 to 128 letters, digits and _+=,.@-";
    Err(Error::config(message))
}
