//! Reads the body of a request, with limits of size and time.
//!
//! hyper limits neither. A body that is too large is read on and discarded up to a second limit, so that the client
//! gets an error instead of a reset connection; one that is larger still, or too slow, closes the connection.

use std::time::Duration;

use bytes::BytesMut;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::wire::RequestBody;
use crate::wire::encoding::MAX_BODY_BYTES;

/// How much more than that is read before the answer. A client that still writes when the connection
/// closes would see a reset instead of the error.
const MAX_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// The client stopped sending, sent too slowly, or sent more than is worth discarding.
#[derive(Debug)]
pub(crate) struct IncompleteBody;

impl std::fmt::Display for IncompleteBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request's body did not arrive")
    }
}

impl std::error::Error for IncompleteBody {}

/// Reads `body` to its end, which may take at most `timeout`.
pub(crate) async fn read(body: Incoming, timeout: Duration) -> Result<RequestBody, IncompleteBody> {
    tokio::time::timeout(timeout, read_to_end(body))
        .await
        .unwrap_or(Err(IncompleteBody))
}

async fn read_to_end(mut body: Incoming) -> Result<RequestBody, IncompleteBody> {
    let expected = body.size_hint().lower();
    let mut kept = BytesMut::with_capacity(usize::try_from(expected).unwrap_or(0).min(MAX_BODY_BYTES));
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| IncompleteBody)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > MAX_BODY_BYTES + MAX_DISCARDED_BYTES {
            return Err(IncompleteBody);
        }
        if length <= MAX_BODY_BYTES {
            kept.extend_from_slice(data);
        }
    }
    if length > MAX_BODY_BYTES {
        return Ok(RequestBody::TooLarge);
    }
    Ok(RequestBody::Complete(kept.freeze()))
}
