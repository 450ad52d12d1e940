//! A transport of tc3 over the crate reqwest, for programs that have a `reqwest::Client` with settings of their own: another
//! TLS stack, SOCKS proxies, a resolver, a custom connector.
//!
//! ```
//! use tc3_reqwest::ReqwestTransport;
//! use tc3_runtime::{Client, Credentials};
//!
//! let transport = ReqwestTransport::new(reqwest::Client::builder().tcp_nodelay(true))?;
//! let client = Client::builder()
//!     .credentials(Credentials::new("AKID..", "the secret key"))
//!     .transport(transport)
//!     .build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::time::Duration;

use tc3_runtime::transport::bytes::Bytes;
use tc3_runtime::transport::http::{Request, Response};
use tc3_runtime::transport::{Body, HttpTransport, Limits, SendFuture, TransportError};

/// Sends the requests of a tc3 client through a `reqwest::Client`.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Creates the transport from settings of reqwest, to which it adds those that tc3 relies on: no redirect is followed,
    /// and nothing is retried. No timeout of reqwest is needed but that of connecting, which it sets to 5 s: a total one
    /// would end event streams.
    ///
    /// # Errors
    /// If reqwest cannot use the settings.
    pub fn new(settings: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = settings
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(5))
            .build()?;
        Ok(Self(client))
    }
}

impl HttpTransport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(classify)?;
            let received = self.0.execute(request).await.map_err(classify)?;
            let mut response = Response::new(());
            *response.status_mut() = received.status();
            *response.headers_mut() = received.headers().clone();
            Ok(response.map(|()| Body::from_stream(received.bytes_stream())))
        })
    }
}

/// What is known about a request after an error of reqwest. The URL is left out: the query of a GET holds parameters.
fn classify(error: reqwest::Error) -> TransportError {
    let (not_sent, timed_out) = (error.is_connect() || error.is_builder(), error.is_timeout());
    let is_permanent = error.is_builder();
    let mut error = TransportError::new(error.without_url());
    if not_sent {
        error = error.not_sent();
    }
    if timed_out {
        error = error.timed_out();
    }
    if is_permanent { error.permanent() } else { error }
}
