//! A custom transport as the internal interface of a call, with what the client guarantees around it.
//!
//! The deadline and the size limit are enforced here, whether or not the transport respects them. A request whose time is
//! up counts as sent, because nothing tells whether it was: the built-in transport can prove the contrary, an interface of
//! one function cannot. A transport that limits the time of connecting reports `not_sent` by itself.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use tokio::time::{Instant, timeout_at};

use super::{Body, HttpTransport, Limits, SharedTransport, body_error};
use crate::Error;
use crate::http_response::HttpResponse;
use crate::transport::collect::read_whole;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody, streaming};

/// A custom transport in place of the network.
pub(crate) struct CustomExchange {
    transport: Arc<dyn HttpTransport>,
    max_response_bytes: usize,
}

impl CustomExchange {
    pub(crate) fn new(SharedTransport(transport): SharedTransport, max_response_bytes: usize) -> Self {
        Self {
            transport,
            max_response_bytes,
        }
    }

    async fn head(&self, request: Request<Bytes>, limit: TimeLimit) -> Result<HttpResponse<Body>, Error> {
        let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
        let remaining = limit.end.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Err(Error::timeout(limit.length, false));
        }
        let limits = Limits::new(remaining, self.max_response_bytes);
        let response = self.transport.send(request, limits).await;
        response.map(HttpResponse::from).map_err(|error| error.into_error(host))
    }

    async fn read(&self, answer: HttpResponse<Body>) -> Result<HttpResponse, Error> {
        read_whole(answer, self.max_response_bytes, body_error).await
    }
}

/// Awaits `received` up to `limit`.
async fn within<T>(limit: TimeLimit, received: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let result = timeout_at(limit.end, received).await;
    result.unwrap_or_else(|_| Err(Error::timeout(limit.length, true)))
}

impl Exchange for CustomExchange {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(within(limit, async move {
            let answer = self.head(request, limit).await?;
            self.read(answer).await
        }))
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        Box::pin(within(limit, async move {
            let answer = self.head(request, limit).await?;
            if answer.is_stream() {
                return Ok(streaming::events(answer));
            }
            Ok(self.read(answer).await?.map(StreamedBody::Whole))
        }))
    }
}
