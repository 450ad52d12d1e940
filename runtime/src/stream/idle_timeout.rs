//! The idle timeout: limits how long a stream may be silent.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Body;
use tokio::time::Sleep;

use crate::Error;
use crate::error::StreamError;
use crate::transport::{EventBody, TimeLimit, body_error};

/// A timer for the silence in a stream.
///
/// It runs only while the caller waits for the next bytes. While nothing polls the stream, the connection is not read, so a
/// slow reader would be mistaken for a silent server. Comments that keep a connection alive count as bytes.
pub(super) struct IdleTimeout {
    timeout: Duration,
    timer: Pin<Box<Sleep>>,
    is_waiting: bool,
}

impl IdleTimeout {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            timer: Box::pin(tokio::time::sleep_until(TimeLimit::from_now(timeout).end)),
            is_waiting: false,
        }
    }

    /// Polls the next bytes of `body`; they are `None` at its end.
    pub(super) fn poll(&mut self, body: &mut EventBody, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        while let Poll::Ready(frame) = pin!(&mut body.bytes).poll_frame(cx) {
            self.is_waiting = false;
            match frame {
                // A frame without data holds trailers.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                    Err(_) => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(body_error(error)))),
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
    async fn bytes_restart_the_idle_timeout() {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut body = EventBody {
            bytes: Channel(receiver).boxed(),
            has_end: true,
        };
        let mut idle = IdleTimeout::new(Duration::from_secs(60));
        let start = Instant::now();
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
                at.push(start.elapsed().as_secs());
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
