//! The client: signs requests, sends them, reads answers.
//!
//! A call passes through one file per stage: `options` and `operation` are its input, then `serialize` → `encode` →
//! `message` once, and `admission` → `sign_request` → exchange → `decode` for each attempt. `call` is the list of these stages.

mod admission;
mod builder;
mod call;
#[cfg(feature = "encodings")]
mod encode;
#[cfg(not(feature = "encodings"))]
#[path = "encode_json_only.rs"]
mod encode;
mod message;
#[cfg(feature = "named")]
mod named;
mod operation;
mod options;
mod resolve_credentials;
mod serialize;
mod sign_request;
#[cfg(feature = "stream")]
mod stream;
mod user_agent;

pub use builder::ClientBuilder;
#[cfg(feature = "encodings")]
pub use encode::{HttpMethod, RawCall, SignatureMethod};
#[cfg(feature = "named")]
pub use named::{NamedCall, Prepared};
pub use options::{CallOptions, Language};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use self::call::{Call, DEFAULT_TIMEOUT, OutputFuture, TypedCall};
use self::operation::Operation;
use self::resolve_credentials::CredentialsResolver;
use self::serialize::SerializedRequest;
use self::user_agent::UserAgent;
use crate::clock::Skew;
use crate::decode::{Decodable, Output};
use crate::endpoint::{EndpointCache, SERVICE_DOMAIN};
use crate::error::CallName;
#[cfg(feature = "failover")]
use crate::failover::Routes;
use crate::interceptor::Interceptors;
#[cfg(feature = "rate-limit")]
use crate::rate_limit::RateLimiter;
use crate::record::{Action, ActionInfo, Content, Record};
use crate::retry::{Idempotency, RetryBudget};
use crate::sign::SigningKeys;
use crate::telemetry::CallTrace;
use crate::transport::Exchange;
use crate::{Clock, Endpoint, Error, Response};

/// A client for every service.
///
/// Clones are cheap and share one pool of connections, the credentials, the retry budget and the rate limits. Calls need
/// a tokio runtime with its IO and time drivers enabled. [`send`](Self::send) makes a typed call,
/// [`call_raw`](Self::call_raw) calls any action by name:
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example() -> Result<(), tc3::Error> {
/// use tc3::{Client, Credentials};
///
/// let client = Client::builder()
///     .credentials(Credentials::new("AKID..", "the secret key"))
///     .region("ap-guangzhou")
///     .build()?;
/// let response = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// println!("{} ({})", *response, response.request_id());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: Arc<CallOptions>,
}

/// What all clones have in common.
struct Shared {
    /// The memory that the values of a response may take, instead of the default.
    max_decoded_bytes: Option<usize>,
    #[cfg(feature = "stream")]
    max_event_bytes: usize,
    /// Whether a mock or a recorder reads the parameters.
    #[cfg(feature = "mock")]
    is_mocked: bool,
    transport: Box<dyn Exchange>,
    interceptors: Interceptors,
    credentials: CredentialsResolver,
    signing_keys: SigningKeys,
    /// Corrected by the learned skew.
    clock: Clock,
    skew: Skew,
    user_agent: UserAgent,
    endpoints: EndpointCache,
    retry_budget: RetryBudget,
    #[cfg(feature = "failover")]
    routes: Option<Routes>,
    #[cfg(feature = "rate-limit")]
    rate_limiter: Option<RateLimiter>,
}

impl Client {
    /// Creates a client with the credentials and the region of the environment: the variables of
    /// [`Credentials::from_env`](crate::Credentials::from_env), and `TENCENTCLOUD_REGION` if it is set. If
    /// `TENCENTCLOUD_ROLE_ARN` and `TENCENTCLOUD_ROLE_SESSION_NAME` are set, that role is assumed, as by
    /// [`Environment`](crate::credentials::Environment), and its credentials are cached.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// let client = tc3::Client::from_env()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a variable is missing or malformed; the message names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env()?.build()
    }

    /// Starts the builder of a client.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{Client, Credentials};
    ///
    /// let client = Client::builder().credentials(Credentials::new("AKID..", "the secret key")).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Returns a client with other options, for one call or for many. What `options` does not set is inherited;
    /// connections and credentials are shared.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// let shanghai = client.with(tc3::CallOptions::new().region("ap-shanghai"));
    /// shanghai.call_raw("cvm", "2017-03-12", "DescribeZones", "{}").await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(options.over(&self.options)),
        }
    }

    /// Sends a request and decodes the response, and retries if the call fails and a retry is safe; see
    /// [`RetryPolicy`](crate::RetryPolicy). Generated functions are one line over this. Dropping the future cancels the
    /// call.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example<A: tc3::Action>(client: tc3::Client, request: A) {
    /// match client.send(&request).await {
    ///     Ok(response) => println!("done: {}", response.request_id()),
    ///     Err(error) if error.is_ambiguous() => println!("it may have been carried out: {error}"),
    ///     Err(error) => println!("{error}"),
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the request is invalid, before it is sent: a required member or region is missing, an extra parameter is
    /// already in the body, or the body exceeds 10 MiB. Otherwise if there are no credentials, no connection, no response
    /// in time, a response that is not of the API, or an error of the service. The predicates of [`Error`] tell them apart.
    ///
    /// # Panics
    /// In a tokio runtime without its time or IO driver; the panic is tokio's own.
    pub fn send<'a, A: Action>(
        &'a self,
        request: &'a A,
    ) -> impl Future<Output = Result<Response<A::Output>, Error>> + Send + use<'a, A> {
        TypedCall::new(self.send_record(A::INFO, request, A::Output::output))
    }

    /// [`send`](Self::send), compiled once.
    fn send_record<'a>(
        &'a self,
        info: &'static ActionInfo,
        record: &'a dyn Record,
        output: fn() -> Output,
    ) -> OutputFuture<'a> {
        Box::pin(async move { self.call(info, record)?.run(output).await })
    }

    /// Sends JSON verbatim to an action known by name, for actions and parameters without a generated type. The host is
    /// `<service>.tencentcloudapi.com` unless an endpoint or an endpoint rule ([`Endpoints`](crate::Endpoints)) is set.
    ///
    /// The result is the object under `Response`, `RequestId` included.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// let regions = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
    /// println!("{} ({})", regions["TotalCount"], regions.request_id());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); parameters are not validated. Nothing is known of the action, so it is never considered
    /// idempotent, not even with a `ClientToken` in the body.
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn call_raw(
        &self,
        service: &str,
        version: &str,
        action: &str,
        json: impl Into<Vec<u8>>,
    ) -> Result<Response<Value>, Error> {
        let request = SerializedRequest {
            body: json.into(),
            idempotency: Idempotency::None,
            content: Content::Json,
            signed: true,
            #[cfg(feature = "encodings")]
            binary: Vec::new(),
        };
        self.call_by_name(service, version, action, request).await
    }

    async fn call_by_name(
        &self,
        service: &str,
        version: &str,
        action: &str,
        request: SerializedRequest,
    ) -> Result<Response<Value>, Error> {
        let host = format!("{service}.{SERVICE_DOMAIN}");
        let operation = Operation::by_name(service, version, action, &host);
        let call = Call::new(self, operation, request).map_err(|error| self.refused(&operation, error))?;
        call.run(Value::output).await?.downcast()
    }

    /// Everything that [`send`](Self::send) does before the first attempt.
    fn call<'a>(&'a self, info: &'static ActionInfo, record: &dyn Record) -> Result<Box<Call<'a>>, Error> {
        let operation = Operation::from(info);
        serialize::serialize(info, record, &self.options)
            .and_then(|request| Call::new(self, operation, request))
            .map_err(|error| self.refused(&operation, error))
    }

    /// The error of a call that failed before its first attempt, recorded in a span of its own.
    fn refused(&self, operation: &Operation<'_>, error: Error) -> Error {
        CallTrace::begin(&operation.subject(&self.options)).failed(&error);
        error.of_call(CallName::from(operation))
    }

    /// Returns the endpoint that all calls go to, if one is set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let credentials = tc3::Credentials::new("AKID..", "the secret key");
    /// let client = tc3::Client::builder().credentials(credentials).endpoint("http://localhost:8080".parse()?).build()?;
    /// assert_eq!(client.endpoint().map(|endpoint| endpoint.host()), Some("localhost:8080"));
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.options.endpoint.as_ref()
    }

    /// Returns the region of calls, if one is set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let credentials = tc3::Credentials::new("AKID..", "the secret key");
    /// let client = tc3::Client::builder().credentials(credentials).region("ap-guangzhou").build()?;
    /// assert_eq!(client.region(), Some("ap-guangzhou"));
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.options.region.as_deref()
    }

    /// Returns by how many seconds the service's clock is ahead of this client's, negative if it is behind; 0 until a
    /// skew was learned. Clones share it, and the timestamps of requests are corrected by it.
    ///
    /// The skew is learned from the header `Date` of a response `AuthFailure.SignatureExpire`, if the client's clock
    /// differs from it by at least 30 s. The call is then signed again and retried at once, whatever its action and its
    /// [`RetryPolicy`](crate::RetryPolicy), because a request with a rejected signature was not carried out. That counts as
    /// an attempt within the call's timeout and costs nothing of the retry budget. A second rejection is the call's error.
    /// Later calls have the right timestamp from the start, and the skew is learned again if a clock is set. A skew is kept
    /// only if the service accepts the timestamp of the retry, and a `Date` before 2018 or after 2099 is ignored, so that no
    /// wrong date reaches beyond its call.
    ///
    /// `Date` is not signed. Over `https` it is the service's. Over `http` an on-path attacker can set it: calls are then
    /// rejected, or one gets a timestamp of the attacker's choice, at which it can be replayed.
    ///
    /// Credentials that the client caches for a provider expire by the corrected clock. A provider's own clock is not
    /// corrected: requests to STS, and the expiry in a [`CachedCredentials`](crate::credentials::CachedCredentials).
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: &tc3::Client) {
    /// if client.clock_skew().abs() > 60 {
    ///     eprintln!("the clock of this machine is off by {} s", client.clock_skew());
    /// }
    /// # }
    /// ```
    #[cfg(feature = "clock-skew")]
    #[must_use]
    pub fn clock_skew(&self) -> i64 {
        self.shared.skew.seconds()
    }

    /// This client for a call that must end within `limit`.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        let timeout = self.options.timeout.unwrap_or(DEFAULT_TIMEOUT);
        self.with(CallOptions::new().timeout(timeout.min(limit)))
    }
}

#[cfg(feature = "failover")]
impl Client {
    /// Returns the hosts whose circuit breaker is open, so that their calls go to the backup, in no order; see
    /// [`Failover`](crate::Failover). A host is listed until a call that tries it succeeds.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: &tc3::Client) {
    /// for host in client.failed_hosts() {
    ///     eprintln!("{host} is failing; its calls go to the backup");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn failed_hosts(&self) -> Vec<String> {
        let routes = self.shared.routes.as_ref();
        routes.map(Routes::failed_hosts).unwrap_or_default()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("credentials", &self.shared.credentials)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
