//! What befalls one request.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};

use super::fault::{Effect, Fault};
use crate::clock::{Clock, http_date, shifted};
use crate::refusal::Refusal;

/// The faults that strike one request, put together.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    latency: Duration,
    skew_seconds: i64,
    effect: Option<Effect>,
}

/// What the server does in place of the work.
#[derive(Debug)]
pub(crate) enum Instead {
    Refuse(Refusal),
    Nothing,
}

/// The connection is to be closed without an answer.
#[derive(Debug)]
pub(crate) struct Unanswered;

impl Plan {
    pub(super) fn add(&mut self, fault: &Fault) {
        self.latency = self.latency.saturating_add(fault.latency);
        self.skew_seconds = self.skew_seconds.saturating_add(fault.skew_seconds);
        if self.effect.is_none() {
            self.effect.clone_from(&fault.effect);
        }
    }

    pub(super) fn has_effect(&self) -> bool {
        self.effect.is_some()
    }

    pub(crate) fn instead_of_work(&self) -> Option<Instead> {
        match &self.effect {
            Some(Effect::Error { code, message }) => Some(Instead::Refuse(Refusal::new(code.clone(), message))),
            Some(Effect::DropBeforeProcessing | Effect::BadGateway) => Some(Instead::Nothing),
            Some(Effect::DropAfterProcessing | Effect::Truncate) | None => None,
        }
    }

    /// How a record names what became of the answer; `None` where it went out as it was.
    pub(crate) fn name(&self) -> Option<&'static str> {
        self.effect.as_ref().map(|effect| match effect {
            Effect::Error { .. } => "scripted error",
            Effect::DropBeforeProcessing => "dropped before the work",
            Effect::DropAfterProcessing => "dropped after the work",
            Effect::BadGateway => "answered with HTML 502",
            Effect::Truncate => "answer truncated",
        })
    }

    /// The time that a request comes in, once it may: after the delay, and by the clock that is shifted.
    pub(crate) async fn arrival(&self, clock: &Clock) -> SystemTime {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        shifted(clock.now(), self.skew_seconds)
    }

    /// What is sent of the answer that was made to a request of this time.
    pub(crate) async fn send(
        &self,
        answer: Response<Full<Bytes>>,
        received_at: SystemTime,
    ) -> Result<Response<Full<Bytes>>, Unanswered> {
        let mut sent = match &self.effect {
            Some(Effect::DropBeforeProcessing | Effect::DropAfterProcessing) => return Err(Unanswered),
            Some(Effect::BadGateway) => bad_gateway(),
            Some(Effect::Truncate) => truncated(answer).await,
            Some(Effect::Error { .. }) | None => answer,
        };
        if let Some(date) = http_date(received_at) {
            sent.headers_mut().insert(DATE, date);
        }
        Ok(sent)
    }
}

fn bad_gateway() -> Response<Full<Bytes>> {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n\
                <body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
    let mut response = Response::new(Full::from(page));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    let html = HeaderValue::from_static("text/html");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response
}

async fn truncated(answer: Response<Full<Bytes>>) -> Response<Full<Bytes>> {
    let (head, body) = answer.into_parts();
    let Ok(body) = body.collect().await;
    let mut bytes = body.to_bytes();
    bytes.truncate(bytes.len() / 2);
    Response::from_parts(head, Full::new(bytes))
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed without an answer")
    }
}

impl std::error::Error for Unanswered {}
