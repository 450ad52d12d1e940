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

/// Carries the signed request of one attempt and returns the response.
///
/// Signing, retrying and decoding are done before and after it, so a test over a mock covers them too.
pub(crate) trait Exchange: Send + Sync {
    /// Sends a request and reads the whole response.
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_>;

    /// Sends a request and reads the whole response unless it is an event stream, for which the limit covers the head only.
    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_>;
}

/// The body of a response as a call receives it: whole, or the open body of an event stream. A call is generic over it, so
/// that the ordinary path does not pay for a boxed body.
pub(crate) trait ResponseBody: Sized + Send {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self>;

    /// The body, if it was read to its end.
    fn whole(&self) -> Option<&Bytes>;
}

impl ResponseBody for Bytes {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> AnswerFuture<'_, Self> {
        network.exchange(request, limit)
    }

    fn whole(&self) -> Option<&Bytes> {
        Some(self)
    }
}

#[cfg(feature = "stream")]
/// A body that may be an event stream.
pub(crate) enum StreamedBody {
    /// Not an event stream: the whole body.
    Whole(Bytes),
    /// An event stream, still open.
    Events(EventBody),
}

#[cfg(feature = "stream")]
/// The bytes of an event stream, as they are received. Dropping it before its end closes the connection.
pub(crate) struct EventBody {
    pub(crate) bytes: BoxBody<Bytes, BoxError>,
    /// Whether HTTP framing tells its end from a broken connection.
    pub(crate) has_end: bool,
}

#[cfg(feature = "stream")]
pub(crate) type OpenFuture<'a> = AnswerFuture<'a, StreamedBody>;

#[cfg(feature = "stream")]
impl ResponseBody for StreamedBody {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        network.open(request, limit)
    }

    fn whole(&self) -> Option<&Bytes> {
        match self {
            Self::Whole(body) => Some(body),
            Self::Events(_) => None,
        }
    }
}
