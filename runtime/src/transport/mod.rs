//! HTTP/1.1 over hyper: one pool of connections per client, shared by its clones.

mod body;
mod connector;
mod exchange;
mod limit;
#[cfg(feature = "stream")]
mod opened;
mod proxy;
mod stream;
mod tcp;
mod tls;
mod trust;
mod tunnel;

#[cfg(feature = "mock")]
pub(crate) use exchange::ExchangeFuture;
pub(crate) use exchange::{AnswerBody, Exchange};
pub(crate) use limit::TimeLimit;
#[cfg(feature = "stream")]
pub(crate) use opened::{EventBody, OpenFuture, Opened};
pub use proxy::Proxy;
pub(crate) use trust::Trust;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Uri};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::body::{OutgoingBody, Sending};
use self::connector::{ConnectTimedOut, Connector};
use self::proxy::Routes;
use self::tls::Tls;
use self::tunnel::TunnelRefused;
use crate::Error;
use crate::error::Hindrance;
use crate::response::Answer;

/// The cloud closes idle connections after about 60 s. Letting go of them earlier keeps requests
/// off connections that are just being closed.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;
/// Actions are limited to some ten or hundred requests a second, so that more would only lie idle.
const DEFAULT_MAX_IDLE_PER_HOST: usize = 100;

/// What a [`Transport`] is made from.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_idle_per_host: usize,
    /// That of the environment if there is none.
    pub(crate) proxy: Option<Proxy>,
    pub(crate) trust: Trust,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            max_idle_per_host: DEFAULT_MAX_IDLE_PER_HOST,
            proxy: None,
            trust: Trust::default(),
        }
    }
}

pub(crate) struct Transport {
    client: Client<Connector, OutgoingBody>,
    routes: Arc<Routes>,
    max_response_bytes: usize,
}

impl Transport {
    pub(crate) fn new(settings: Settings) -> Self {
        let routes = Arc::new(Routes::new(settings.proxy.unwrap_or_else(Proxy::env)));
        let tls = Tls::new(settings.trust);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .pool_max_idle_per_host(settings.max_idle_per_host)
            .build(Connector::new(settings.connect_timeout, tls, Arc::clone(&routes)));
        Self {
            client,
            routes,
            max_response_bytes: settings.max_response_bytes,
        }
    }

    /// Sends a request and reads the whole answer. Redirects are answers like any other: following
    /// one would hand a signed request to another host.
    pub(crate) async fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> Result<Answer, Error> {
        let proxy = self.routes.proxy_to(request.uri())?;
        let (request, sending) = body::watched(authorized(request, proxy));
        let result = tokio::time::timeout_at(limit.end, self.send(request, proxy, &sending)).await;
        result.unwrap_or_else(|_| Err(Error::timeout(limit.length, sending.give_up())))
    }

    async fn send(
        &self,
        request: Request<OutgoingBody>,
        proxy: Option<&Intercept>,
        sending: &Sending,
    ) -> Result<Answer, Error> {
        let answer = self.head(request, proxy, sending).await?;
        self.read(answer).await
    }

    /// Sends a request and reads the head of the answer.
    async fn head(
        &self,
        request: Request<OutgoingBody>,
        proxy: Option<&Intercept>,
        sending: &Sending,
    ) -> Result<Answer<Incoming>, Error> {
        let uri = request.uri().clone();
        match self.client.request(request).await {
            Ok(response) => Ok(Answer::from(response)),
            Err(error) if error.is_connect() => Err(connect_error(&uri, proxy, error)),
            Err(error) => Err(Error::broken(sending.give_up(), error)),
        }
    }

    async fn read(&self, answer: Answer<Incoming>) -> Result<Answer, Error> {
        let Answer { status, headers, body } = answer;
        let answer = |body| Answer { status, headers, body };
        match Limited::new(body, self.max_response_bytes).collect().await {
            Ok(collected) => Ok(answer(collected.to_bytes())),
            Err(error) if error.is::<LengthLimitError>() => {
                Err(Error::too_large(answer(Bytes::new()), self.max_response_bytes))
            }
            Err(error) => Err(Error::broken(true, error)),
        }
    }
}

/// A proxy that reads requests is told user and password by each of them; one that opens a tunnel, by the request
/// for the tunnel.
fn authorized(mut request: Request<Bytes>, proxy: Option<&Intercept>) -> Request<Bytes> {
    if request.uri().scheme() == Some(&Scheme::HTTP)
        && let Some(authorization) = proxy.and_then(Intercept::basic_auth)
    {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
    }
    request
}

fn connect_error(uri: &Uri, proxy: Option<&Intercept>, error: HyperError) -> Error {
    let mut host = uri.authority().map(ToString::to_string).unwrap_or_default();
    if let Some(address) = proxy.and_then(|proxy| proxy.uri().authority()) {
        host = format!("{host} through the proxy {address}");
    }
    let hindrance = hindrance(&error);
    Error::connect(host, hindrance, error.into())
}

fn hindrance(error: &HyperError) -> Hindrance {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<ConnectTimedOut>() {
            return Hindrance::Time;
        }
        if error.downcast_ref().is_some_and(TunnelRefused::is_lasting) {
            return Hindrance::Refusal;
        }
        if tls::is_distrust(error) {
            return Hindrance::Trust;
        }
        cause = error.source();
    }
    Hindrance::Network
}
