//! A request that was handed to hyper, and the classification of its connect errors.

use std::error::Error as StdError;

use bytes::Bytes;
use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Uri};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as HyperError, ResponseFuture};

use super::connect::{ConnectTimedOut, Connector, TunnelRefused, is_untrusted};
use super::proxy::ProxyAddress;
use super::request_body::{self, RequestBody, SendState};
use super::wrong_scheme::{Peer, WrongScheme, is_about_plain_http, plain_to_tls};
use crate::Error;
use crate::error::{BrokenKind, ConnectErrorKind};
use crate::http_response::HttpResponse;

/// A response that is still to come.
pub(super) struct PendingResponse<'a> {
    response: ResponseFuture,
    target: Uri,
    proxy: Option<&'a ProxyAddress>,
    send_state: SendState,
}

impl<'a> PendingResponse<'a> {
    pub(super) fn send(
        client: &Client<Connector, RequestBody>,
        request: Request<Bytes>,
        proxy: Option<&'a ProxyAddress>,
    ) -> Self {
        let target = request.uri().clone();
        let (request, send_state) = request_body::observed(authorized(request, proxy));
        Self {
            response: client.request(request),
            target,
            proxy,
            send_state,
        }
    }

    pub(super) fn send_state(&self) -> SendState {
        self.send_state.clone()
    }

    /// The scheme of the target.
    pub(super) fn scheme(&self) -> Option<&Scheme> {
        self.target.scheme()
    }

    /// The head of the response.
    pub(super) async fn head(&mut self) -> Result<HttpResponse<Incoming>, Error> {
        match (&mut self.response).await {
            Ok(response) => Ok(HttpResponse::from(response)),
            Err(error) if error.is_connect() => Err(connect_error(&self.target, self.proxy, error)),
            Err(error) if is_about_plain_http(&error) => {
                self.send_state.cancel();
                let peer = if self.proxy.is_some() {
                    Peer::Proxy
                } else {
                    Peer::Server
                };
                Err(Error::broken_by(BrokenKind::Permanent, false, plain_to_tls(peer)))
            }
            Err(error) => Err(Error::broken(self.send_state.cancel(), error)),
        }
    }
}

/// Adds the proxy's user and password to a plain HTTP request. For a tunnel they are in the `CONNECT` request alone, so
/// that the target never gets them.
fn authorized(mut request: Request<Bytes>, proxy: Option<&ProxyAddress>) -> Request<Bytes> {
    if request.uri().scheme() == Some(&Scheme::HTTP)
        && let Some(authorization) = proxy.and_then(ProxyAddress::authorization)
    {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
    }
    request
}

fn connect_error(uri: &Uri, proxy: Option<&ProxyAddress>, error: HyperError) -> Error {
    let mut host = uri.authority().map(ToString::to_string).unwrap_or_default();
    if let Some(address) = proxy.and_then(|proxy| proxy.uri().authority()) {
        host = format!("{host} through the proxy {address}");
    }
    let kind = kind(&error);
    Error::connect(host, kind, error.into())
}

fn kind(error: &HyperError) -> ConnectErrorKind {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<ConnectTimedOut>() {
            return ConnectErrorKind::Timeout;
        }
        if error.downcast_ref().is_some_and(TunnelRefused::is_permanent) {
            return ConnectErrorKind::ProxyRefused;
        }
        if is_untrusted(error) {
            return ConnectErrorKind::Trust;
        }
        if error.is::<WrongScheme>() {
            return ConnectErrorKind::Permanent;
        }
        cause = error.source();
    }
    ConnectErrorKind::Network
}
