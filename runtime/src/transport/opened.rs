//! Answers of which a stream of events is still to come.

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;

use super::body::{self, OutgoingBody, Sending};
use super::exchange::{AnswerBody, AnswerFuture, Exchange};
use super::{Intercept, TimeLimit, Transport, authorized};
use crate::Error;
use crate::error::BoxError;
use crate::response::Answer;

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
    pub(super) async fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> Result<Answer<Opened>, Error> {
        let proxy = self.routes.proxy_to(request.uri())?;
        let (request, sending) = body::watched(authorized(request, proxy));
        let result = tokio::time::timeout_at(limit.end, self.begin(request, proxy, &sending)).await;
        result.unwrap_or_else(|_| Err(Error::timeout(limit.length, sending.give_up())))
    }

    async fn begin(
        &self,
        request: Request<OutgoingBody>,
        proxy: Option<&Intercept>,
        sending: &Sending,
    ) -> Result<Answer<Opened>, Error> {
        let answer = self.head(request, proxy, sending).await?;
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
