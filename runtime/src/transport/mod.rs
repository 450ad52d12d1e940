//! How requests travel: over the client's own connections, or over any [`HttpTransport`].
//!
//! The client's own transport is HTTP/1.1 over hyper: one pool of connections per client, shared by its clones.
//! [`HttpTransport`] is the interface of any other, and [`Body`], [`TransportError`] and [`Limits`] belong to it.
//!
//! - Redirects are not followed: a redirect is not a response of the API, and following it would hand a signed request to
//!   another host.
//! - A request is handed to hyper before its response is awaited, outside of the future of `HyperTransport::exchange`:
//!   inside, the future of each layer would hold and move a copy of some 300 bytes.
//! - 100 idle connections per host are kept, since quotas are 20 to some 100 requests per second, and more would be idle.

mod collect;
mod connect;
mod custom;
mod exchange;
mod pending_response;
mod pool;
mod proxy;
mod request_body;
#[cfg(feature = "stream")]
mod streaming;
mod time_limit;
mod wrong_scheme;

pub use bytes;
pub use http;

pub(crate) use connect::TrustedRoots;
#[cfg(feature = "stream")]
pub(crate) use custom::body_error;
pub use custom::{Body, HttpTransport, Limits, SendFuture, TransportError};
pub(crate) use custom::{CustomExchange, SharedTransport};
#[cfg(feature = "stream")]
pub(crate) use exchange::{EventBody, OpenFuture, StreamedBody};
pub(crate) use exchange::{Exchange, ExchangeFuture, ResponseBody};
pub use proxy::Proxy;
pub(crate) use time_limit::TimeLimit;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use self::connect::Connector;
use self::pending_response::{PendingResponse, authorize};
use self::pool::Pool;
use self::proxy::ProxyRoutes;
use self::request_body::observed;
use crate::Error;
use crate::http_response::HttpResponse;

const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;
const DEFAULT_MAX_IDLE_PER_HOST: usize = 100;

/// The settings of a [`HyperTransport`].
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_idle_per_host: usize,
    /// The proxy of the environment if `None`.
    pub(crate) proxy: Option<Proxy>,
    pub(crate) roots: TrustedRoots,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            max_idle_per_host: DEFAULT_MAX_IDLE_PER_HOST,
            proxy: None,
            roots: TrustedRoots::default(),
        }
    }
}

/// The connections of a client.
pub(crate) struct HyperTransport {
    pool: Pool,
    routes: Arc<ProxyRoutes>,
    max_response_bytes: usize,
}

impl HyperTransport {
    pub(crate) fn new(settings: Settings) -> Self {
        let routes = Arc::new(ProxyRoutes::new(settings.proxy.unwrap_or_else(Proxy::env)));
        let connector = Connector::new(settings.connect_timeout, settings.roots, Arc::clone(&routes));
        Self {
            pool: Pool::new(connector, settings.max_idle_per_host),
            routes,
            max_response_bytes: settings.max_response_bytes,
        }
    }

    /// Sends a request and reads the whole response. A redirect is a response like any other.
    pub(crate) fn exchange(
        &self,
        request: Request<Bytes>,
        limit: TimeLimit,
    ) -> impl Future<Output = Result<HttpResponse, Error>> + Send {
        // Outside of the future, which would hold the request for as long as the response is awaited.
        let pending = self.send(request);
        async move {
            let mut pending = pending?;
            let send_state = pending.send_state.clone();
            // Pinned here, so that no layer of futures holds a copy of another.
            let received = pin!(pending.whole(self.max_response_bytes));
            send_state.within(limit, received).await
        }
    }

    fn send(&self, mut request: Request<Bytes>) -> Result<PendingResponse<'_>, Error> {
        let proxy = self.routes.proxy_to(request.uri())?;
        authorize(&mut request, proxy);
        let target = std::mem::take(request.uri_mut());
        let (request, send_state) = observed(request);
        Ok(PendingResponse {
            sending: self.pool.send(request, target),
            proxy,
            send_state,
        })
    }
}

impl Exchange for HyperTransport {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(self.exchange(request, limit))
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        Box::pin(self.open(request, limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than that is a large chunk for the usual allocators, which each call would wait for.
    const SMALL: usize = 1024;

    #[tokio::test]
    async fn the_future_of_an_exchange_is_small() {
        let transport = HyperTransport::new(Settings::default());
        let mut request = Request::new(Bytes::from_static(b"{}"));
        *request.uri_mut() = "http://localhost/".parse().unwrap();
        let limit = TimeLimit::from_now(Duration::from_secs(1));
        let size = size_of_val(&transport.exchange(request, limit));
        assert!(size <= SMALL, "{size} bytes");
    }
}
