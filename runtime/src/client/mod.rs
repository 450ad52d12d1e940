//! The client: signs requests, sends them, reads answers.
//!
//! A call passes through one file per stage: `options` and `operation` are its input, then `serialize` → `encode` →
//! `message` once, and `admission` → `sign_request` → exchange for each attempt. `call` is the list of these stages.

mod admission;
mod builder;
mod call;
#[cfg(feature = "encodings")]
mod encode;
#[cfg(not(feature = "encodings"))]
#[path = "encode_json_only.rs"]
mod encode;
mod message;
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
pub use options::{CallOptions, Language};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use self::call::{Call, DEFAULT_TIMEOUT};
use self::operation::Operation;
use self::resolve_credentials::CredentialsResolver;
use self::serialize::SerializedRequest;
use self::user_agent::UserAgent;
use crate::clock::Skew;
use crate::endpoint::{EndpointCache, SERVICE_DOMAIN};
use crate::error::CallName;
#[cfg(feature = "failover")]
use crate::failover::Routes;
#[cfg(feature = "rate-limit")]
use crate::rate_limit::RateLimiter;
use crate::record::{Action, ActionInfo, Content, Record};
use crate::retry::{Idempotency, RetryBudget};
use crate::sign::SigningKeys;
use crate::telemetry::CallTrace;
use crate::transport::Exchange;
use crate::{Clock, Endpoint, Error, Response};

/// A client for every service of the cloud.
///
/// Clones are cheap and share one pool of connections. Calls need a tokio runtime with its IO and
/// time drivers enabled.
///
/// ```no_run
/// # async fn example() -> Result<(), tc3_runtime::Error> {
/// use tc3_runtime::{Client, Credentials};
///
/// let client = Client::builder()
///     .credentials(Credentials::new("AKID..", "the secret key"))
///     .region("ap-guangzhou")
///     .build()?;
/// let regions = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// println!("{} ({})", regions["TotalCount"], regions.request_id());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: Arc<CallOptions>,
}

/// What all clones have in common.
struct Shared {
    #[cfg(feature = "stream")]
    max_event_bytes: usize,
    /// Whether a mock or a recorder reads the parameters.
    #[cfg(feature = "mock")]
    is_mocked: bool,
    transport: Box<dyn Exchange>,
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
    /// A client with the key and the region of the environment: the variables of
    /// [`Credentials::from_env`](crate::Credentials::from_env), and `TENCENTCLOUD_REGION` if it is set.
    ///
    /// # Errors
    /// Names the variable that is missing or cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env()?.build()
    }

    /// A client made step by step.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// This client with other options, for one call or for many. What `options` does not set stays
    /// as it is here; connections and credentials are shared.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(options.over(&self.options)),
        }
    }

    /// Sends a request and reads its answer, again if it fails and repeating is safe: see
    /// [`RetryPolicy`](crate::RetryPolicy). Generated functions are one line over this. Dropping the
    /// future ends the call.
    ///
    /// # Errors
    /// Refused before sending: a required member or region that is not set, an extra parameter that
    /// the body already has, a body over 10 MiB. Otherwise no key, no connection, no answer in time, an
    /// answer that is not one of the API, or the error that the cloud answered with; the predicates
    /// of [`Error`] tell them apart.
    ///
    /// # Panics
    /// In a tokio runtime without its time or its IO driver; the panic is tokio's own.
    pub async fn send<A: Action>(&self, request: &A) -> Result<Response<A::Output>, Error> {
        let strict = self.is_strict();
        let call = self.call(A::INFO, request)?;
        call.run(|answer| Response::decode(answer, strict)).await
    }

    /// Sends JSON as it is to an action known by name, for actions and parameters that no generated
    /// type has. The host is `<service>.tencentcloudapi.com` unless an endpoint or a rule
    /// for [`Endpoints`](crate::Endpoints) is set.
    ///
    /// The result is the object below `Response`, `RequestId` included.
    ///
    /// # Errors
    /// As [`send`](Self::send); parameters are not checked. Nothing is known of the action, so it is
    /// never taken for safe to repeat, not even with a `ClientToken` in the body.
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
        call.run(Response::decode_raw).await
    }

    /// All of [`send`](Self::send) before the first attempt.
    fn call<'a>(&'a self, info: &'static ActionInfo, record: &dyn Record) -> Result<Box<Call<'a>>, Error> {
        let operation = Operation::from(info);
        serialize::serialize(info, record, &self.options)
            .and_then(|request| Call::new(self, operation, request))
            .map_err(|error| self.refused(&operation, error))
    }

    /// The error of a call that did not come to its first attempt.
    fn refused(&self, operation: &Operation<'_>, error: Error) -> Error {
        CallTrace::begin(&operation.subject(&self.options)).failed(&error);
        error.of_call(CallName::from(operation))
    }

    /// The endpoint that calls go to instead of each action's own host, if one is set.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.options.endpoint.as_ref()
    }

    /// The region that calls name, if one is set.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.options.region.as_deref()
    }

    /// By how many seconds the cloud's clock is ahead of this client's, negative if it is behind; 0 until a
    /// difference was learnt. Clones share it, and requests are dated by it.
    ///
    /// It is learnt from the header `Date` of an answer `AuthFailure.SignatureExpire`, if the client's clock differs
    /// from it by at least 30 s. The call is then signed anew and sent once more, whatever its action and its
    /// [`RetryPolicy`](crate::RetryPolicy), since a request with a refused signature was not carried out: at once,
    /// within the call's timeout, and without cost to the budget of repetitions. It counts as an attempt. Should it
    /// be refused again, that is the call's error. Later calls are dated right the first time, and learn anew should
    /// a clock be set.
    ///
    /// The date is not signed. Over `https` it is the cloud's. Over `http` whoever is on the way can set it: he can
    /// have calls refused, and can have one dated, and so replay it, at a time that he chooses.
    ///
    /// The keys that the client keeps for a provider end by the corrected clock. What providers do themselves goes by
    /// their own: calls to STS are dated, and the keys of a
    /// [`CachedCredentials`](crate::credentials::CachedCredentials) end, without the correction.
    #[cfg(feature = "clock-skew")]
    #[must_use]
    pub fn clock_skew(&self) -> i64 {
        self.shared.skew.seconds()
    }

    /// This client for a call that has to end within `limit`.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        let timeout = self.options.timeout.unwrap_or(DEFAULT_TIMEOUT);
        self.with(CallOptions::new().timeout(timeout.min(limit)))
    }

    fn is_strict(&self) -> bool {
        self.options.strict.unwrap_or(false)
    }
}

#[cfg(feature = "failover")]
impl Client {
    /// The hosts that failed so that their calls go to the backup now, in no order; see
    /// [`Failover`](crate::Failover). A host is named until a call that tries it succeeds.
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
