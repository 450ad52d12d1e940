//! A recorded request in one piece of memory, as long as nobody looks at it.
//!
//! A [`RecordedRequest`] has some thirty allocations, most of them for headers. Thousands of requests are kept and few are
//! looked at, and to free one that was recorded long ago costs more than to make it: its memory is in no cache. So its
//! texts are written one after the other, each after its length, and read back when a test or the page asks.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::recorded_request::{Outcome, ReceivedCall, RecordedRequest};
use crate::params::ReceivedParameters;
use crate::wire::encoding::Encoding;
use crate::wire::format::Signature;

/// The largest body that is packed, in bytes. A larger one is shared with the answer rather than copied.
pub(crate) const MAX_PACKED_BODY_BYTES: usize = 4 * 1024;

/// Room for the lengths and for what only the emulator decides, such as the ID: about what most requests need.
const ROOM_FOR_NAMES: usize = 256;

/// A request as it is kept.
#[derive(Debug)]
pub(super) enum Kept {
    Packed(Packed),
    /// One that has large or binary parameters.
    Whole(Box<RecordedRequest>),
}

/// The texts of a request, and what is no text.
#[derive(Debug)]
pub(super) struct Packed {
    texts: Vec<u8>,
    received_at: SystemTime,
    method: Method,
    call: Option<PackedCall>,
    outcome: OutcomeKind,
    fault: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
struct PackedCall {
    encoding: Encoding,
    signature: Signature,
    /// Whether the parameters are the body as it came.
    is_body: bool,
}

#[derive(Clone, Copy, Debug)]
enum OutcomeKind {
    Answered,
    Unserved,
    Refused,
}

impl Kept {
    pub(super) fn of(request: RecordedRequest) -> Self {
        let has_binary = |call: &ReceivedCall| call.parameters.has_binary();
        if request.body.len() > MAX_PACKED_BODY_BYTES || request.call.as_ref().is_some_and(has_binary) {
            return Self::Whole(Box::new(with_own_values(request)));
        }
        Self::Packed(Packed::of(request))
    }

    /// The size in bytes of everything whose size the sender decides.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Packed(packed) => packed.texts.len(),
            Self::Whole(request) => request.size(),
        }
    }

    pub(super) fn request(&self) -> RecordedRequest {
        match self {
            Self::Packed(packed) => packed.request(),
            Self::Whole(request) => RecordedRequest::clone(request),
        }
    }
}

/// Copies the values of the headers: those that came in keep the entire read buffer alive.
fn with_own_values(mut request: RecordedRequest) -> RecordedRequest {
    for value in request.headers.values_mut() {
        if let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copy.set_sensitive(value.is_sensitive());
            *value = copy;
        }
    }
    request
}

impl Packed {
    fn of(request: RecordedRequest) -> Self {
        let mut texts = Texts(Vec::with_capacity(
            request.size() + 12 * request.headers.len() + ROOM_FOR_NAMES,
        ));
        texts.push(&request.request_id);
        let common = [&request.service, &request.action, &request.version, &request.region];
        common.into_iter().for_each(|text| texts.push_optional(text.as_deref()));
        texts.push(&request.query);
        texts.push_bytes(&request.body);
        texts.push_length(request.headers.len());
        for (name, value) in &request.headers {
            texts.push(name.as_str());
            texts.push_length(usize::from(value.is_sensitive()));
            texts.push_bytes(value.as_bytes());
        }
        texts.push_length(request.notes.len());
        request.notes.iter().for_each(|note| texts.push(note));
        texts.push_optional(request.redacted_parameters.as_deref());
        let outcome = match &request.outcome {
            Outcome::Answered => OutcomeKind::Answered,
            Outcome::Unserved => OutcomeKind::Unserved,
            Outcome::Refused { code, message } => {
                texts.push(code);
                texts.push(message);
                OutcomeKind::Refused
            }
        };
        let call = request.call.as_ref().map(|call| {
            [&call.service, &call.version, &call.action]
                .into_iter()
                .for_each(|text| texts.push(text));
            texts.push_optional(call.region.as_deref());
            texts.push_optional(call.secret_id.as_deref());
            let is_body = call.parameters.is_body();
            if !is_body {
                texts.push(call.parameters.json());
            }
            PackedCall {
                encoding: call.encoding,
                signature: call.signature,
                is_body,
            }
        });
        Self {
            texts: texts.0,
            received_at: request.received_at,
            method: request.method,
            call,
            outcome,
            fault: request.fault,
        }
    }

    /// The request as it was; the fields are read in the order in which they were written.
    fn request(&self) -> RecordedRequest {
        let mut texts = Reader(&self.texts);
        let request_id = texts.text();
        let [service, action, version, region] = std::array::from_fn(|_| texts.optional());
        let query = texts.text();
        let body = Bytes::copy_from_slice(texts.bytes());
        let mut headers = HeaderMap::new();
        for _ in 0..texts.length() {
            let name = HeaderName::from_bytes(texts.bytes());
            let is_sensitive = texts.length() == 1;
            let value = HeaderValue::from_bytes(texts.bytes());
            // They were a name and a value before.
            if let (Ok(name), Ok(mut value)) = (name, value) {
                value.set_sensitive(is_sensitive);
                headers.append(name, value);
            }
        }
        let notes = (0..texts.length()).map(|_| texts.text()).collect();
        let redacted_parameters = texts.optional();
        let outcome = match self.outcome {
            OutcomeKind::Answered => Outcome::Answered,
            OutcomeKind::Unserved => Outcome::Unserved,
            OutcomeKind::Refused => Outcome::Refused {
                code: texts.text(),
                message: texts.text(),
            },
        };
        let call = self.call.map(|packed| ReceivedCall {
            service: texts.text(),
            version: texts.text(),
            action: texts.text(),
            region: texts.optional(),
            secret_id: texts.optional(),
            encoding: packed.encoding,
            signature: packed.signature,
            parameters: if packed.is_body {
                ReceivedParameters::from_body(body.clone())
            } else {
                ReceivedParameters::from_values(texts.text(), Vec::new())
            },
        });
        RecordedRequest {
            request_id,
            received_at: self.received_at,
            method: self.method.clone(),
            service,
            action,
            version,
            region,
            call,
            query,
            headers,
            body,
            outcome,
            fault: self.fault,
            notes,
            redacted_parameters,
        }
    }
}

/// Texts, each after its length.
struct Texts(Vec<u8>);

/// The length of a text that there is not.
const NONE: u32 = u32::MAX;

impl Texts {
    /// Nothing that is received is too long for this: bodies that are packed, heads and messages are all limited.
    fn push_length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(NONE - 1);
        self.0.extend_from_slice(&length.to_le_bytes());
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        self.push_length(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    fn push_optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push(text),
            None => self.0.extend_from_slice(&NONE.to_le_bytes()),
        }
    }
}

struct Reader<'p>(&'p [u8]);

impl<'p> Reader<'p> {
    fn prefix(&mut self) -> u32 {
        let Some((length, rest)) = self.0.split_first_chunk() else {
            return NONE;
        };
        self.0 = rest;
        u32::from_le_bytes(*length)
    }

    fn length(&mut self) -> usize {
        match self.prefix() {
            NONE => 0,
            length => usize::try_from(length).unwrap_or_default(),
        }
    }

    fn take(&mut self, length: usize) -> &'p [u8] {
        let (bytes, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        bytes
    }

    fn bytes(&mut self) -> &'p [u8] {
        let length = self.length();
        self.take(length)
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    fn optional(&mut self) -> Option<String> {
        let prefix = self.prefix();
        let length = (prefix != NONE).then_some(prefix)?;
        let bytes = self.take(usize::try_from(length).unwrap_or_default());
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.append("x-a", HeaderValue::from_static("1"));
        headers.append("x-a", HeaderValue::from_static(""));
        headers.append("host", HeaderValue::from_bytes(b"\xff not text").unwrap());
        let mut secret = HeaderValue::from_static("secret");
        secret.set_sensitive(true);
        headers.insert("authorization", secret);
        headers
    }

    fn call(parameters: ReceivedParameters) -> ReceivedCall {
        ReceivedCall {
            service: "gaap".to_owned(),
            version: "2018-05-29".to_owned(),
            action: "CreateProxyGroup".to_owned(),
            region: None,
            secret_id: Some("AKID".to_owned()),
            encoding: Encoding::Form,
            signature: Signature::V1,
            parameters,
        }
    }

    fn request(call: Option<ReceivedCall>, outcome: Outcome, body: Bytes) -> RecordedRequest {
        RecordedRequest {
            request_id: "id".to_owned(),
            received_at: UNIX_EPOCH + Duration::from_nanos(1_700_000_000_123_456_789),
            method: Method::from_bytes(b"BREW").unwrap(),
            service: Some(String::new()),
            action: Some("動作".to_owned()),
            version: None,
            region: Some("ap-guangzhou".to_owned()),
            call,
            query: "a=1&b".to_owned(),
            headers: headers(),
            body,
            outcome,
            fault: Some("delayed"),
            notes: vec!["one".to_owned(), String::new()],
            redacted_parameters: Some("{}".to_owned()),
        }
    }

    #[test]
    fn every_field_comes_back_as_it_was() {
        let body = Bytes::from_static(b"{\"A\": \xff}");
        let large = Bytes::from(vec![b'a'; MAX_PACKED_BODY_BYTES + 1]);
        let refused = Outcome::Refused {
            code: "InternalError".to_owned(),
            message: "first\nsecond".to_owned(),
        };
        let binary = vec![("Log".to_owned(), body.slice(1..3))];
        let samples = [
            (None, refused.clone(), body.clone()),
            (None, Outcome::Unserved, Bytes::new()),
            (
                Some(call(ReceivedParameters::from_body(body.clone()))),
                refused.clone(),
                body.clone(),
            ),
            (
                Some(call(ReceivedParameters::from_values(
                    "{\"A\":1}".to_owned(),
                    Vec::new(),
                ))),
                Outcome::Answered,
                body.clone(),
            ),
            (
                Some(call(ReceivedParameters::from_values("{}".to_owned(), binary))),
                Outcome::Answered,
                body.clone(),
            ),
            (
                Some(call(ReceivedParameters::from_body(large.clone()))),
                Outcome::Answered,
                large,
            ),
        ];
        for (call, outcome, body) in samples {
            let request = request(call, outcome, body);
            let back = Kept::of(request.clone()).request();
            assert_eq!(format!("{back:?}"), format!("{request:?}"));
            assert_eq!(back.received_at, request.received_at);
            assert_eq!((&back.call, &back.outcome), (&request.call, &request.outcome));
            assert_eq!(
                (&back.query, &back.body, &back.notes),
                (&request.query, &request.body, &request.notes)
            );
            assert_eq!(back.redacted_parameters, request.redacted_parameters);
            assert_eq!(back.headers, request.headers);
            let sensitive = |request: &RecordedRequest| {
                let values = request.headers.values();
                values.map(HeaderValue::is_sensitive).collect::<Vec<_>>()
            };
            assert_eq!(sensitive(&back), sensitive(&request));
        }
    }
}
