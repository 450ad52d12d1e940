//! A stream of events that a recorder listens in on.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame};

use super::{RecordedCall, RecordedExchange, Recorder};
use crate::error::BoxError;
use crate::response::Answer;
use crate::transport::EventBody;

/// `body`, of which `recorder` gets what came: the whole of it at its end, nothing if it has none.
pub(super) fn recorded(recorder: Recorder, call: RecordedCall, head: Answer<()>, body: EventBody) -> EventBody {
    let recording = RecordedBody {
        inner: body.bytes,
        kept: BytesMut::new(),
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
    kept: BytesMut,
    recorder: Recorder,
    /// `None` once it is recorded.
    unfinished: Option<(RecordedCall, Answer<()>)>,
}

impl RecordedBody {
    fn record(&mut self, is_whole: bool) {
        if let Some((call, head)) = self.unfinished.take() {
            let body = self.kept.split().freeze();
            let answer = is_whole.then(|| head.map(|()| body).into());
            self.recorder.push(RecordedExchange { call, answer });
        }
    }
}

impl Body for RecordedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(pin!(&mut self.inner).poll_frame(cx));
        match &frame {
            Some(Ok(frame)) => self.kept.extend_from_slice(frame.data_ref().unwrap_or(&Bytes::new())),
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
