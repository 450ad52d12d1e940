//! Records the requests that came in, for tests, the log and the page.

mod packed;
mod recorded_request;
mod summary;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use self::packed::MAX_PACKED_BODY_BYTES;
pub use self::recorded_request::{Outcome, ReceivedCall, RecordedRequest};
pub(crate) use self::summary::Summary;

use self::packed::Kept;

/// Most characters of a recorded action, version or region: more than any has, so that none fills a log.
pub(crate) const MAX_COMMON_PARAM_CHARS: usize = 300;

/// Most requests that are kept.
const MAX_REQUESTS: usize = 10_000;

/// Most bytes of bodies, parameters, headers and messages that are kept: 64 MiB.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Keeps the last requests, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Records>);

#[derive(Debug, Default)]
struct Records {
    requests: VecDeque<Kept>,
    bytes: usize,
}

impl Recorder {
    pub(crate) fn record(&self, request: RecordedRequest) {
        let request = Kept::of(request);
        let mut dropped = Vec::new();
        let mut records = self.records();
        records.bytes += request.size();
        records.requests.push_back(request);
        while (records.requests.len() > MAX_REQUESTS || records.bytes > MAX_BYTES)
            && let Some(oldest) = records.requests.pop_front()
        {
            records.bytes -= oldest.size();
            dropped.push(oldest);
        }
        // Others can record while these are freed.
        drop(records);
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.records().requests.iter().map(Kept::request).collect()
    }

    /// At most the last `limit` requests, the latest first.
    pub(crate) fn latest(&self, limit: usize) -> Vec<RecordedRequest> {
        let records = self.records();
        let latest = records.requests.iter().rev().take(limit);
        latest.map(Kept::request).collect()
    }

    pub(crate) fn clear(&self) {
        *self.records() = Records::default();
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, Method};

    use super::{MAX_BYTES, Outcome, RecordedRequest, Recorder};

    fn recorded(headers: HeaderMap, message: String) -> RecordedRequest {
        RecordedRequest {
            request_id: String::new(),
            received_at: UNIX_EPOCH,
            method: Method::POST,
            service: None,
            action: None,
            version: None,
            region: None,
            call: None,
            query: String::new(),
            headers,
            body: Bytes::new(),
            outcome: Outcome::Refused {
                code: String::new(),
                message,
            },
            fault: None,
            notes: Vec::new(),
            redacted_parameters: None,
        }
    }

    #[test]
    fn headers_and_messages_count_toward_the_byte_limit() {
        let more_than_half = MAX_BYTES / 2 + 1;
        let value = HeaderValue::from_str(&"a".repeat(more_than_half)).expect("a value");
        let headers = HeaderMap::from_iter([(http::header::COOKIE, value)]);
        let recorder = Recorder::default();
        recorder.record(recorded(headers, String::new()));
        assert_eq!(recorder.requests().len(), 1);
        recorder.record(recorded(HeaderMap::new(), "b".repeat(more_than_half)));
        let kept = recorder.requests();
        assert!(matches!(&kept[..], [only] if only.headers.is_empty()), "{}", kept.len());
    }
}
