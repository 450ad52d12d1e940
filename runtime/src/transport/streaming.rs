//! Responses whose body stays open, for streams of server-sent events.

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::exchange::{EventBody, StreamedBody};
use super::{TimeLimit, Transport};
use crate::Error;
use crate::error::BoxError;
use crate::http_response::HttpResponse;

impl Transport {
    pub(super) fn open(
        &self,
        request: Request<Bytes>,
        limit: TimeLimit,
    ) -> impl Future<Output = Result<HttpResponse<StreamedBody>, Error>> + Send {
        let pending = self.send(request);
        async move {
            let mut pending = pending?;
            let send_state = pending.send_state();
            let opened = async { self.open_body(pending.head().await?).await };
            send_state.within(limit, opened).await
        }
    }

    async fn open_body(&self, answer: HttpResponse<Incoming>) -> Result<HttpResponse<StreamedBody>, Error> {
        if !answer.is_stream() {
            return Ok(self.read(answer).await?.map(StreamedBody::Whole));
        }
        let has_end = answer.headers.contains_key(TRANSFER_ENCODING) || answer.headers.contains_key(CONTENT_LENGTH);
        Ok(answer.map(|body| {
            StreamedBody::Events(EventBody {
                bytes: body.map_err(BoxError::from).boxed(),
                has_end,
            })
        }))
    }
}
