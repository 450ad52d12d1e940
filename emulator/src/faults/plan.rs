//! The faults that hit one request, and how they change its processing and its answer.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};

use super::fault::{Effect, Fault};
use crate::wire::error::ApiError;
use crate::wire::time::{Clock, http_date, shifted};

/// The combined faults that hit one request.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    latency: Duration,
    skew_seconds: i64,
    effect: Option<Effect>,
}

/// What happens instead of processing a request.
#[derive(Debug)]
pub(crate) enum ShortCircuit {
    /// The request is answered with this error.
    Error(ApiError),
    /// The request is not looked at.
    Skip,
}

/// The connection must be closed without an answer.
#[derive(Debug)]
pub(crate) struct ConnectionDropped;

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

    /// What happens instead of processing the request; `None` if it is processed.
    pub(crate) fn short_circuit(&self) -> Option<ShortCircuit> {
        match &self.effect {
            Some(Effect::Error { code, message }) => Some(ShortCircuit::Error(ApiError::new(code.clone(), message))),
            Some(Effect::DropBeforeProcessing | Effect::BadGateway) => Some(ShortCircuit::Skip),
            Some(Effect::DropAfterProcessing | Effect::Truncate) | None => None,
        }
    }

    /// The name of the effect in a record, or else of the clock skew or the latency; `None` if no fault hits.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match &self.effect {
            Some(effect) => Some(effect.name()),
            None if self.skew_seconds != 0 => Some("clock skewed"),
            None if !self.latency.is_zero() => Some("delayed"),
            None => None,
        }
    }

    /// Waits for the injected latency, and returns the time of arrival by the skewed clock.
    pub(crate) async fn arrival(&self, clock: &Clock) -> SystemTime {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        shifted(clock.now(), self.skew_seconds)
    }

    /// Applies the effect to `answer`, the answer to a request that arrived at `received_at`.
    pub(crate) async fn send(
        &self,
        answer: Response<Full<Bytes>>,
        received_at: SystemTime,
    ) -> Result<Response<Full<Bytes>>, ConnectionDropped> {
        let mut sent = match &self.effect {
            Some(Effect::DropBeforeProcessing | Effect::DropAfterProcessing) => return Err(ConnectionDropped),
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

impl fmt::Display for ConnectionDropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed without an answer")
    }
}

impl std::error::Error for ConnectionDropped {}
