//! The transport of a client as an interface: [`HttpTransport`], for another HTTP stack, a dialer, a proxy protocol that the
//! built-in transport does not speak, or a test.
//!
//! The interface is one request and one response, as those of object_store and the AWS SDK are, and not `tower::Service`:
//! the client has no use for readiness, and a trait of its own can demand what retries rest on, that an error says whether
//! the request may have been sent. Everything that the client guarantees is enforced around the interface, in
//! [`adapter`], and not left to implementations: the deadline, the size limit, and that what is not known to be unsent is
//! ambiguous.

mod adapter;
mod response_body;
mod transport_error;

pub(crate) use adapter::CustomExchange;
pub use response_body::Body;
pub use transport_error::TransportError;
pub(crate) use transport_error::body_error;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

/// The future of [`HttpTransport::send`].
pub type SendFuture<'a> = Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send + 'a>>;

/// Carries signed HTTP requests to services, in place of the client's own connections; set it with
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport).
///
/// Each call of [`send`](Self::send) is one attempt. The client signs before it, and decodes and retries after it. An
/// implementation
/// - sends method, URI, headers and body as they are: they are signed. It may frame them as its protocol demands, and add
///   headers of the connection such as `Content-Length`. `Host` is among the headers.
/// - sends a request once. It neither retries nor follows redirects: a signed request must not reach another host, and
///   whether a request may be sent twice is for the client to decide.
/// - verifies the server's certificate for `https`.
/// - tells the client with [`TransportError::not_sent`] when nothing of a request was sent. The client then retries every
///   action; otherwise only idempotent ones, and the error of any other is [`is_ambiguous`](crate::Error::is_ambiguous).
///
/// The client enforces the limits: it drops the future when the time is up, and reads no more of a body than it accepts. A
/// dropped future should end the exchange. Calls need a tokio runtime with its timer, whatever the transport needs.
///
/// This one answers from memory:
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::transport::{Body, HttpTransport, Limits, SendFuture, bytes::Bytes, http};
///
/// struct Canned;
///
/// impl HttpTransport for Canned {
///     fn send(&self, request: http::Request<Bytes>, _: Limits) -> SendFuture<'_> {
///         let body = r#"{"Response":{"RequestId":"r-1"}}"#;
///         Box::pin(async move {
///             assert_eq!(request.uri().host(), Some("gaap.tencentcloudapi.com"));
///             Ok(http::Response::new(Body::from(body)))
///         })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let credentials = tc3::Credentials::new("AKID..", "the secret key");
/// let client = tc3::Client::builder().credentials(credentials).transport(Canned).build()?;
/// let response = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// assert_eq!(response.request_id(), "r-1");
/// # Ok::<(), tc3::Error>(()) }).unwrap();
/// ```
///
/// `runtime/examples/reqwest` in the repository is a transport over the crate reqwest.
pub trait HttpTransport: Send + Sync {
    /// Sends a request and returns the response, whatever its status, as soon as its head was received.
    ///
    /// # Errors
    /// If there is no response. [`TransportError`] says what is known about the request.
    fn send(&self, request: Request<Bytes>, limits: Limits) -> SendFuture<'_>;
}

impl<T: HttpTransport + ?Sized> HttpTransport for Arc<T> {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> SendFuture<'_> {
        (**self).send(request, limits)
    }
}

/// The limits of an attempt. The client enforces them; they are for a transport that can make use of them, for example to
/// end a connection attempt early enough to report that nothing was sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The time for the whole response from now on, the body included. For an event stream it covers the head only, so it
    /// must not end the body of a response `text/event-stream`.
    pub timeout: Duration,
    /// The size limit of the body in bytes; see
    /// [`ClientBuilder::max_response_bytes`](crate::ClientBuilder::max_response_bytes). An event stream may exceed it.
    pub max_response_bytes: usize,
}

impl Limits {
    /// Creates limits, for the tests of a transport.
    #[must_use]
    pub const fn new(timeout: Duration, max_response_bytes: usize) -> Self {
        Self {
            timeout,
            max_response_bytes,
        }
    }
}

/// The transport that a client is built with, where one is set.
#[derive(Clone)]
pub(crate) struct SharedTransport(pub(crate) Arc<dyn HttpTransport>);

impl fmt::Debug for SharedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}
