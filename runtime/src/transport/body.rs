//! A request body that tells whether sending has begun.
//!
//! A call that fails may be repeated without a second thought only if nothing of it was sent. The
//! connection asks for the body when it writes the head of the request, and at no other time.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use hyper::body::{Body, Frame, SizeHint};

/// Whether the connection has asked for the body.
#[derive(Clone)]
pub(super) struct Sent(Arc<AtomicBool>);

impl Sent {
    pub(super) fn began(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

pub(super) struct OutgoingBody {
    bytes: Option<Bytes>,
    sent: Sent,
}

/// The request with its body watched.
pub(super) fn watched(request: Request<Bytes>) -> (Request<OutgoingBody>, Sent) {
    let sent = Sent(Arc::default());
    let body_sent = sent.clone();
    (
        request.map(|bytes| OutgoingBody {
            bytes: Some(bytes),
            sent: body_sent,
        }),
        sent,
    )
}

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.sent.0.store(true, Ordering::Release);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
