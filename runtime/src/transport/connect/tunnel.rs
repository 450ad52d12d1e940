//! A `CONNECT` tunnel through a proxy.
//!
//! hyper sends the `CONNECT` request. hyper-util's `Tunnel` would do the same in fewer lines, but hides the status of a
//! refusal.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use http::header::{HOST, PROXY_AUTHORIZATION};
use http::{HeaderValue, Method, Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

use super::connection::Stream;
use crate::error::BoxError;
use crate::transport::request_body::RequestBody;

/// Opens a tunnel to `target` over the connection to a proxy.
pub(super) async fn open(proxy: Stream, target: &Uri, authorization: Option<&HeaderValue>) -> Result<Stream, BoxError> {
    let request = connect_request(target, authorization)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(proxy)).await?;
    let mut response = pin!(sender.send_request(request));
    let mut connection = pin!(connection.without_shutdown());
    let mut ended = None;
    let status = poll_fn(|cx| {
        if ended.is_none()
            && let Poll::Ready(result) = connection.as_mut().poll(cx)
        {
            ended = Some(result);
        }
        response.as_mut().poll(cx)
    })
    .await?
    .status();
    if !status.is_success() {
        return Err(TunnelRefused(status).into());
    }
    let parts = match ended {
        Some(result) => result?,
        None => connection.await?,
    };
    if parts.read_buf.is_empty() {
        Ok(parts.io.into_inner())
    } else {
        Err("the proxy sent more than its response before the target was contacted".into())
    }
}

fn connect_request(target: &Uri, authorization: Option<&HeaderValue>) -> Result<Request<RequestBody>, http::Error> {
    let host = target.host().unwrap_or_default();
    let authority = format!("{host}:{}", target.port_u16().unwrap_or(443));
    let mut request = Request::new(RequestBody::none());
    *request.method_mut() = Method::CONNECT;
    *request.uri_mut() = authority.parse()?;
    request.headers_mut().insert(HOST, HeaderValue::try_from(authority)?);
    if let Some(authorization) = authorization {
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
    }
    Ok(request)
}

/// The proxy refused the tunnel.
#[derive(Debug)]
pub(in crate::transport) struct TunnelRefused(StatusCode);

impl TunnelRefused {
    /// Whether the refusal is a matter of settings, so that a retry would not help.
    pub(in crate::transport) fn is_permanent(&self) -> bool {
        self.0.is_client_error()
    }
}

impl fmt::Display for TunnelRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy responded with HTTP {}", self.0.as_u16())?;
        if self.0 == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            f.write_str(", user and password are missing or wrong")?;
        }
        Ok(())
    }
}

impl std::error::Error for TunnelRefused {}
