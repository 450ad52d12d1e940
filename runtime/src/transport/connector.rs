//! Connections: TCP, with TLS on top for `https`, direct or through a proxy, within one time limit for all of it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::proxy::matcher::Intercept;
use tower_service::Service;

use super::proxy::Routes;
use super::stream::{Hop, Stream};
use super::tcp::{Begun, TcpConnector};
use super::tls::Tls;
use super::tunnel;
use crate::error::BoxError;

pub(super) type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

#[derive(Clone)]
pub(super) struct Connector {
    hops: Hops,
    routes: Arc<Routes>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(timeout: Duration, tls: Tls, routes: Arc<Routes>, begun: Begun) -> Self {
        Self {
            hops: Hops {
                tcp: TcpConnector::new(begun),
                tls: Arc::new(tls),
            },
            routes,
            timeout,
        }
    }

    async fn connect(self, target: Uri) -> Result<Stream, BoxError> {
        let hops = self.hops;
        match self.routes.proxy_to(&target)? {
            None => hops.connect(target).await.map(Stream::to_target),
            Some(proxy) if is_plain(&target) => hops.connect(proxy.uri().clone()).await.map(Stream::to_proxy),
            Some(proxy) => {
                let config = hops.tls.client_config().await?;
                let proxy = proxy.clone();
                let stream = HttpsConnector::from((Tunnels { hops, proxy }, config))
                    .call(target)
                    .await?;
                Ok(Stream::through_tunnel(stream))
            }
        }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Connecting<Stream>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let timeout = self.timeout;
        let connecting = self.clone().connect(target);
        Box::pin(async move {
            let result = tokio::time::timeout(timeout, connecting).await;
            result.unwrap_or_else(|_| Err(ConnectTimedOut(timeout).into()))
        })
    }
}

/// Makes connections to whom this machine speaks first.
#[derive(Clone)]
struct Hops {
    tcp: TcpConnector,
    tls: Arc<Tls>,
}

impl Hops {
    async fn connect(mut self, uri: Uri) -> Result<Hop, BoxError> {
        if is_plain(&uri) {
            return Ok(MaybeHttpsStream::Http(self.tcp.call(uri).await?));
        }
        let config = self.tls.client_config().await?;
        HttpsConnector::from((self.tcp, config)).call(uri).await
    }
}

/// Makes connections to targets through tunnels of a proxy, for TLS to be laid on top.
struct Tunnels {
    hops: Hops,
    proxy: Intercept,
}

impl Service<Uri> for Tunnels {
    type Response = Hop;
    type Error = BoxError;
    type Future = Connecting<Hop>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let (hops, proxy) = (self.hops.clone(), self.proxy.clone());
        Box::pin(async move {
            let hop = hops.connect(proxy.uri().clone()).await?;
            tunnel::open(hop, &target, proxy.basic_auth()).await
        })
    }
}

fn is_plain(uri: &Uri) -> bool {
    uri.scheme() == Some(&Scheme::HTTP)
}

/// No connection within the time for connecting.
#[derive(Debug)]
pub(super) struct ConnectTimedOut(Duration);

impl fmt::Display for ConnectTimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not connected within {:?}", self.0)
    }
}

impl std::error::Error for ConnectTimedOut {}
