//! The builder of a client.
//!
//! Settings of the client as a whole are fields here; those that a call can change too are [`CallOptions`].
//!
//! The builder has the client that it builds as a parameter, so that every setting is written once and a blocking client
//! has them all. Only `build` differs; the other one is in `blocking`.

use std::ffi::OsString;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::resolve_credentials::CredentialsResolver;
use super::user_agent::UserAgent;
use super::{Client, Shared};
#[cfg(feature = "encodings")]
use super::{HttpMethod, SignatureMethod};
use crate::clock::Skew;
use crate::credentials::{NamedRole, ProvideCredentials, RoleOfKey, StsSettings, key_in, variable};
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

/// The builder of a client: of a [`Client`], unless the parameter says otherwise. [`Client::builder`] starts it.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// use std::time::Duration;
///
/// let client = tc3::Client::builder().env()?.timeout(Duration::from_secs(20)).user_agent_tag("my-app/1.2").build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder<C = Client> {
    client: PhantomData<fn() -> C>,
    credentials: Option<CredentialsResolver>,
    options: CallOptions,
    network: Settings,
    clock: Clock,
    user_agent_tag: Option<String>,
    max_decoded_bytes: Option<usize>,
    #[cfg(feature = "failover")]
    failover: Option<Failover>,
    #[cfg(feature = "rate-limit")]
    rate_limits: Option<RateLimits>,
    #[cfg(feature = "mock")]
    pub(crate) mock: MockSettings,
}

impl<C> ClientBuilder<C> {
    /// Starts with nothing set.
    pub(crate) fn new() -> Self {
        Self {
            client: PhantomData,
            credentials: None,
            options: CallOptions::default(),
            network: Settings::default(),
            clock: Clock::default(),
            user_agent_tag: None,
            max_decoded_bytes: None,
            #[cfg(feature = "failover")]
            failover: None,
            #[cfg(feature = "rate-limit")]
            rate_limits: None,
            #[cfg(feature = "mock")]
            mock: MockSettings::default(),
        }
    }

    /// Takes credentials and region from the environment, as [`Client::from_env`] does.
    ///
    /// # Errors
    /// If a variable is missing or malformed; the message names it.
    pub fn env(self) -> Result<Self, Error> {
        self.env_over(|name| std::env::var_os(name), StsSettings::of_process)
    }

    /// Takes credentials and region from any source of variables, as [`env`](Self::env) does from the environment.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let variables = |name: &str| match name {
    ///     "TENCENTCLOUD_SECRET_ID" => Some("AKID..".into()),
    ///     "TENCENTCLOUD_SECRET_KEY" => Some("the-secret-key".into()),
    ///     "TENCENTCLOUD_REGION" => Some("ap-guangzhou".into()),
    ///     _ => None,
    /// };
    /// let client = tc3::Client::builder().env_with(variables)?.build()?;
    /// assert_eq!(client.region(), Some("ap-guangzhou"));
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`env`](Self::env).
    pub fn env_with(self, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        self.env_over(&lookup, || StsSettings::snapshot(&lookup))
    }

    /// Takes credentials and region from `lookup`, with `settings` for a role that it names.
    fn env_over(
        self,
        lookup: impl Fn(&str) -> Option<OsString>,
        settings: impl FnOnce() -> StsSettings,
    ) -> Result<Self, Error> {
        let key = key_in(&lookup)?;
        let builder = match NamedRole::in_variables(&lookup)? {
            None => self.credentials(key),
            Some(role) => {
                let settings = settings();
                self.credentials_from(RoleOfKey { key, role, settings })
            }
        };
        Ok(match variable(&lookup, REGION)? {
            Some(region) => builder.region(region),
            None => builder,
        })
    }

    /// Sets fixed credentials to sign requests with.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{Client, Credentials};
    ///
    /// let credentials = Credentials::new("AKID..", "the secret key").with_token("session-token");
    /// let client = Client::builder().credentials(credentials).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(CredentialsResolver::Fixed(credentials));
        self
    }

    /// Sets the provider of the credentials to sign requests with, asked before each attempt. The client caches what it
    /// returns until it expires by the client's own [`clock`](Self::clock).
    ///
    /// A [`CachedCredentials`](crate::credentials::CachedCredentials) is used as it is: its own clock and margin apply, and
    /// clients that are given clones of it share one cache.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{Client, credentials::DefaultChain};
    ///
    /// let client = Client::builder().credentials_from(DefaultChain::new()).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn credentials_from(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(CredentialsResolver::Provided(Arc::new(provider)));
        self
    }

    /// Sets the region, for example `ap-guangzhou`. Many services need one, some do not.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().region("ap-guangzhou");
    /// ```
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options = self.options.region(region);
        self
    }

    /// Sets one endpoint for the requests of every service, in place of each action's own host and of
    /// [`endpoints`](Self::endpoints).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().endpoint("https://gateway.example/cloud".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.options = self.options.endpoint(endpoint);
        self
    }

    /// Sets the rule by which the host follows from service and region: regional, internal or international hosts, or
    /// another root domain. [`Endpoints::standard`] unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().endpoints(tc3::Endpoints::internal());
    /// ```
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.options = self.options.endpoints(endpoints);
        self
    }

    /// Sets the timeout of a whole call, all attempts and the backoff between them included; 60 s unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().timeout(std::time::Duration::from_secs(20));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Sets how long an event stream may be idle; see [`CallOptions::idle_timeout`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().idle_timeout(std::time::Duration::from_secs(120));
    /// ```
    #[cfg(feature = "stream")]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.idle_timeout(timeout);
        self
    }

    /// Sets when failed calls are retried; [`RetryPolicy::new`] unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().retry(tc3::RetryPolicy::new().max_attempts(5));
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// Sets the language of error messages; the service's default unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().language(tc3::Language::English);
    /// ```
    pub fn language(mut self, language: Language) -> Self {
        self.options = self.options.language(language);
        self
    }

    /// Sets whether a response that deviates from its description is an error; see [`CallOptions::strict`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().strict(true);
    /// ```
    pub fn strict(mut self, strict: bool) -> Self {
        self.options = self.options.strict(strict);
        self
    }

    /// Sets the clock that gives requests their timestamp and cached credentials their expiry. The service accepts a
    /// difference of five minutes. With the feature `clock-skew` a larger one is learned and corrected; see
    #[cfg_attr(feature = "clock-skew", doc = "[`Client::clock_skew`].")]
    #[cfg_attr(not(feature = "clock-skew"), doc = "`Client::clock_skew`.")]
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use std::time::{Duration, SystemTime};
    ///
    /// let an_hour_ago = tc3::Clock::new(|| SystemTime::now() - Duration::from_secs(3600));
    /// let builder = tc3::Client::builder().clock(an_hour_ago);
    /// ```
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets a tag that identifies the program, for example `my-app/1.2`. It follows the client's own name in `User-Agent`,
    /// and in `X-TC-RequestClient`, where a slash becomes `_`.
    ///
    /// The tag is 1 to 128 ASCII letters, digits and any of `-_,;./`, with spaces between them; the limits are those of the
    /// official SDKs. Any other tag is an error of [`build`](Self::build).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().user_agent_tag("my-app/1.2");
    /// ```
    pub fn user_agent_tag(mut self, tag: impl Into<String>) -> Self {
        self.user_agent_tag = Some(tag.into());
        self
    }

    /// Builds the async client, whatever the client of this builder is.
    pub(crate) fn build_async(self) -> Result<Client, Error> {
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
                max_decoded_bytes: self.max_decoded_bytes,
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

/// Only for an async client, so that the type of `ClientBuilder::default()` is known.
impl Default for ClientBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl ClientBuilder {
    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    /// If there are no credentials, or they are malformed: empty, or padded with white space. If another setting cannot be
    /// used; the message names it. If no root certificate is trusted.
    pub fn build(self) -> Result<Client, Error> {
        self.build_async()
    }
}

#[cfg(feature = "failover")]
impl<C> ClientBuilder<C> {
    /// Sets the backup that calls go to while their host fails; none unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().failover(tc3::Failover::to_region("ap-guangzhou"));
    /// ```
    pub fn failover(mut self, failover: Failover) -> Self {
        self.failover = Some(failover);
        self
    }
}

#[cfg(feature = "rate-limit")]
impl<C> ClientBuilder<C> {
    /// Sets the client-side rate limits of actions, over all clones of the client; none unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().rate_limit(tc3::RateLimits::new().factor(0.5));
    /// ```
    pub fn rate_limit(mut self, limits: RateLimits) -> Self {
        self.rate_limits = Some(limits);
        self
    }
}

/// With the feature `encodings`.
#[cfg(feature = "encodings")]
impl<C> ClientBuilder<C> {
    /// Sets the HTTP method; see [`CallOptions::http_method`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().http_method(tc3::HttpMethod::Get);
    /// ```
    pub fn http_method(mut self, method: HttpMethod) -> Self {
        self.options = self.options.http_method(method);
        self
    }

    /// Sets the signature method; see [`CallOptions::signature`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().signature(tc3::SignatureMethod::Tc3UnsignedPayload);
    /// ```
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.options = self.options.signature(method);
        self
    }
}

/// Connections: timeouts, the pool, proxies and trusted roots.
///
/// When a call ends, its connection is kept for the next one to the same host, for 50 s, since the service closes it
/// after 60 s. If it was closed before any byte of the next request was written, the request goes out on another
/// connection, and the caller notices nothing. If it breaks later, even on the first byte, the service may have read the
/// request: the error is [`is_ambiguous`](Error::is_ambiguous), unless the action is idempotent.
impl<C> ClientBuilder<C> {
    /// Sets the timeout of connecting, the proxy and TLS included; 5 s unless set. It is part of the timeout of the call.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().connect_timeout(std::time::Duration::from_secs(2));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = timeout;
        self
    }

    /// Sets the size limit of a response, in bytes, or of one event of a stream; 64 MiB unless set. A larger one is an
    /// error.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().max_response_bytes(8 * 1024 * 1024);
    /// ```
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.network.max_response_bytes = bytes;
        self
    }

    /// Sets how much memory the values of a response may take, in bytes; unless set, 32 MiB, or 6 bytes for each byte of
    /// the body if that is more. A response that needs more is an error, which has the body:
    /// [`raw_body`](Error::raw_body).
    ///
    /// Without a limit a body far below [`max_response_bytes`](Self::max_response_bytes) could take gigabytes, since an
    /// empty object takes as much memory as a full one.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().max_decoded_bytes(100 * 1024 * 1024);
    /// ```
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = Some(bytes);
        self
    }

    /// Sets how many idle connections to a host are kept; 100 unless set. With 0 each call connects anew. It does not limit
    /// how many calls run at a time.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().pool_max_idle_per_host(10);
    /// ```
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.max_idle_per_host = connections;
        self
    }

    /// Sets the proxy for all requests of this client, in place of that of the environment ([`Proxy::env`]).
    /// [`Proxy::none`] is for none at all.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().proxy(tc3::Proxy::none());
    /// ```
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.network.proxy = Some(proxy);
        self
    }

    /// Trusts the root certificates of a PEM file as well as those of the system. Other sections of the file are ignored.
    /// May be called more than once.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let pem = std::fs::read("/etc/company/root.pem")?;
    /// let client = tc3::Client::builder().env()?.add_root_certificates_pem(pem)?.build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// If the file has no certificate, or one that cannot be a root.
    pub fn add_root_certificates_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        self.network.roots.add_pem(pem.as_ref())?;
        Ok(self)
    }

    /// Sets whether the root certificates of the system are trusted; they are unless set. Without them, those that are
    /// [added](Self::add_root_certificates_pem) are the only ones, and there must be at least one.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(pem: &[u8]) -> Result<(), tc3::Error> {
    /// let client = tc3::Client::builder().env()?.trust_system_roots(false).add_root_certificates_pem(pem)?.build()?;
    /// # Ok(()) }
    /// ```
    pub fn trust_system_roots(mut self, trust: bool) -> Self {
        self.network.roots.system = trust;
        self
    }
}
