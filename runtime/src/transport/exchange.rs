use std::pin::Pin;

use bytes::Bytes;
use http::Request;

#[cfg(feature = "stream")]
use super::OpenFuture;
use super::{TimeLimit, Transport};
use crate::Error;
use crate::http_response::HttpResponse;

pub(super) type AnswerFuture<'a, B> = Pin<Box<dyn Future<Output = Result<HttpResponse<B>, Error>> + Send + 'a>>;
pub(crate) type ExchangeFuture<'a> = AnswerFuture<'a, Bytes>;

/// What takes the signed request of one attempt and comes back with the answer: the network, or what stands in
/// for it.
pub(crate) trait Exchange: Send + Sync {
    /// Reads the answer to its end.
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_>;

    /// Reads the answer to its end unless it is a stream of events; then the limit is for its head alone.
    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_>;
}

/// What is read of a body while an answer is received: all of it, or nothing yet of a stream of events.
pub(crate) trait AnswerBody: Sized {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self>;
}

impl AnswerBody for Bytes {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self> {
        network.exchange(request, limit)
    }
}

impl Exchange for Transport {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(self.exchange(request, limit))
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        Box::pin(self.open(request, limit))
    }
}
