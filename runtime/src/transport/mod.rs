//! HTTP/1.1 over hyper: one pool of connections per client, shared by its clones.

mod body;
mod connector;
mod exchange;
mod limit;
#[cfg(feature = "stream")]
mod opened;
mod proxy;
mod sent;
mod stream;
mod tcp;
mod tls;
mod trust;
mod tunnel;
mod whole;

#[cfg(feature = "mock")]
pub(crate) use exchange::ExchangeFuture;
pub(crate) use exchange::{AnswerBody, Exchange};
pub(crate) use limit::TimeLimit;
#[cfg(feature = "stream")]
pub(crate) use opened::{EventBody, OpenFuture, Opened};
pub use proxy::Proxy;
pub(crate) use trust::Trust;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::body::OutgoingBody;
use self::connector::Connector;
use self::proxy::Routes;
use self::sent::Sent;
use self::tcp::Begun;
use self::tls::Tls;
use self::whole::{Unread, whole};
use crate::Error;
use crate::http_response::HttpResponse;

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
    begun: Begun,
    max_response_bytes: usize,
}

impl Transport {
    pub(crate) fn new(settings: Settings) -> Self {
        let routes = Arc::new(Routes::new(settings.proxy.unwrap_or_else(Proxy::env)));
        let tls = Tls::new(settings.trust);
        let begun = Begun::default();
        let connector = Connector::new(settings.connect_timeout, tls, Arc::clone(&routes), begun.clone());
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .pool_max_idle_per_host(settings.max_idle_per_host)
            .build(connector);
        Self {
            client,
            routes,
            begun,
            max_response_bytes: settings.max_response_bytes,
        }
    }

    /// Sends a request and reads the whole answer. Redirects are answers like any other: following
    /// one would hand a signed request to another host.
    pub(crate) fn exchange(
        &self,
        request: Request<Bytes>,
        limit: TimeLimit,
    ) -> impl Future<Output = Result<HttpResponse, Error>> + Send {
        // Outside of the future, which would hold the request for as long as the answer is waited for.
        let sent = self.send(request);
        async move {
            let mut sent = sent?;
            let sending = sent.sending();
            let received = async { self.read(sent.head().await?).await };
            sending.within(limit, received).await
        }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Sent<'_>, Error> {
        let proxy = self.routes.proxy_to(request.uri())?;
        self.begun.one_more();
        Ok(Sent::through(&self.client, request, proxy))
    }

    async fn read(&self, answer: HttpResponse<Incoming>) -> Result<HttpResponse, Error> {
        let HttpResponse { status, headers, body } = answer;
        let answer = |body| HttpResponse { status, headers, body };
        match whole(body, self.max_response_bytes).await {
            Ok(body) => Ok(answer(body)),
            Err(Unread::TooLarge) => Err(Error::too_large(answer(Bytes::new()), self.max_response_bytes)),
            Err(Unread::Broken(error)) => Err(Error::broken(true, error)),
        }
    }
}
