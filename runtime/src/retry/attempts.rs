//! The attempts of a call, and the decision whether another one follows an error.
//!
//! What may have happened is never hidden: the transport records whether any byte of the body was handed to the
//! connection, and an error after that is ambiguous, as it is after an `InternalError`. A call whose error is ambiguous
//! is retried only if it is idempotent.
//!
//! A permit of the rate limit that would come too late ends the call: the delay that it asks for is longer than what is
//! left of the timeout. It costs nothing of the retry budget.
//!
//! Each failed request for credentials counts as an attempt, so a call asks STS at most as often as it would have called.

use std::time::Duration;

use http::header::RETRY_AFTER;
use tokio::time::Instant;

use super::RetryPolicy;
use super::budget::{Paid, RetryBudget};
use crate::Error;
use crate::error::{AmbiguousAttempt, History};
use crate::transport::TimeLimit;

/// Whether a request may be sent again although it may have been carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// It may not: it could be carried out twice.
    None,
    /// By this call, but not by a new one: the `ClientToken` that the client chose ends with the call.
    WithinCall,
    /// By any call: it only reads, or the caller chose its `ClientToken`.
    Always,
}

/// The attempts that a call has made, under its policy, budget and timeout.
pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    budget: &'a RetryBudget,
    idempotency: Idempotency,
    /// The time limit of the whole call.
    limit: TimeLimit,
    made: u32,
    /// The first attempt that may have been carried out.
    ambiguous: Option<AmbiguousAttempt>,
    paid: Option<Paid>,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(
        policy: &'a RetryPolicy,
        budget: &'a RetryBudget,
        idempotency: Idempotency,
        timeout: Duration,
    ) -> Self {
        Self {
            policy,
            budget,
            idempotency,
            limit: TimeLimit::from_now(timeout),
            made: 0,
            ambiguous: None,
            paid: None,
        }
    }

    #[cfg(feature = "named")]
    pub(crate) fn idempotency(&self) -> Idempotency {
        self.idempotency
    }

    /// The time limit of the whole call.
    pub(crate) fn limit(&self) -> TimeLimit {
        self.limit
    }

    /// Counts an attempt that starts now, and returns its time limit.
    pub(crate) fn begin(&mut self) -> TimeLimit {
        self.made += 1;
        match self.policy.attempt_timeout.map(TimeLimit::from_now) {
            Some(limit) if limit.end < self.limit.end => limit,
            _ => self.limit,
        }
    }

    /// The attempts so far, for errors.
    pub(crate) fn history(&self) -> History {
        History {
            attempts: self.made,
            earlier_ambiguous: self.ambiguous.clone(),
            is_idempotent: self.idempotency == Idempotency::Always,
        }
    }

    pub(crate) fn succeeded(&self) {
        self.budget.reward(self.paid);
    }

    /// The delay before the next attempt.
    ///
    /// # Errors
    /// The error itself, with the history of the attempts, if the call is not retried.
    pub(crate) fn next_delay(&mut self, error: Error) -> Result<Duration, Error> {
        if error.is_credentials() && !error.is_validation() {
            // It failed before `begin`.
            self.made += 1;
        }
        let error = error.with_history(self.history());
        if self.ambiguous.is_none() && error.is_last_attempt_ambiguous() {
            self.ambiguous = Some(error.ambiguous_attempt());
        }
        self.delay_after(&error).ok_or(error)
    }

    fn delay_after(&mut self, error: &Error) -> Option<Duration> {
        let is_safe = self.idempotency != Idempotency::None || self.policy.retry_ambiguous;
        let is_retried =
            self.made < self.policy.max_attempts && error.is_transient() && (is_safe || !error.is_ambiguous());
        if !is_retried {
            return None;
        }
        let delay = self.policy.backoff_after(self.made);
        let minimum = error.rate_limit_delay().or_else(|| retry_after(error));
        let delay = minimum.map_or(delay, |minimum| delay.max(minimum));
        if delay >= self.limit.end.saturating_duration_since(Instant::now()) {
            return None;
        }
        self.paid = Some(self.budget.pay(error.is_timeout())?);
        Some(delay)
    }
}

/// `Retry-After` in seconds. Its form with a date is ignored: no service is known to send it.
fn retry_after(error: &Error) -> Option<Duration> {
    let seconds = error.headers()?.get(RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}
