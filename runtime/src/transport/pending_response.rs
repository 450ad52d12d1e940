//! A request on its way: its response, and the classification of its errors.

use std::error::Error as StdError;

use bytes::Bytes;
use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{Request, Uri};
use hyper::body::Incoming;

use super::collect::{CollectError, collect, whole};
use super::connect::{ConnectTimedOut, TunnelRefused, is_untrusted};
use super::pool::{SendError, Sending};
use super::proxy::ProxyAddress;
use super::request_body::SendState;
use super::wrong_scheme::{self, Peer, WrongScheme, is_about_plain_http, plain_to_tls};
use crate::Error;
use crate::error::{BoxError, BrokenKind, ConnectErrorKind};
use crate::http_response::HttpResponse;

/// A response that is still to come.
pub(super) struct PendingResponse<'a> {
    pub(super) sending: Sending<'a>,
    pub(super) proxy: Option<&'a ProxyAddress>,
    pub(super) send_state: SendState,
}

impl PendingResponse<'_> {
    /// The head of the response.
    pub(super) async fn head(&mut self) -> Result<HttpResponse<Incoming>, Error> {
        match self.sending.response().await {
            Ok(response) => Ok(HttpResponse::from(response)),
            Err(SendError::Connect(error)) => Err(connect_error(self.sending.target(), self.proxy, error)),
            Err(SendError::Exchange(error)) if is_about_plain_http(&error) => {
                self.send_state.cancel();
                let peer = if self.proxy.is_some() {
                    Peer::Proxy
                } else {
                    Peer::Server
                };
                Err(Error::broken_by(BrokenKind::Permanent, false, plain_to_tls(peer)))
            }
            Err(SendError::Exchange(error)) => Err(Error::broken(self.send_state.cancel(), error)),
        }
    }

    /// The response with its body, of at most `limit` bytes.
    pub(super) async fn whole(&mut self, limit: usize) -> Result<HttpResponse, Error> {
        let mut answer = self.head().await?;
        // Not `read_whole`, whose future would hold a second copy of the head.
        let body = collect(&mut answer.body, limit).await;
        self.read(answer, body, limit)
    }

    /// The response with the body that was collected. The connection is free now.
    pub(super) fn read(
        &mut self,
        answer: HttpResponse<Incoming>,
        body: Result<Bytes, CollectError<hyper::Error>>,
        limit: usize,
    ) -> Result<HttpResponse, Error> {
        let answer = whole(answer, body, limit, |error| Error::broken(true, error))?;
        self.sending.give_back();
        wrong_scheme::validate(answer, self.sending.target().scheme())
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
