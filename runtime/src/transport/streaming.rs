//! Responses whose body stays open, for streams of server-sent events.

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::BodyExt;
use hyper::body::Body;

use super::collect::read_whole;
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
            let send_state = pending.send_state();
            let opened = async {
                let broken = |error| Error::broken(true, error);
                open_body(pending.head().await?, self.max_response_bytes, broken).await
            };
            send_state.within(limit, opened).await
        }
    }
}

/// The response with its body open if it is an event stream, and whole otherwise.
pub(super) async fn open_body<B>(
    answer: HttpResponse<B>,
    limit: usize,
    broken: impl FnOnce(B::Error) -> Error,
) -> Result<HttpResponse<StreamedBody>, Error>
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + Unpin + 'static,
{
    if !answer.is_stream() {
        return Ok(read_whole(answer, limit, broken).await?.map(StreamedBody::Whole));
    }
    let has_end = answer.headers.contains_key(TRANSFER_ENCODING) || answer.headers.contains_key(CONTENT_LENGTH);
    Ok(answer.map(|body| {
        StreamedBody::Events(EventBody {
            bytes: body.map_err(Into::into).boxed(),
            has_end,
        })
    }))
}
