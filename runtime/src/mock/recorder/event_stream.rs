//! Recording of event streams, which pass through as they are received.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame};

use super::{RecordedExchange, Recorder};
use crate::error::BoxError;
use crate::http_response::HttpResponse;
use crate::mock::RecordedCall;
use crate::transport::EventBody;

/// Wraps `body` so that `recorder` gets the whole body at its end, or none if the stream is interrupted.
pub(super) fn wrap(recorder: Recorder, call: RecordedCall, head: HttpResponse<()>, body: EventBody) -> EventBody {
    let recording = RecordedBody {
        inner: body.bytes,
        received: BytesMut::new(),
        recorder,
        unfinished: Some((call, head)),
    };
    EventBody {
        bytes: recording.boxed(),
        has_end: body.has_end,
    }
}

struct RecordedBody {
    inner: BoxBody<Bytes, BoxError>,
    received: BytesMut,
    recorder: Recorder,
    /// `None` once the exchange is recorded.
    unfinished: Option<(RecordedCall, HttpResponse<()>)>,
}

impl RecordedBody {
    fn record(&mut self, is_complete: bool) {
        if let Some((call, head)) = self.unfinished.take() {
            let body = self.received.split().freeze();
            let response = is_complete.then(|| head.map(|()| body).into());
            self.recorder.push(RecordedExchange { call, response });
        }
    }
}

impl Body for RecordedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(pin!(&mut self.inner).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => self
                .received
                .extend_from_slice(frame.data_ref().unwrap_or(&Bytes::new())),
            Some(Err(_)) => self.record(false),
            None => self.record(true),
        }
        Poll::Ready(frame)
    }
}

impl Drop for RecordedBody {
    fn drop(&mut self) {
        self.record(false);
    }
}
