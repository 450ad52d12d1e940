//! The client: signs requests, sends them, reads answers.

mod builder;
mod prepare;

pub use builder::{ClientBuilder, Clock};

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

use self::prepare::Target;
use crate::error::CallName;
use crate::record::{Action, ActionInfo, Record};
use crate::response::Answer;
use crate::transport::Transport;
use crate::{CallOptions, Credentials, Endpoint, Error, Response};

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
    transport: Transport,
    credentials: Credentials,
    clock: Clock,
}

type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

impl Client {
    /// A client with the key and the region of the environment: the variables of
    /// [`Credentials::from_env`], and `TENCENTCLOUD_REGION` if it is set.
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

    /// Sends a request and reads its answer. Generated functions are one line over this.
    ///
    /// # Errors
    /// Refused before sending: a required member or region that is not set, an extra parameter that
    /// the body already has, a body over 10 MiB. Otherwise no connection, no answer in time, an
    /// answer that is not one of the API, or the error that the cloud answered with; the predicates
    /// of [`Error`] tell them apart.
    ///
    /// # Panics
    /// In a tokio runtime without its time or its IO driver; the panic is tokio's own.
    pub async fn send<A: Action>(&self, request: &A) -> Result<Response<A::Output>, Error> {
        let answer = self.exchange(A::INFO, request).await?;
        Response::decode(answer, self.is_strict()).map_err(|error| error.of_call(A::INFO.into()))
    }

    /// Sends JSON as it is to an action known by name, for actions and parameters that no generated
    /// type has. The host is `<service>.tencentcloudapi.com` unless an endpoint is set.
    ///
    /// The result is the object below `Response`, `RequestId` included.
    ///
    /// # Errors
    /// As [`send`](Self::send); parameters are not checked.
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
        let host = format!("{service}.tencentcloudapi.com");
        let target = Target {
            service,
            version,
            action,
            host: &host,
        };
        let result = match self.exchange_body(&target, json.into()).await {
            Ok(answer) => Response::decode_raw(answer),
            Err(error) => Err(error),
        };
        result.map_err(|error| {
            error.of_call(CallName {
                service: service.to_owned().into(),
                action: action.to_owned().into(),
            })
        })
    }

    /// All of [`send`](Self::send) that does not depend on the action's type. Boxed, so that the
    /// future of each action stays small and quick to compile.
    fn exchange<'a>(&'a self, info: &'static ActionInfo, record: &'a dyn Record) -> Exchange<'a> {
        Box::pin(async move {
            let result = match prepare::body(info, record, &self.options) {
                Ok(body) => self.exchange_body(&Target::from(info), body).await,
                Err(error) => Err(error),
            };
            result.map_err(|error| error.of_call(info.into()))
        })
    }

    async fn exchange_body(&self, target: &Target<'_>, body: Vec<u8>) -> Result<Answer, Error> {
        let Shared {
            transport,
            credentials,
            clock,
        } = &*self.shared;
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::refused(
                "a call needs a tokio runtime around it, and there is none",
            ));
        }
        let body = prepare::join_extra(body, &self.options.extra)?;
        let request = prepare::request(target, body, &self.options, credentials, clock)?;
        let timeout = self.options.timeout.unwrap_or(builder::DEFAULT_TIMEOUT);
        transport.exchange(request, timeout).await
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

    fn is_strict(&self) -> bool {
        self.options.strict.unwrap_or(false)
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

impl From<&ActionInfo> for CallName {
    fn from(info: &ActionInfo) -> Self {
        Self {
            service: info.service.into(),
            action: info.name.into(),
        }
    }
}
