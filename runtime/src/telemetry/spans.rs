//! Spans of calls and attempts, and the events outside of calls.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Span, debug, debug_span, field, info_span, warn};

use super::Subject;
use crate::Error;
use crate::sanitize::OneLine;

/// The span of a call, and in it that of the current attempt.
pub(crate) struct CallTrace {
    /// Declared before the call, so that it is dropped before it.
    attempt: Option<OpenSpan>,
    attempts: u32,
    call: OpenSpan,
}

/// A span that records its outcome when it is dropped, because a future may also end by not being polled any more. The
/// outcome is `dropped` until a better one is known.
struct OpenSpan {
    span: Span,
    outcome: &'static str,
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
        let call = OpenSpan::new(info_span!(
            target: "tc3",
            "call",
            service,
            action,
            version,
            region,
            outcome = field::Empty,
            attempts = field::Empty,
            request_id = field::Empty,
            error_code = field::Empty,
            http_status = field::Empty,
        ));
        Self {
            attempt: None,
            attempts: 0,
            call,
        }
    }

    /// The scope of the call.
    pub(crate) fn scope(&self) -> Scope {
        Scope(self.call.span.clone())
    }

    /// Starts the span of an attempt, and returns its scope.
    pub(crate) fn attempt(&mut self, request: &Request<Bytes>) -> Scope {
        self.attempts += 1;
        let attempt = OpenSpan::new(debug_span!(
            target: "tc3",
            "attempt",
            number = self.attempts,
            host = request.uri().authority().map(|authority| authority.as_str()),
            outcome = field::Empty,
            error_code = field::Empty,
            http_status = field::Empty,
            cause = field::Empty,
        ));
        let scope = Scope(attempt.span.clone());
        self.attempt = Some(attempt);
        scope
    }

    pub(crate) fn attempt_failed(&mut self, error: &Error) {
        if let Some(attempt) = &mut self.attempt {
            attempt.fail(error);
            if let Some(cause) = error.transport_cause() {
                let cause = cause.to_string();
                attempt.span.record("cause", field::display(OneLine(&cause)));
            }
        }
    }

    pub(crate) fn retrying(&mut self, wait: Duration) {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        if let Some(attempt) = self.attempt.take() {
            attempt.span.in_scope(|| debug!(target: "tc3", wait_ms, "retrying"));
        }
    }

    pub(crate) fn succeeded(&mut self, request_id: &str, status: StatusCode) {
        for open in self.attempt.iter_mut().chain([&mut self.call]) {
            open.outcome = "ok";
            open.span.record("http_status", status.as_u16());
        }
        self.call.span.record("request_id", request_id);
    }

    /// Logs what the service says about a deprecated action. The target is its own, so that it can be filtered out.
    pub(crate) fn deprecated(&self, warning: &str) {
        let warning = field::display(OneLine(warning));
        self.call
            .span
            .in_scope(|| warn!(target: "tc3::deprecated", warning, "the action is deprecated"));
    }

    pub(crate) fn failed(&mut self, error: &Error) {
        self.call.fail(error);
        if let Some(id) = error.request_id() {
            self.call.span.record("request_id", id);
        }
    }
}

impl Drop for CallTrace {
    fn drop(&mut self) {
        self.call.span.record("attempts", self.attempts);
    }
}

impl OpenSpan {
    fn new(span: Span) -> Self {
        Self {
            span,
            outcome: "dropped",
        }
    }

    fn fail(&mut self, error: &Error) {
        self.outcome = error.outcome();
        if let Some(code) = error.code() {
            self.span.record("error_code", code);
        }
        if let Some(status) = error.status() {
            self.span.record("http_status", status.as_u16());
        }
    }
}

impl Drop for OpenSpan {
    fn drop(&mut self) {
        self.span.record("outcome", self.outcome);
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

/// New credentials, which expire after `life`, if they do. Not even their id is recorded.
pub(crate) fn credentials_refreshed(life: Option<Duration>) {
    let expires_in_s = life.map(|life| life.as_secs());
    debug!(target: "tc3", expires_in_s, "credentials refreshed");
}

pub(crate) fn refresh_failed(error: &Error, old_credentials_valid: bool) {
    let outcome = error.outcome();
    let error_code = error.code();
    let cause = error.own_text();
    let cause = cause.as_deref().map(OneLine).map(field::display);
    if old_credentials_valid {
        warn!(target: "tc3", outcome, error_code, cause, "credentials were not refreshed; the old ones are still valid");
    } else {
        warn!(target: "tc3", outcome, error_code, cause, "there are no credentials");
    }
}

#[cfg(feature = "clock-skew")]
pub(crate) fn clock_skew_learned(skew_s: i64) {
    warn!(target: "tc3", skew_s, "the clock is off; timestamps are corrected by the service's clock from now on");
}
