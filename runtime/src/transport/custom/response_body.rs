//! The body of a response as a transport returns it: whole, or as a stream of its bytes.

use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use crate::error::BoxError;

/// The body of a response, for [`HttpTransport::send`](super::HttpTransport::send).
///
/// ```
/// # use tc3_runtime as tc3;
/// let body = tc3::transport::Body::from(r#"{"Response":{"RequestId":"r-1"}}"#);
/// ```
pub struct Body(Inner);

enum Inner {
    /// `None` once it was read.
    Whole(Option<Bytes>),
    /// Never locked: the mutex makes any stream shareable between threads, which the streams of events are.
    Stream(Mutex<ByteStream>),
}

type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

impl Body {
    /// Creates a body that is read while it is received. An error in the stream means that the response is incomplete; if
    /// it is a [`TransportError`](super::TransportError), what it says about time counts.
    ///
    /// A stream must not end as if it were complete where the connection broke, or a part of a response is taken for all of
    /// it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::transport::{Body, bytes::Bytes};
    ///
    /// fn body<S, E>(received: S) -> Body
    /// where
    ///     S: futures_core::Stream<Item = Result<Bytes, E>> + Send + 'static,
    ///     E: std::error::Error + Send + Sync + 'static,
    /// {
    ///     Body::from_stream(received)
    /// }
    /// ```
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self(Inner::Stream(Mutex::new(Box::pin(BoxedErrors(Box::pin(stream))))))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(Some(bytes)))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// Reads the body, for a transport around another.
impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let bytes = match &mut self.0 {
            Inner::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Inner::Stream(stream) => {
                let stream = stream.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
                stream.as_mut().poll_next(cx)
            }
        };
        bytes.map(|bytes| bytes.map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, Inner::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Inner::Stream(_) => SizeHint::default(),
        }
    }
}

/// Shows the length, and no byte of it.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => write!(f, "Body({} bytes)", bytes.as_ref().map_or(0, Bytes::len)),
            Inner::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

/// A stream with its errors boxed.
struct BoxedErrors<S>(Pin<Box<S>>);

impl<S, E> Stream for BoxedErrors<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(cx)
            .map(|item| item.map(|bytes| bytes.map_err(Into::into)))
    }
}
