//! A request body that records whether sending has begun.
//!
//! A failed call can be retried unconditionally only if nothing of it was sent. The connection polls the body when it
//! writes the head of the request, and at no other time. Canceling a request settles the question: from then on the body
//! is an error, and a request without its body is never complete.
//!
//! An empty body counts as sent from the start, because the connection never polls one: cancellation races with the
//! writing of the head, so the contrary cannot be proven. A GET (or an empty POST) that runs out of time therefore counts
//! as possibly sent, even if it never connected. Errors of connecting are known by their kind and stay unambiguous.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Method, Request};
use hyper::body::{Body, Frame, SizeHint};

use super::TimeLimit;
use crate::Error;

const WAITING: u8 = 0;
const BEGUN: u8 = 1;
const CANCELED: u8 = 2;

/// Whether sending has begun. The state leaves `WAITING` once, for one of the other two.
#[derive(Clone)]
pub(super) struct SendState(Arc<AtomicU8>);

impl SendState {
    /// Cancels the request, and returns whether sending had begun. If not, it never will.
    pub(super) fn cancel(&self) -> bool {
        self.settle(CANCELED) == BEGUN
    }

    /// Awaits `received` up to `limit`.
    pub(super) async fn within<T>(
        &self,
        limit: TimeLimit,
        received: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let result = tokio::time::timeout_at(limit.end, received).await;
        result.unwrap_or_else(|_| Err(Error::timeout(limit.length, self.cancel())))
    }

    /// Moves to `state` if the request is still waiting, and returns the final state.
    fn settle(&self, state: u8) -> u8 {
        match self
            .0
            .compare_exchange(WAITING, state, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => state,
            Err(settled) => settled,
        }
    }
}

/// A body of one piece.
pub(super) struct RequestBody {
    bytes: Option<Bytes>,
    send_state: SendState,
}

impl RequestBody {
    /// No body.
    pub(super) fn none() -> Self {
        Self {
            bytes: None,
            send_state: SendState(Arc::new(AtomicU8::new(BEGUN))),
        }
    }
}

/// The request, and the state of its body.
pub(super) fn observed(request: Request<Bytes>) -> (Request<RequestBody>, SendState) {
    // An empty body is never polled.
    let is_empty = request.body().is_empty();
    let state = if is_empty { BEGUN } else { WAITING };
    // A GET has no body at all, an empty POST has one of length 0.
    let has_body = !is_empty || request.method() != Method::GET;
    let send_state = SendState(Arc::new(AtomicU8::new(state)));
    let of_body = send_state.clone();
    (
        request.map(|bytes| RequestBody {
            bytes: has_body.then_some(bytes),
            send_state: of_body,
        }),
        send_state,
    )
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Canceled;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Canceled>>> {
        if self.send_state.settle(BEGUN) == CANCELED {
            return Poll::Ready(Some(Err(Canceled)));
        }
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// The call was canceled or timed out before the request was sent.
#[derive(Debug)]
pub(super) struct Canceled;

impl fmt::Display for Canceled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was canceled before it was sent")
    }
}

impl std::error::Error for Canceled {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_either_sent_or_canceled() {
        let (request, send_state) = observed(Request::new(Bytes::from_static(b"{}")));
        assert!(!send_state.cancel());
        assert!(poll(request.into_body()).is_err());

        let (request, send_state) = observed(Request::new(Bytes::from_static(b"{}")));
        assert!(poll(request.into_body()).is_ok());
        assert!(send_state.cancel());
    }

    fn poll(mut body: RequestBody) -> Result<Frame<Bytes>, Canceled> {
        match Pin::new(&mut body).poll_frame(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(Some(result)) => result,
            _ => panic!("the body is there at once"),
        }
    }
}
