//! A request body that tells whether sending has begun.
//!
//! A call that fails may be repeated without a second thought only if nothing of it was sent. The
//! connection asks for the body when it writes the head of the request, and at no other time. Whoever
//! gives up on a request settles the question: from then on the body is refused, and a request
//! without its body is none.

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
const CANCELLED: u8 = 2;

/// How far sending has come. It leaves `WAITING` once, to one of the other two.
#[derive(Clone)]
pub(super) struct SendState(Arc<AtomicU8>);

impl SendState {
    /// Whether sending had begun; if not, it will not begin any more.
    pub(super) fn cancel(&self) -> bool {
        self.settle(CANCELLED) == BEGUN
    }

    /// What `received` has, unless `limit` comes before it.
    pub(super) async fn within<T>(
        &self,
        limit: TimeLimit,
        received: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let result = tokio::time::timeout_at(limit.end, received).await;
        result.unwrap_or_else(|_| Err(Error::timeout(limit.length, self.cancel())))
    }

    /// Goes to `state` if nothing was settled before, and says what is settled.
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

pub(super) struct RequestBody {
    bytes: Option<Bytes>,
    send_state: SendState,
}

/// The request with its body watched.
pub(super) fn observed(request: Request<Bytes>) -> (Request<RequestBody>, SendState) {
    // An empty body is never asked for, so it counts as asked for from the start. What never connected is known by
    // its error all the same.
    let is_empty = request.body().is_empty();
    let state = if is_empty { BEGUN } else { WAITING };
    // A GET has no body, and not one of length 0, which is what a POST has.
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
    type Error = Cancelled;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cancelled>>> {
        if self.send_state.settle(BEGUN) == CANCELLED {
            return Poll::Ready(Some(Err(Cancelled)));
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

/// Nobody waits for the answer any more.
#[derive(Debug)]
pub(super) struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was given up before it was sent")
    }
}

impl std::error::Error for Cancelled {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_either_sent_or_given_up() {
        let (request, send_state) = observed(Request::new(Bytes::from_static(b"{}")));
        assert!(!send_state.cancel());
        assert!(poll(request.into_body()).is_err());

        let (request, send_state) = observed(Request::new(Bytes::from_static(b"{}")));
        assert!(poll(request.into_body()).is_ok());
        assert!(send_state.cancel());
    }

    fn poll(mut body: RequestBody) -> Result<Frame<Bytes>, Cancelled> {
        match Pin::new(&mut body).poll_frame(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(Some(result)) => result,
            _ => panic!("the body is there at once"),
        }
    }
}
