//! Reads a request's body, within bounds of size and time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

/// Largest body that the service reads with this signature: 10 MB.
pub(crate) const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// How much more than that is read before the answer. A client that still writes when the connection
/// closes would see a reset instead of the refusal.
const MAX_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// A body that was read to its end.
pub(crate) enum ReadBody {
    Whole(Bytes),
    TooLarge,
}

/// The client stopped sending, sent too slowly, or sent more than is worth discarding.
#[derive(Debug)]
pub(crate) struct BrokenBody;

impl std::fmt::Display for BrokenBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request's body did not arrive")
    }
}

impl std::error::Error for BrokenBody {}

/// Reads `body`, which may take `timeout`.
pub(crate) async fn read(body: Incoming, timeout: Duration) -> Result<ReadBody, BrokenBody> {
    tokio::time::timeout(timeout, read_to_end(body))
        .await
        .unwrap_or(Err(BrokenBody))
}

async fn read_to_end(mut body: Incoming) -> Result<ReadBody, BrokenBody> {
    let expected = body.size_hint().lower();
    let mut kept = BytesMut::with_capacity(usize::try_from(expected).unwrap_or(0).min(MAX_BODY_BYTES));
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BrokenBody)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > MAX_BODY_BYTES + MAX_DISCARDED_BYTES {
            return Err(BrokenBody);
        }
        if length <= MAX_BODY_BYTES {
            kept.extend_from_slice(data);
        }
    }
    if length > MAX_BODY_BYTES {
        return Ok(ReadBody::TooLarge);
    }
    Ok(ReadBody::Whole(kept.freeze()))
}
