//! Waiting for the next bytes of a stream, but not for ever.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use tokio::time::Sleep;

use crate::Error;
use crate::error::StreamError;
use crate::transport::{EventBody, TimeLimit};

/// The time that passes while somebody waits and nothing comes. It does not run while nobody asks: a connection is not
/// read then, so that nothing can come.
pub(super) struct Idle {
    timeout: Duration,
    timer: Pin<Box<Sleep>>,
    is_waiting: bool,
}

impl Idle {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            timer: Box::pin(tokio::time::sleep_until(TimeLimit::from_now(timeout).end)),
            is_waiting: false,
        }
    }

    /// The next bytes of `body`; `None` at its end.
    pub(super) fn poll(&mut self, body: &mut EventBody, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        while let Poll::Ready(frame) = pin!(&mut body.bytes).poll_frame(cx) {
            self.is_waiting = false;
            match frame {
                // What is not data is a trailer.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                    Err(_) => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(Error::broken(true, error)))),
                None => return Poll::Ready(None),
            }
        }
        if !self.is_waiting {
            self.is_waiting = true;
            self.timer.as_mut().reset(TimeLimit::from_now(self.timeout).end);
        }
        ready!(self.timer.as_mut().poll(cx));
        Poll::Ready(Some(Err(Error::stream(StreamError::IdleTimeout(self.timeout)))))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use http_body_util::BodyExt;
    use hyper::body::Frame;
    use tokio::sync::mpsc;
    use tokio::time::Instant;

    use super::*;
    use crate::error::BoxError;

    struct Channel(mpsc::UnboundedReceiver<Bytes>);

    impl Body for Channel {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            self.0.poll_recv(cx).map(|bytes| Some(Ok(Frame::data(bytes?))))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_comes_begins_the_time_anew() {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut body = EventBody {
            bytes: Channel(receiver).boxed(),
            has_end: true,
        };
        let mut idle = Idle::new(Duration::from_secs(60));
        let begin = Instant::now();
        let sending = async {
            for _ in 0..2 {
                tokio::time::sleep(Duration::from_secs(50)).await;
                assert!(sender.send(Bytes::from_static(b": keep-alive\n")).is_ok());
            }
        };
        let reading = async {
            let mut at = Vec::new();
            loop {
                let result = poll_fn(|cx| idle.poll(&mut body, cx)).await;
                at.push(begin.elapsed().as_secs());
                if let Some(Err(error)) = result {
                    assert!(error.is_timeout());
                    return at;
                }
            }
        };
        let (at, ()) = tokio::join!(reading, sending);
        assert_eq!(at, [50, 100, 160]);
    }
}
