//! How far a call has come, and whether it goes on after a failure.

use std::time::Duration;

use http::header::RETRY_AFTER;
use tokio::time::Instant;

use super::RetryPolicy;
use super::budget::{Paid, RetryBudget};
use crate::Error;
use crate::error::History;
use crate::transport::TimeLimit;

/// Who may send a request again although it may have been carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Idempotency {
    /// Nobody: it could be carried out twice.
    None,
    /// This call, but not a new one: the client's own `ClientToken` ends with the call.
    WithinCall,
    /// Anyone: it only reads, or the caller chose its `ClientToken`.
    Always,
}

pub(crate) struct Attempts<'a> {
    policy: &'a RetryPolicy,
    budget: &'a RetryBudget,
    idempotency: Idempotency,
    /// For the whole call.
    limit: TimeLimit,
    made: u32,
    /// Whether one of them may have been carried out.
    ambiguous: bool,
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
            ambiguous: false,
            paid: None,
        }
    }

    /// For the whole call.
    pub(crate) fn limit(&self) -> TimeLimit {
        self.limit
    }

    /// Counts an attempt that begins now and says how long it may take.
    pub(crate) fn begin(&mut self) -> TimeLimit {
        self.made += 1;
        match self.policy.attempt_timeout.map(TimeLimit::from_now) {
            Some(limit) if limit.end < self.limit.end => limit,
            _ => self.limit,
        }
    }

    /// What errors tell of the attempts so far.
    pub(crate) fn history(&self) -> History {
        History {
            attempts: self.made,
            earlier_ambiguous: self.ambiguous,
            is_idempotent: self.idempotency == Idempotency::Always,
        }
    }

    pub(crate) fn succeeded(&self) {
        self.budget.reward(self.paid);
    }

    /// The wait before the next attempt.
    ///
    /// # Errors
    /// The error itself, with what is known of earlier attempts, if there is to be none.
    pub(crate) fn next_delay(&mut self, error: Error) -> Result<Duration, Error> {
        if error.is_credentials() && !error.is_validation() {
            // It ended before it could `begin`.
            self.made += 1;
        }
        let error = error.with_history(self.history());
        self.ambiguous = error.is_ambiguous();
        self.delay_after(&error).ok_or(error)
    }

    fn delay_after(&mut self, error: &Error) -> Option<Duration> {
        let is_safe = self.idempotency != Idempotency::None || self.policy.retry_ambiguous;
        let is_repeated =
            self.made < self.policy.max_attempts && error.is_transient() && (is_safe || !error.is_ambiguous());
        if !is_repeated {
            return None;
        }
        let delay = self.policy.backoff_after(self.made);
        let least = error.rate_limit_delay().or_else(|| retry_after(error));
        let delay = least.map_or(delay, |least| delay.max(least));
        if delay >= self.limit.end.saturating_duration_since(Instant::now()) {
            return None;
        }
        self.paid = Some(self.budget.pay(error.is_timeout())?);
        Some(delay)
    }
}

/// `Retry-After` in seconds; the form with a date, which no part of the cloud is known to send, is passed over.
fn retry_after(error: &Error) -> Option<Duration> {
    let seconds = error.headers()?.get(RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}
