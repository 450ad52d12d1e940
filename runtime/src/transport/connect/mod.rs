//! Connects: TCP, with TLS on top for `https`, direct or through a proxy, within one connect timeout.
//!
//! A proxy gets no more than it needs, and the target nothing of the proxy: `https` goes through a `CONNECT` tunnel, and
//! user and password are in the `CONNECT` request alone. Plain `http` is sent to the proxy in absolute form, since many
//! proxies open tunnels to port 443 only.

mod connection;
mod dial;
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
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_util::rt::TokioIo;

use self::connection::Stream;
use self::tcp::Tcp;
use self::tls::Tls;
use super::proxy::{ProxyAddress, ProxyRoutes};
use super::wrong_scheme::{Peer, explain};
use crate::error::BoxError;

/// The connector of a client: direct, to a proxy or through its tunnel.
pub(super) struct Connector {
    tls: Tls,
    routes: Arc<ProxyRoutes>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(timeout: Duration, roots: TrustedRoots, routes: Arc<ProxyRoutes>) -> Self {
        Self {
            tls: Tls::new(roots),
            routes,
            timeout,
        }
    }

    /// Connects to `target`.
    ///
    /// # Errors
    /// If there is no connection within the connect timeout.
    pub(super) async fn connect(&self, target: &Uri) -> Result<HttpConnection, BoxError> {
        let proxy = self.routes.proxy_to(target)?;
        let progress = Progress::default();
        let connecting = async {
            let is_read_by_proxy = proxy.is_some() && is_plain(target);
            let stream = match proxy {
                None => self.first_hop(target, Peer::Server, &progress).await?,
                Some(proxy) if is_plain(target) => self.first_hop(proxy.uri(), Peer::Proxy, &progress).await?,
                Some(proxy) => self.through_tunnel(proxy, target, &progress).await?,
            };
            Ok((stream, is_read_by_proxy))
        };
        match tokio::time::timeout(self.timeout, connecting).await {
            Ok(connected) => connected.map(|(stream, is_read_by_proxy)| HttpConnection {
                io: TokioIo::new(stream),
                notice: progress.notice,
                is_read_by_proxy,
            }),
            Err(_) => Err(ConnectTimedOut {
                timeout: self.timeout,
                awaits_tls: proxy.is_none() && !is_plain(target) && progress.is_connected.load(Ordering::Relaxed),
            }
            .into()),
        }
    }

    /// Connects to the first hop: the target or a proxy.
    async fn first_hop(&self, uri: &Uri, peer: Peer, progress: &Progress) -> Result<Stream, BoxError> {
        if is_plain(uri) {
            return progress.connect(uri).await;
        }
        let config = self.tls.client_config().await?;
        let stream = progress.connect(uri).await?;
        let begun = tls::begin(config, uri, stream).await;
        begun.map_err(|error| explain(error, peer))
    }

    /// Begins TLS with the target through a tunnel of a proxy.
    async fn through_tunnel(
        &self,
        proxy: &ProxyAddress,
        target: &Uri,
        progress: &Progress,
    ) -> Result<Stream, BoxError> {
        let config = self.tls.client_config().await?;
        let stream = self.first_hop(proxy.uri(), Peer::Proxy, progress).await?;
        let tunnel = tunnel::open(stream, target, proxy.authorization()).await;
        let tunnel = tunnel.map_err(|error| explain(error, Peer::Proxy))?;
        let begun = tls::begin(config, target, tunnel).await;
        begun.map_err(|error| explain(error, Peer::Server))
    }
}

/// How far connecting has come.
#[derive(Default)]
struct Progress {
    notice: RequestNotice,
    /// Whether there is a TCP connection.
    is_connected: AtomicBool,
}

impl Progress {
    async fn connect(&self, uri: &Uri) -> Result<Stream, BoxError> {
        let socket = dial::dial(uri).await?;
        self.is_connected.store(true, Ordering::Relaxed);
        Ok(Stream::Plain(Tcp::new(socket, self.notice.clone(), is_plain(uri))))
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
