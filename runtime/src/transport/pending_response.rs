//! The response of a request that was handed to a connection, and the classification of its errors.

use std::error::Error as StdError;

use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use hyper::body::Incoming;

use super::connect::{ConnectTimedOut, TunnelRefused, is_untrusted};
use super::pool::{Busy, SendError};
use super::proxy::ProxyAddress;
use super::request_body::SendState;
use super::wrong_scheme::{Peer, WrongScheme, is_about_plain_http, plain_to_tls};
use crate::Error;
use crate::error::{BoxError, BrokenKind, ConnectErrorKind};
use crate::http_response::HttpResponse;

/// A response that is still to come.
pub(super) struct PendingResponse<'a, F> {
    pub(super) response: F,
    pub(super) proxy: Option<&'a ProxyAddress>,
    pub(super) send_state: SendState,
}

impl<'a, F> PendingResponse<'a, F>
where
    F: Future<Output = Result<(Response<Incoming>, Busy<'a>), SendError>>,
{
    /// The head of the response, and the connection that its body comes over.
    pub(super) async fn head(self) -> Result<(HttpResponse<Incoming>, Busy<'a>), Error> {
        let Self {
            response,
            proxy,
            send_state,
        } = self;
        match response.await {
            Ok((response, connection)) => Ok((HttpResponse::from(response), connection)),
            Err(SendError::Connect(target, error)) => Err(connect_error(&target, proxy, error)),
            Err(SendError::Exchange(error)) if is_about_plain_http(&error) => {
                send_state.cancel();
                let peer = if proxy.is_some() { Peer::Proxy } else { Peer::Server };
                Err(Error::broken_by(BrokenKind::Permanent, false, plain_to_tls(peer)))
            }
            Err(SendError::Exchange(error)) => Err(Error::broken(send_state.cancel(), error)),
        }
    }
}

/// Adds the proxy's user and password to a plain HTTP request. For a tunnel they are in the `CONNECT` request alone, so
/// that the target never gets them.
pub(super) fn authorize<B>(request: &mut Request<B>, proxy: Option<&ProxyAddress>) {
    if request.uri().scheme() == Some(&Scheme::HTTP)
        && let Some(authorization) = proxy.and_then(ProxyAddress::authorization)
    {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
    }
}

fn connect_error(uri: &Uri, proxy: Option<&ProxyAddress>, error: BoxError) -> Error {
    let mut host = uri.authority().map(ToString::to_string).unwrap_or_default();
    if let Some(address) = proxy.and_then(|proxy| proxy.uri().authority()) {
        host = format!("{host} through the proxy {address}");
    }
    let kind = kind(&*error);
    Error::connect(host, kind, error)
}

fn kind(error: &(dyn StdError + 'static)) -> ConnectErrorKind {
    let mut cause = Some(error);
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
