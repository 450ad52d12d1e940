//! Responses whose body stays open, for streams of server-sent events.

use std::pin::pin;

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::BodyExt;
use hyper::body::Body;

use super::collect::collect;
use super::exchange::{EventBody, StreamedBody};
use super::{HyperTransport, TimeLimit};
use crate::Error;
use crate::error::BoxError;
use crate::http_response::HttpResponse;

impl HyperTransport {
    pub(super) fn open(
        &self,
        request: Request<Bytes>,
        limit: TimeLimit,
    ) -> impl Future<Output = Result<HttpResponse<StreamedBody>, Error>> + Send {
        let pending = self.send(request);
        async move {
            let mut pending = pending?;
            let send_state = pending.send_state.clone();
            let opened = pin!(async {
                let mut answer = pending.head().await?;
                if answer.is_stream() {
                    // The connection is free when the stream has ended.
                    pending.sending.give_back();
                    return Ok(events(answer));
                }
                let body = collect(&mut answer.body, self.max_response_bytes).await;
                let whole = pending.read(answer, body, self.max_response_bytes)?;
                Ok(whole.map(StreamedBody::Whole))
            });
            send_state.within(limit, opened).await
        }
    }
}

/// An event stream, whose body stays open.
pub(super) fn events<B>(answer: HttpResponse<B>) -> HttpResponse<StreamedBody>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
{
    let has_end = answer.headers.contains_key(TRANSFER_ENCODING) || answer.headers.contains_key(CONTENT_LENGTH);
    answer.map(|body| {
        StreamedBody::Events(EventBody {
            bytes: body.map_err(Into::into).boxed(),
            has_end,
        })
    })
}
