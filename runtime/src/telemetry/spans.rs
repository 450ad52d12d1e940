//! Spans of calls and attempts, the events in them, and the events outside of calls.
//!
//! What OpenTelemetry has a name for has that name, by version 1.45.0 of its semantic conventions: a call is an RPC, an
//! attempt is an HTTP request. `otel.name`, `otel.kind` and `otel.status_code` are those that the layer of the crate
//! `tracing-opentelemetry` takes as the name, the kind and the status of a span.
//!
//! Numbers are `i64`, the only integers that OpenTelemetry has: that layer records a `u64` as text.
//!
//! Events repeat what a line needs, since many subscribers print events alone. Fields that are known only at the end are
//! recorded in the span after the last event, so that no line has them twice.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, StatusCode, Uri};
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Span, debug, debug_span, field, info, info_span, warn};

use super::Subject;
use crate::Error;
use crate::sanitize::OneLine;

/// The span of a call, and in it that of the current attempt.
pub(crate) struct CallTrace {
    /// Declared before the call, so that it is dropped before it.
    attempt: Option<OpenSpan>,
    attempts: i64,
    request_id: Option<String>,
    /// Number of anomalies of the response.
    anomalies: Option<i64>,
    /// The failure of the last attempt, until it is followed by another.
    failure: Option<Failure>,
    started: Instant,
    call: OpenSpan,
}

/// A span that records its end when it is dropped, because a future may also end by not being polled any more. The
/// outcome is `dropped` until a better one is known.
struct OpenSpan {
    span: Span,
    end: End,
}

/// How a call or an attempt ended.
struct End {
    outcome: &'static str,
    /// The error code of the service.
    code: Option<String>,
    status: Option<i64>,
}

/// Why an attempt is followed by another.
struct Failure {
    end: End,
    /// What the system, TLS or HTTP said.
    cause: Option<String>,
}

/// A span that is entered whenever a future is polled, and exited in between.
pub(crate) struct Scope(Span);

impl CallTrace {
    pub(crate) fn begin(subject: &Subject<'_>) -> Self {
        let Subject {
            service,
            action,
            version,
            region,
        } = subject;
        let method = || format!("{service}/{action}");
        let span = info_span!(
            target: "tc3",
            "call",
            rpc.service = service,
            rpc.method = method().as_str(),
            version,
            region,
            rpc.system.name = "tencentcloud",
            otel.name = method().as_str(),
            otel.kind = "client",
            server.address = field::Empty,
            server.port = field::Empty,
            outcome = field::Empty,
            attempts = field::Empty,
            anomalies = field::Empty,
            request_id = field::Empty,
            "error.type" = field::Empty,
            rpc.response.status_code = field::Empty,
            http.response.status_code = field::Empty,
            otel.status_code = field::Empty,
        );
        span.in_scope(|| debug!(target: "tc3", "call started"));
        Self {
            attempt: None,
            attempts: 0,
            request_id: None,
            anomalies: None,
            failure: None,
            started: Instant::now(),
            call: OpenSpan::new(span),
        }
    }

    /// The scope of the call.
    pub(crate) fn scope(&self) -> Scope {
        Scope(self.call.span.clone())
    }

    /// Starts the span of an attempt, and returns its scope.
    pub(crate) fn attempt(&mut self, request: &Request<Bytes>) -> Scope {
        self.attempts += 1;
        let uri = request.uri();
        let address = uri
            .host()
            .map(|host| host.trim_start_matches('[').trim_end_matches(']'));
        let port = port(uri);
        if self.attempts == 1 {
            self.call.span.record("server.address", address);
            self.call.span.record("server.port", port);
        }
        let span = debug_span!(
            target: "tc3",
            "attempt",
            number = self.attempts,
            http.request.method = request.method().as_str(),
            http.request.resend_count = (self.attempts > 1).then(|| self.attempts - 1),
            url.full = without_query(uri).as_str(),
            server.address = address,
            server.port = port,
            otel.name = request.method().as_str(),
            otel.kind = "client",
            outcome = field::Empty,
            "error.type" = field::Empty,
            http.response.status_code = field::Empty,
            cause = field::Empty,
            otel.status_code = field::Empty,
        );
        let attempt = OpenSpan::new(span);
        let scope = Scope(attempt.span.clone());
        self.attempt = Some(attempt);
        scope
    }

    pub(crate) fn attempt_failed(&mut self, error: &Error) {
        let cause = error
            .transport_cause()
            .map(|cause| OneLine(&cause.to_string()).to_string());
        if let Some(attempt) = &mut self.attempt {
            attempt.end = End::of(error);
            attempt.span.record("cause", cause.as_deref().map(field::display));
        }
        let end = End::of(error);
        self.failure = Some(Failure { end, cause });
    }

    pub(crate) fn retrying(&mut self, wait: Duration) {
        let Some(Failure { end, cause }) = self.failure.take() else {
            return;
        };
        let wait_ms = milliseconds(wait);
        // The event is in the call also when the level of attempts is off.
        let _in_call = self.call.span.enter();
        let attempt = self.attempt.take();
        let _in_attempt = attempt.as_ref().map(|attempt| attempt.span.enter());
        warn!(
            target: "tc3",
            attempt = attempt.as_ref().map(|_| self.attempts),
            wait_ms,
            outcome = end.outcome,
            "error.type" = end.error_type(),
            http.response.status_code = end.status,
            cause = cause.as_deref().map(field::display),
            "retrying"
        );
    }

    /// Ends the call with a response that has this many anomalies.
    pub(crate) fn succeeded(&mut self, request_id: &str, status: StatusCode, anomalies: usize) {
        for open in self.attempt.iter_mut().chain([&mut self.call]) {
            open.end = End {
                outcome: "ok",
                code: None,
                status: Some(status.as_u16().into()),
            };
        }
        self.request_id = (!request_id.is_empty()).then(|| request_id.to_owned());
        self.anomalies = (anomalies > 0).then(|| i64::try_from(anomalies).unwrap_or(i64::MAX));
    }

    /// Logs what the service says about a deprecated action. The target is its own, so that it can be filtered out.
    pub(crate) fn deprecated(&self, warning: &str) {
        let warning = field::display(OneLine(warning));
        self.call
            .span
            .in_scope(|| warn!(target: "tc3::deprecated", warning, "the action is deprecated"));
    }

    pub(crate) fn failed(&mut self, error: &Error) {
        self.call.end = End::of(error);
        self.request_id = error.request_id().map(str::to_owned);
    }
}

impl Drop for CallTrace {
    fn drop(&mut self) {
        self.attempt = None;
        let end = &self.call.end;
        let (attempts, anomalies, request_id) = (self.attempts, self.anomalies, self.request_id.as_deref());
        self.call.span.in_scope(|| {
            info!(
                target: "tc3",
                outcome = end.outcome,
                attempts,
                elapsed_ms = milliseconds(self.started.elapsed()),
                anomalies,
                request_id,
                "error.type" = end.error_type(),
                http.response.status_code = end.status,
                "call ended"
            );
        });
        self.call.span.record("attempts", attempts);
        self.call.span.record("anomalies", anomalies);
        self.call.span.record("request_id", request_id);
        self.call.span.record("rpc.response.status_code", end.code.as_deref());
    }
}

impl End {
    fn of(error: &Error) -> Self {
        Self {
            outcome: error.outcome(),
            code: error.code().map(|code| OneLine(code).to_string()),
            status: error.status().map(|status| status.as_u16().into()),
        }
    }

    /// The error code of the service, or another word for what failed.
    fn error_type(&self) -> Option<&str> {
        match self.outcome {
            "ok" | "dropped" => None,
            outcome => Some(self.code.as_deref().unwrap_or(outcome)),
        }
    }
}

impl OpenSpan {
    fn new(span: Span) -> Self {
        Self {
            span,
            end: End {
                outcome: "dropped",
                code: None,
                status: None,
            },
        }
    }
}

impl Drop for OpenSpan {
    fn drop(&mut self) {
        let error_type = self.end.error_type();
        self.span.record("outcome", self.end.outcome);
        self.span.record("http.response.status_code", self.end.status);
        self.span.record("error.type", error_type);
        self.span.record("otel.status_code", error_type.map(|_| "ERROR"));
    }
}

impl Scope {
    pub(crate) fn around<F: Future>(self, future: F) -> Instrumented<F> {
        future.instrument(self.0)
    }

    pub(crate) fn within<T>(self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn port(uri: &Uri) -> Option<i64> {
    let of_scheme = |scheme: &Scheme| if *scheme == Scheme::HTTP { 80 } else { 443 };
    let port = uri.port_u16().or_else(|| uri.scheme().map(of_scheme));
    port.map(i64::from)
}

/// The URL of a request. The query of a GET has its parameters, and its signature in version 1.
fn without_query(uri: &Uri) -> String {
    let (scheme, authority) = (uri.scheme_str(), uri.authority());
    let authority = authority.map_or("", |authority| authority.as_str());
    format!("{}://{authority}{}", scheme.unwrap_or("https"), uri.path())
}

/// New credentials, which expire after `life`, if they do. Not even their id is recorded.
pub(crate) fn credentials_refreshed(life: Option<Duration>) {
    let expires_in_s = life.map(|life| i64::try_from(life.as_secs()).unwrap_or(i64::MAX));
    debug!(target: "tc3", expires_in_s, "credentials refreshed");
}

pub(crate) fn refresh_failed(error: &Error, old_credentials_valid: bool) {
    let outcome = error.outcome();
    let error_type = error.code().unwrap_or(outcome);
    let cause = error.own_text();
    let cause = cause.as_deref().map(OneLine).map(field::display);
    if old_credentials_valid {
        warn!(target: "tc3", outcome, "error.type" = error_type, cause, "credentials were not refreshed; the old ones are still valid");
    } else {
        warn!(target: "tc3", outcome, "error.type" = error_type, cause, "there are no credentials");
    }
}

#[cfg(feature = "clock-skew")]
pub(crate) fn clock_skew_learned(skew_s: i64) {
    warn!(target: "tc3", skew_s, "the clock is off; timestamps are corrected by the service's clock from now on");
}
