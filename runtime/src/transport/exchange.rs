//! The one interface between a call and whatever carries it: the network, a mock, or a recorder around either.

use std::pin::Pin;

use bytes::Bytes;
use http::Request;
#[cfg(feature = "stream")]
use http_body_util::combinators::BoxBody;

use super::time_limit::TimeLimit;
use crate::Error;
#[cfg(feature = "stream")]
use crate::error::BoxError;
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
pub(crate) trait ResponseBody: Sized {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self>;
}

impl ResponseBody for Bytes {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self> {
        network.exchange(request, limit)
    }
}

#[cfg(feature = "stream")]
/// The body of an answer.
pub(crate) enum StreamedBody {
    /// All of it, since it is not a stream of events.
    Whole(Bytes),
    /// A stream of events.
    Events(EventBody),
}

#[cfg(feature = "stream")]
/// The bytes of a stream of events, as they come. Dropping it before its end closes the connection.
pub(crate) struct EventBody {
    pub(crate) bytes: BoxBody<Bytes, BoxError>,
    /// Whether its end can be told from a connection that broke.
    pub(crate) has_end: bool,
}

#[cfg(feature = "stream")]
pub(crate) type OpenFuture<'a> = AnswerFuture<'a, StreamedBody>;

#[cfg(feature = "stream")]
impl ResponseBody for StreamedBody {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        network.open(request, limit)
    }
}
