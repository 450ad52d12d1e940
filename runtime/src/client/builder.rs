//! The builder of a client.
//!
//! Settings of the client as a whole are fields here; those that a call can change too are [`CallOptions`].

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use super::resolve_credentials::CredentialsResolver;
use super::user_agent::UserAgent;
use super::{Client, Shared};
#[cfg(feature = "encodings")]
use super::{HttpMethod, SignatureMethod};
use crate::clock::Skew;
use crate::credentials::{ProvideCredentials, variable};
use crate::endpoint::EndpointCache;
#[cfg(feature = "failover")]
use crate::failover::{Failover, Routes};
#[cfg(feature = "mock")]
use crate::mock::MockSettings;
#[cfg(feature = "rate-limit")]
use crate::rate_limit::{RateLimiter, RateLimits};
use crate::retry::RetryBudget;
use crate::sign::SigningKeys;
use crate::transport::{Exchange, Settings, Transport};
use crate::{CallOptions, Clock, Credentials, Endpoint, Endpoints, Error, Language, Proxy, RetryPolicy};

const REGION: &str = "TENCENTCLOUD_REGION";

/// Settings of a [`Client`]; see there for an example.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ClientBuilder {
    credentials: Option<CredentialsResolver>,
    options: CallOptions,
    network: Settings,
    clock: Clock,
    user_agent_tag: Option<String>,
    #[cfg(feature = "failover")]
    failover: Option<Failover>,
    #[cfg(feature = "rate-limit")]
    rate_limits: Option<RateLimits>,
    #[cfg(feature = "mock")]
    pub(crate) mock: MockSettings,
}

impl ClientBuilder {
    /// Takes key and region from the environment, as [`Client::from_env`] does.
    ///
    /// # Errors
    /// Names the variable that is missing or cannot be used.
    pub fn env(self) -> Result<Self, Error> {
        self.env_with(|name| std::env::var_os(name))
    }

    /// [`env`](Self::env) over any source of variables.
    ///
    /// # Errors
    /// As [`env`](Self::env).
    pub fn env_with(self, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let region = variable(&lookup, REGION)?;
        let builder = self.credentials(Credentials::from_env_with(&lookup)?);
        Ok(match region {
            Some(region) => builder.region(region),
            None => builder,
        })
    }

    /// The key that requests are signed with.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(CredentialsResolver::Fixed(credentials));
        self
    }

    /// What gives the keys that requests are signed with, asked before each attempt. The client keeps a key while it
    /// is good by its own [`clock`](Self::clock), as [`CachedCredentials`](crate::credentials::CachedCredentials) does.
    ///
    /// A `CachedCredentials` is taken as it is: its clock and its margin hold, and clients that are given clones of it share
    /// its key.
    pub fn credentials_from(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(CredentialsResolver::Provided(Arc::new(provider)));
        self
    }

    /// The region, for example `ap-guangzhou`. Many services need one, some do not.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options = self.options.region(region);
        self
    }

    /// Where to send requests of whatever service, in place of each action's own host and of what
    /// [`endpoints`](Self::endpoints) say.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.options = self.options.endpoint(endpoint);
        self
    }

    /// The rule by which the host follows from service and region: regional, internal, international hosts, or
    /// another root domain. [`Endpoints::standard`] unless set.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.options = self.options.endpoints(endpoints);
        self
    }

    /// How long a whole call may take, all attempts and the waits between them included; 60 s unless
    /// set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// How long a stream of events may be silent; see [`CallOptions::idle_timeout`].
    #[cfg(feature = "stream")]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.idle_timeout(timeout);
        self
    }

    /// When calls that failed are made again; [`RetryPolicy::new`] unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// The language of error messages; that of the service unless set.
    pub fn language(mut self, language: Language) -> Self {
        self.options = self.options.language(language);
        self
    }

    /// Whether an answer that deviates from its description is an error; see
    /// [`CallOptions::strict`].
    pub fn strict(mut self, strict: bool) -> Self {
        self.options = self.options.strict(strict);
        self
    }

    /// The clock that requests are dated by, and the keys of a provider end by; the cloud accepts a difference of five minutes. With the feature
    /// `clock-skew` a larger one is learnt from the cloud and made up for; see
    #[cfg_attr(feature = "clock-skew", doc = "[`Client::clock_skew`].")]
    #[cfg_attr(not(feature = "clock-skew"), doc = "`Client::clock_skew`.")]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Names the program to the cloud, for example `my-app/1.2`: the tag follows the client's own name in
    /// `User-Agent`, and in `X-TC-RequestClient`, where a slash becomes `_`.
    ///
    /// It takes 1 to 128 ASCII letters, digits and any of `-_,;./`, with spaces between them; the limits are those
    /// of the official SDKs. Another tag is an error of [`build`](Self::build).
    pub fn user_agent_tag(mut self, tag: impl Into<String>) -> Self {
        self.user_agent_tag = Some(tag.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    /// If there are no credentials, or they cannot be a key: empty, or padded with white space. Names
    /// other settings that cannot be used. If no root
    /// certificate is trusted.
    pub fn build(self) -> Result<Client, Error> {
        self.network.roots.validate()?;
        let transport = self.transport();
        let credentials = self.credentials.ok_or_else(|| {
            Error::config("the client has no credentials; set them or take them from the environment")
        })?;
        credentials.validate()?;
        let skew = Skew::of(&self.clock);
        let clock = skew.corrected(self.clock);
        #[cfg(feature = "failover")]
        self.failover.as_ref().map_or(Ok(()), Failover::validate)?;
        #[cfg(feature = "rate-limit")]
        self.rate_limits.as_ref().map_or(Ok(()), RateLimits::validate)?;
        Ok(Client {
            shared: Arc::new(Shared {
                #[cfg(feature = "stream")]
                max_event_bytes: self.network.max_response_bytes,
                #[cfg(feature = "mock")]
                is_mocked: self.mock.is_active(),
                transport,
                credentials: credentials.cached(&clock),
                signing_keys: SigningKeys::new(),
                clock,
                skew,
                user_agent: UserAgent::new(self.user_agent_tag.as_deref())?,
                endpoints: EndpointCache::default(),
                retry_budget: RetryBudget::full(),
                #[cfg(feature = "failover")]
                routes: self.failover.map(Routes::new),
                #[cfg(feature = "rate-limit")]
                rate_limiter: self.rate_limits.map(RateLimiter::new),
            }),
            options: Arc::new(self.options),
        })
    }

    #[cfg(not(feature = "mock"))]
    fn transport(&self) -> Box<dyn Exchange> {
        self.network()
    }

    #[cfg(feature = "mock")]
    fn transport(&self) -> Box<dyn Exchange> {
        self.mock.wrap(self.network.max_response_bytes, || self.network())
    }

    fn network(&self) -> Box<dyn Exchange> {
        Box::new(Transport::new(self.network.clone()))
    }
}

#[cfg(feature = "failover")]
impl ClientBuilder {
    /// Where calls go while their host fails; nowhere else unless set.
    pub fn failover(mut self, failover: Failover) -> Self {
        self.failover = Some(failover);
        self
    }
}

#[cfg(feature = "rate-limit")]
impl ClientBuilder {
    /// How often each action may be called, over all clones of the client; without limit unless set.
    pub fn rate_limit(mut self, limits: RateLimits) -> Self {
        self.rate_limits = Some(limits);
        self
    }
}

/// With the feature `encodings`.
#[cfg(feature = "encodings")]
impl ClientBuilder {
    /// The HTTP method; see [`CallOptions::http_method`].
    pub fn http_method(mut self, method: HttpMethod) -> Self {
        self.options = self.options.http_method(method);
        self
    }

    /// The signature; see [`CallOptions::signature`].
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.options = self.options.signature(method);
        self
    }
}

/// Connections: how they are made, kept and trusted.
///
/// A connection on which a call has ended is kept for the next one to the same host, for 50 s, since the cloud
/// closes it after 60 s. If it was closed before anything of the next request was written, the request goes out on
/// another one, and the caller notices nothing. If it breaks later, even on the first byte, the cloud may have
/// read the request: that is an error [`is_ambiguous`](Error::is_ambiguous), unless the action is safe to repeat.
impl ClientBuilder {
    /// How long connecting may take, the proxy and TLS included; 5 s unless set. It counts as part of the whole.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = timeout;
        self
    }

    /// The largest answer that is read, in bytes, or of a stream the largest event; 64 MiB unless set. A larger one is
    /// an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.network.max_response_bytes = bytes;
        self
    }

    /// How many connections to a host are kept while no call uses them; 100 unless set, with 0 each call connects
    /// anew. How many calls run at a time is not limited by it.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.max_idle_per_host = connections;
        self
    }

    /// The proxy for all requests of this client, in place of that of the environment ([`Proxy::env`]);
    /// [`Proxy::none`] for none at all.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.network.proxy = Some(proxy);
        self
    }

    /// Trusts the root certificates of a PEM file as well as those of the system. Other sections of the file are
    /// passed over. May be called more than once.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let pem = std::fs::read("/etc/company/root.pem")?;
    /// let client = tc3_runtime::Client::builder().env()?.add_root_certificates_pem(pem)?.build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// If there is no certificate in it, or one that cannot be a root.
    pub fn add_root_certificates_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        self.network.roots.add_pem(pem.as_ref())?;
        Ok(self)
    }

    /// Whether the root certificates of the system are trusted; they are unless set. Without them,
    /// those that are [added](Self::add_root_certificates_pem) are the only ones, and there must be one.
    pub fn trust_system_roots(mut self, trust: bool) -> Self {
        self.network.roots.system = trust;
        self
    }
}
