//! What was received, for tests to look at.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::excerpt::excerpt;
use crate::received_call::ReceivedCall;

/// A request that the emulator received, and what became of it.
///
/// A request to the metadata service of a machine has the service `metadata`, and for its action the path below
/// `/latest/meta-data/`.
///
/// `Debug` shows neither parameters, nor the signature, nor a token.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The id that the answer carried; the metadata service sends none, and has one in the record alone.
    pub request_id: String,
    /// When it came in, by the emulator's clock.
    pub received_at: SystemTime,
    /// The HTTP method.
    pub method: Method,
    /// The service that the host names, or else the credential scope: `gaap`.
    pub service: Option<String>,
    /// The value of `X-TC-Action`, or of `Action` in version 1: `CreateProxyGroup`. At most 300 characters of it, as of
    /// the version and the region.
    pub action: Option<String>,
    /// The value of `X-TC-Version`, or of `Version` in version 1: `2018-05-29`.
    pub version: Option<String>,
    /// The value of `X-TC-Region`, or of `Region` in version 1.
    pub region: Option<String>,
    /// What it asked for, if it was understood.
    pub call: Option<ReceivedCall>,
    /// The query as it came, escaped; empty where there was none.
    pub query: String,
    /// The headers as they came, names in lower case.
    pub headers: HeaderMap,
    /// The body as it came; empty where it was too large to read.
    pub body: Bytes,
    /// What became of it.
    pub outcome: Outcome,
    /// The scripted fault that the answer met with, if any: `dropped after the work`.
    pub fault: Option<&'static str>,
}

impl RecordedRequest {
    /// Bytes of what its sender decides the size of.
    fn size(&self) -> usize {
        let parameters = self.call.as_ref().map_or(0, |call| call.parameters.added_bytes());
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
        let words = [&self.service, &self.action, &self.version, &self.region];
        let words: usize = words.into_iter().flatten().map(String::len).sum();
        let message = match &self.outcome {
            Outcome::Answered | Outcome::Unserved => 0,
            Outcome::Refused { message, .. } => message.len(),
        };
        self.body.len() + self.query.len() + parameters + headers + words + message
    }

    /// The error code that the request was refused with: `AuthFailure.SignatureFailure`.
    pub fn error_code(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Answered | Outcome::Unserved => None,
            Outcome::Refused { code, .. } => Some(code),
        }
    }

    /// Why the request was refused, for a log: the first line of the message, at most 300 characters of it,
    /// control characters spelt out. It may quote what was sent, but nothing that the spec marks `secret`.
    pub fn error_message(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Answered | Outcome::Unserved => None,
            Outcome::Refused { message, .. } => {
                let first_line = message.lines().next().unwrap_or_default();
                Some(excerpt(first_line, MAX_REASON_CHARACTERS))
            }
        }
    }
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It passed every check and was answered with the action's output.
    Answered,
    /// A scripted fault came first: nothing was checked, changed or answered.
    Unserved,
    /// It was answered with an error.
    Refused {
        /// The error code: `AuthFailure.SignatureFailure`. Of the metadata service the HTTP status: `404`.
        code: String,
        /// What was expected instead. Keys and tokens in it are hidden.
        message: String,
    },
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("request_id", &self.request_id)
            .field("method", &self.method)
            .field("service", &self.service)
            .field("action", &self.action)
            .field("version", &self.version)
            .field("region", &self.region)
            .field("call", &self.call)
            .field("query", &format_args!("{} bytes", self.query.len()))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("outcome", &self.outcome)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// Most characters of a recorded action, version or region: more than any has, so that none fills a log.
pub(crate) const MAX_WORD_CHARACTERS: usize = 300;

/// Most characters of a reason in a log.
const MAX_REASON_CHARACTERS: usize = 300;

/// Most requests that are kept.
const MAX_REQUESTS: usize = 10_000;

/// Most bytes of bodies, parameters, headers and messages that are kept: 64 MiB.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Records>);

#[derive(Debug, Default)]
struct Records {
    requests: VecDeque<RecordedRequest>,
    bytes: usize,
}

impl Recorder {
    pub(crate) fn record(&self, request: RecordedRequest) {
        let mut records = self.records();
        records.bytes += request.size();
        records.requests.push_back(request);
        while records.requests.len() > MAX_REQUESTS || records.bytes > MAX_BYTES {
            let dropped = records.requests.pop_front();
            records.bytes -= dropped.map_or(0, |dropped| dropped.size());
        }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.records().requests.iter().cloned().collect()
    }

    /// At most the last `most`, the latest first.
    pub(crate) fn latest(&self, most: usize) -> Vec<RecordedRequest> {
        self.records().requests.iter().rev().take(most).cloned().collect()
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
        }
    }

    #[test]
    fn headers_and_messages_are_bounded_as_bodies_are() {
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
