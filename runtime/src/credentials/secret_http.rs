//! Sends the few requests of sources: each over a connection of its own, since they are an hour apart.

use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::http_response::HttpResponse;
use crate::transport::{HyperTransport, Settings, TimeLimit};
use crate::{Error, Proxy};

/// Far more than credentials need, whose token may have 4,096 bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// The timeouts of a request.
pub(super) struct Timeouts {
    pub(super) connect: Duration,
    /// For the whole exchange, connecting included.
    pub(super) total: Duration,
}

/// Sends a request. A redirect is a response like any other.
pub(super) async fn exchange(
    request: Request<Bytes>,
    timeouts: &Timeouts,
    proxy: Proxy,
) -> Result<HttpResponse, Error> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(Error::config(
            "this source needs a tokio runtime around it, and there is none",
        ));
    }
    let transport = HyperTransport::new(Settings {
        connect_timeout: timeouts.connect,
        max_response_bytes: MAX_ANSWER_BYTES,
        proxy: Some(proxy),
        ..Settings::default()
    });
    transport.exchange(request, TimeLimit::from_now(timeouts.total)).await
}
