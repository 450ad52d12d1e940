//! Answers of which a stream of events is still to come.

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;
use hyper::body::Incoming;

use super::exchange::{AnswerBody, AnswerFuture, Exchange};
use super::{TimeLimit, Transport};
use crate::Error;
use crate::error::BoxError;
use crate::http_response::HttpResponse;

/// The body of an answer.
pub(crate) enum Opened {
    /// All of it, since it is not a stream of events.
    Whole(Bytes),
    /// A stream of events.
    Events(EventBody),
}

/// The bytes of a stream of events, as they come. Dropping it before its end closes the connection.
pub(crate) struct EventBody {
    pub(crate) bytes: BoxBody<Bytes, BoxError>,
    /// Whether its end can be told from a connection that broke.
    pub(crate) has_end: bool,
}

pub(crate) type OpenFuture<'a> = AnswerFuture<'a, Opened>;

impl AnswerBody for Opened {
    fn receive(network: &dyn Exchange, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        network.open(request, limit)
    }
}

impl Transport {
    pub(super) fn open(
        &self,
        request: Request<Bytes>,
        limit: TimeLimit,
    ) -> impl Future<Output = Result<HttpResponse<Opened>, Error>> + Send {
        let sent = self.send(request);
        async move {
            let mut sent = sent?;
            let sending = sent.sending();
            let opened = async { self.opened(sent.head().await?).await };
            sending.within(limit, opened).await
        }
    }

    async fn opened(&self, answer: HttpResponse<Incoming>) -> Result<HttpResponse<Opened>, Error> {
        if !answer.is_stream() {
            return Ok(self.read(answer).await?.map(Opened::Whole));
        }
        let has_end = answer.headers.contains_key(TRANSFER_ENCODING) || answer.headers.contains_key(CONTENT_LENGTH);
        Ok(answer.map(|body| {
            Opened::Events(EventBody {
                bytes: body.map_err(BoxError::from).boxed(),
                has_end,
            })
        }))
    }
}
