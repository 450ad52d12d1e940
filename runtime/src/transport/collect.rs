//! Collects a body into memory.
//!
//! A body that came in one piece is not copied, and more pieces are joined as they come, so that a large response is not in
//! memory twice. http-body-util would collect the frames and then copy them; it is compiled for the feature `stream` only.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use hyper::body::Body;

use crate::Error;
use crate::http_response::HttpResponse;

/// The most that is reserved for a body of known length in advance, because the length may be false.
const MAX_RESERVED: usize = 1024 * 1024;

/// Reads the whole body of `answer`, at most `limit` bytes. `broken` makes the error of one that cannot be read.
pub(super) async fn read_whole<B: Body<Data = Bytes> + Unpin>(
    mut answer: HttpResponse<B>,
    limit: usize,
    broken: impl FnOnce(B::Error) -> Error,
) -> Result<HttpResponse, Error> {
    let collected = collect(&mut answer.body, limit).await;
    whole(answer, collected, limit, broken)
}

/// The answer with the body that was collected.
pub(super) fn whole<B, E>(
    answer: HttpResponse<B>,
    collected: Result<Bytes, CollectError<E>>,
    limit: usize,
    broken: impl FnOnce(E) -> Error,
) -> Result<HttpResponse, Error> {
    let HttpResponse { status, headers, .. } = answer;
    let answer = |body| HttpResponse { status, headers, body };
    match collected {
        Ok(body) => Ok(answer(body)),
        Err(CollectError::TooLarge) => Err(Error::too_large(answer(Bytes::new()), limit)),
        Err(CollectError::Body(error)) => Err(broken(error)),
    }
}

/// Why a body was not collected.
pub(super) enum CollectError<E> {
    /// The body exceeds the limit.
    TooLarge,
    Body(E),
}

/// The bytes of `body`, at most `limit`. If they came at once, as most do, they are not copied.
pub(super) async fn collect<B: Body<Data = Bytes> + Unpin>(
    body: &mut B,
    limit: usize,
) -> Result<Bytes, CollectError<B::Error>> {
    let mut read = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let Ok(bytes) = frame.map_err(CollectError::Body)?.into_data() else {
            // Trailers, which are not part of the body.
            continue;
        };
        if bytes.len() > limit - read.len() {
            return Err(CollectError::TooLarge);
        }
        if read.is_empty() {
            if body.is_end_stream() {
                return Ok(bytes);
            }
            let rest = usize::try_from(body.size_hint().lower()).unwrap_or(MAX_RESERVED);
            read.reserve(bytes.len().saturating_add(rest).min(MAX_RESERVED));
        }
        read.extend_from_slice(&bytes);
    }
    Ok(read.freeze())
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::task::{Context, Poll, Waker};

    use hyper::body::{Frame, SizeHint};

    use super::*;

    /// Frames, and whether their length is known before.
    struct Frames(VecDeque<Frame<Bytes>>, bool);

    impl Body for Frames {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }

        fn is_end_stream(&self) -> bool {
            self.1 && self.0.is_empty()
        }

        fn size_hint(&self) -> SizeHint {
            let length = self.0.iter().filter_map(Frame::data_ref).map(Bytes::len).sum::<usize>();
            if self.1 {
                SizeHint::with_exact(length as u64)
            } else {
                SizeHint::new()
            }
        }
    }

    fn read(chunks: &[&'static str], is_length_known: bool, most: usize) -> Option<Bytes> {
        let mut frames: VecDeque<_> = chunks
            .iter()
            .map(|text| Frame::data(Bytes::from_static(text.as_bytes())))
            .collect();
        if !is_length_known {
            frames.push_back(Frame::trailers(http::HeaderMap::new()));
        }
        let mut body = Frames(frames, is_length_known);
        let reading = std::pin::pin!(collect(&mut body, most));
        match reading.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.ok(),
            Poll::Pending => panic!("the body is there at once"),
        }
    }

    #[test]
    fn a_body_is_read_to_its_end_however_it_comes() {
        for is_length_known in [true, false] {
            assert_eq!(read(&[], is_length_known, 0).unwrap(), "");
            assert_eq!(read(&["one"], is_length_known, 3).unwrap(), "one");
            assert_eq!(
                read(&["one", "", "two", "three"], is_length_known, 11).unwrap(),
                "onetwothree"
            );
        }
    }

    #[test]
    fn a_body_that_comes_at_once_is_not_copied() {
        const TEXT: &str = "one";
        assert_eq!(read(&[TEXT], true, 3).unwrap().as_ptr(), TEXT.as_ptr());
    }

    #[test]
    fn a_body_that_is_too_long_is_refused() {
        for is_length_known in [true, false] {
            assert!(read(&["one"], is_length_known, 2).is_none());
            assert!(read(&["one", "two"], is_length_known, 5).is_none());
        }
    }
}
