//! Reads the body of a request, with limits of size and time.
//!
//! hyper limits neither. A body that is too large is read on and discarded up to a second limit, so that the client
//! gets an error instead of a reset connection; one that is larger still, or too slow, closes the connection.

use std::time::Duration;

use bytes::BytesMut;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::recorder::MAX_PACKED_BODY_BYTES;
use crate::wire::RequestBody;
use crate::wire::encoding::MAX_BODY_BYTES;

/// How much more than that is read before the answer. A client that still writes when the connection
/// closes would see a reset instead of the error.
const MAX_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// The longest body that stays in the buffer that it was read into: the record copies it. A longer one is kept as it is,
/// and would keep the buffer.
const MAX_SHARED_BYTES: usize = MAX_PACKED_BODY_BYTES;

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
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(0);
    let mut kept = BytesMut::new();
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
        if body.is_end_stream() && data.len() == length && length <= MAX_SHARED_BYTES {
            return Ok(RequestBody::Complete(data.clone()));
        }
        if length <= MAX_BODY_BYTES {
            if kept.is_empty() {
                kept.reserve(expected.min(MAX_BODY_BYTES));
            }
            kept.extend_from_slice(data);
        }
    }
    if length > MAX_BODY_BYTES {
        return Ok(RequestBody::TooLarge);
    }
    Ok(RequestBody::Complete(kept.freeze()))
}
