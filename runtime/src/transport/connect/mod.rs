//! Connects: TCP, with TLS on top for `https`, direct or through a proxy, within one connect timeout.
//!
//! A proxy gets no more than it needs, and the target nothing of the proxy: `https` goes through a `CONNECT` tunnel, and
//! user and password are in the `CONNECT` request alone. Plain `http` is sent to the proxy in absolute form, since many
//! proxies open tunnels to port 443 only.

mod connection;
mod roots;
mod tcp;
mod tls;
mod tunnel;

pub(super) use connection::HttpConnection;
pub(crate) use roots::TrustedRoots;
pub(super) use tcp::RequestNotice;
pub(super) use tls::is_untrusted;
pub(super) use tunnel::TunnelRefused;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use tower_service::Service;

use self::connection::ProxyConn;
use self::tcp::TcpConnector;
use self::tls::Tls;
use super::proxy::{ProxyAddress, ProxyRoutes};
use super::wrong_scheme::{Peer, explain};
use crate::error::BoxError;

pub(super) type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// The connector of a client: direct, to a proxy or through its tunnel.
#[derive(Clone)]
pub(super) struct Connector {
    direct: DirectConnector,
    routes: Arc<ProxyRoutes>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(timeout: Duration, roots: TrustedRoots, routes: Arc<ProxyRoutes>) -> Self {
        Self {
            direct: DirectConnector {
                tcp: TcpConnector::new(),
                tls: Arc::new(Tls::new(roots)),
            },
            routes,
            timeout,
        }
    }

    /// Connects to `target`, and returns what gives notice of requests to the connection.
    ///
    /// # Errors
    /// If there is no connection within the connect timeout.
    pub(super) async fn connect(&self, target: Uri) -> Result<(HttpConnection, RequestNotice), BoxError> {
        let timeout = self.timeout;
        let awaits_tls = !is_plain(&target) && matches!(self.routes.proxy_to(&target), Ok(None));
        let tcp = self.direct.tcp.for_one();
        let (notice, is_connected) = (tcp.notice(), tcp.is_connected());
        let mut connector = self.clone();
        connector.direct.tcp = tcp;
        match tokio::time::timeout(timeout, connector.connect_untimed(target)).await {
            Ok(connected) => Ok((connected?, notice)),
            Err(_) => {
                let awaits_tls = awaits_tls && is_connected.load(Ordering::Relaxed);
                Err(ConnectTimedOut { timeout, awaits_tls }.into())
            }
        }
    }

    async fn connect_untimed(self, target: Uri) -> Result<HttpConnection, BoxError> {
        let direct = self.direct;
        match self.routes.proxy_to(&target)? {
            None => direct
                .connect(target, Peer::Server)
                .await
                .map(HttpConnection::to_target),
            Some(proxy) if is_plain(&target) => {
                let connecting = direct.connect(proxy.uri().clone(), Peer::Proxy);
                connecting.await.map(HttpConnection::to_proxy)
            }
            Some(proxy) => {
                let config = direct.tls.client_config().await?;
                let proxy = proxy.clone();
                let stream = HttpsConnector::from((TunnelConnector { direct, proxy }, config))
                    .call(target)
                    .await
                    .map_err(|error| explain(error, Peer::Server))?;
                Ok(HttpConnection::through_tunnel(stream))
            }
        }
    }
}

/// Connects to the first hop: the target or a proxy.
#[derive(Clone)]
struct DirectConnector {
    tcp: TcpConnector,
    tls: Arc<Tls>,
}

impl DirectConnector {
    async fn connect(mut self, uri: Uri, peer: Peer) -> Result<ProxyConn, BoxError> {
        if is_plain(&uri) {
            return Ok(MaybeHttpsStream::Http(self.tcp.call(uri).await?));
        }
        let config = self.tls.client_config().await?;
        let connecting = HttpsConnector::from((self.tcp, config)).call(uri);
        connecting.await.map_err(|error| explain(error, peer))
    }
}

/// Connects to targets through a tunnel of a proxy. TLS goes on top.
struct TunnelConnector {
    direct: DirectConnector,
    proxy: ProxyAddress,
}

impl Service<Uri> for TunnelConnector {
    type Response = ProxyConn;
    type Error = BoxError;
    type Future = Connecting<ProxyConn>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let (direct, proxy) = (self.direct.clone(), self.proxy.clone());
        Box::pin(async move {
            let connection = direct.connect(proxy.uri().clone(), Peer::Proxy).await?;
            let tunnel = tunnel::open(connection, &target, proxy.authorization()).await;
            tunnel.map_err(|error| explain(error, Peer::Proxy))
        })
    }
}

fn is_plain(uri: &Uri) -> bool {
    uri.scheme() == Some(&Scheme::HTTP)
}

/// The connect timeout elapsed.
#[derive(Debug)]
pub(super) struct ConnectTimedOut {
    timeout: Duration,
    /// Whether the server accepted the connection, and did not answer in TLS.
    awaits_tls: bool,
}

impl fmt::Display for ConnectTimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timeout = self.timeout;
        if self.awaits_tls {
            return write!(
                f,
                "no TLS handshake within {timeout:?}, perhaps because the server does not speak TLS"
            );
        }
        write!(f, "not connected within {timeout:?}")
    }
}

impl std::error::Error for ConnectTimedOut {}
