//! When a call is retried, and after which delay: the public policy.
//!
//! A call is retried if its error is transient, and if it is idempotent or the error is not ambiguous. Creating
//! something twice is the worst that a client can do, so every other call that may have been carried out is returned
//! to the caller. GET does not make an action idempotent.

use std::time::Duration;

use super::backoff;

/// The default of the SDKs of other clouds. None of the official SDKs of this one retries by default.
const DEFAULT_MAX_ATTEMPTS: u32 = 3;
/// The service counts requests by the second, so the longest second delay spans one.
const DEFAULT_BASE_DELAY: Duration = Duration::from_millis(500);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(20);

/// When a failed call is retried, and how often: exponential backoff with full jitter, for transient errors of idempotent
/// calls. Set it on a client with [`ClientBuilder::retry`](crate::ClientBuilder::retry) or for a call with
/// [`CallOptions::retry`](crate::CallOptions::retry). Calls are retried by default.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example() -> Result<(), tc3::Error> {
/// use std::time::Duration;
/// use tc3::{CallOptions, Client, RetryPolicy};
///
/// let policy = RetryPolicy::new().max_attempts(5).attempt_timeout(Duration::from_secs(10));
/// let client = Client::builder().env()?.retry(policy).build()?;
/// let once = client.with(CallOptions::new().retry(RetryPolicy::never()));
/// once.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// # Ok(()) }
/// ```
///
/// # What is retried
///
/// | error | any action | idempotent |
/// |---|---|---|
/// | throttled: [`is_throttled`](crate::Error::is_throttled) | retried | retried |
/// | no connection, or it broke or timed out before sending began | retried | retried |
/// | no credentials, because of a transient error of STS or the metadata service | retried | retried |
/// | the connection broke or timed out later, also while the response was read | no | retried |
/// | a response that is not of the API, with a status of 2xx, 408 or 5xx | no | retried |
/// | `InternalError`, `ServiceUnavailable` and the codes below them | no | retried |
/// | any other error of the service, an exceeded quota (`LimitExceeded`) too | no | no |
/// | such a response with another status, an event stream in its place, or a response over a limit | no | no |
/// | an untrusted certificate, or no trusted roots | no | no |
/// | a proxy that rejects the connection with a status of 4xx | no | no |
/// | a call that was rejected before it was sent, also for missing credentials | no | no |
///
/// Without credentials nothing was sent, and asking for them again does no harm. The same errors are
/// transient as for calls: throttling, no connection, no response in time, a status of 5xx, `InternalError` and `ServiceUnavailable`.
///
/// Actions that the spec marks as read-only are idempotent, and so are requests with a `ClientToken`, an idempotency token by
/// which the service recognizes a retry. If a request type declares that member and it is unset or empty, the client fills
/// it with 32 random hexadecimal digits, new for each call and the same for all of its attempts; the request itself is
/// not changed. The client knows nothing about actions of [`Client::call_raw`](crate::Client::call_raw), which may ignore a
/// `ClientToken` in the body, so none of them is considered idempotent.
///
/// A call that may have been carried out and is not idempotent is not retried: its error
/// [`is_ambiguous`](crate::Error::is_ambiguous).
///
/// # Backoff
/// Before attempt `n + 1` a call waits for a random time from zero to `min(max_delay, base_delay * 2^(n - 1))`
/// (exponential backoff with full jitter), and at least for the seconds of a header `Retry-After`. If the wait would end
/// after the call's [timeout](crate::CallOptions::timeout), which spans all attempts and waits, the error is returned at
/// once. Each attempt gets a new timestamp and signature. Dropping the call cancels it, waits included.
///
/// # Budget
/// To avoid amplifying an outage, the clones of a client share a retry budget of 500 tokens. A retry costs 5, after a
/// timeout 10. A successful call returns what its last retry cost, or 1 if it had none. While there are too few tokens,
/// errors are returned at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(super) max_attempts: u32,
    pub(super) base_delay: Duration,
    pub(super) max_delay: Duration,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry_ambiguous: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// Creates the default policy: three attempts, backoff of up to 500 ms and 1 s, no timeout for a single attempt.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::RetryPolicy::new(), tc3::RetryPolicy::default());
    /// ```
    pub const fn new() -> Self {
        Self {
            max_attempts: DEFAULT_MAX_ATTEMPTS,
            base_delay: DEFAULT_BASE_DELAY,
            max_delay: DEFAULT_MAX_DELAY,
            attempt_timeout: None,
            retry_ambiguous: false,
        }
    }

    /// Creates the policy of one attempt. With the feature `clock-skew` there is one more if the first is rejected for its
    /// timestamp alone. Request types that declare a `ClientToken` still get one.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::RetryPolicy::never(), tc3::RetryPolicy::new().max_attempts(1));
    /// ```
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets how many times a call is attempted, the first time included; 3 unless set, 0 counts as 1.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let policy = tc3::RetryPolicy::new().max_attempts(5);
    /// ```
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the longest backoff before the second attempt; 500 ms unless set. It doubles with each further attempt.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// // No delay, for tests.
    /// let policy = tc3::RetryPolicy::new().base_delay(std::time::Duration::ZERO);
    /// ```
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the cap of the backoff; 20 s unless set. `Retry-After` may be longer.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let policy = tc3::RetryPolicy::new().max_delay(std::time::Duration::from_secs(5));
    /// ```
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the timeout of one attempt, connecting included; only that of the whole call unless set. A call that is not
    /// idempotent only fails sooner by it, with its outcome unknown.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let policy = tc3::RetryPolicy::new().attempt_timeout(std::time::Duration::from_secs(10));
    /// ```
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// **May carry out an action twice.** Sets whether a call is retried although it may have been carried out, whatever
    /// the action: a retried creation may create, and cost, a second time. Only for actions known to be idempotent that
    /// the spec does not mark as such.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let policy = tc3::RetryPolicy::new().retry_ambiguous(true);
    /// ```
    pub const fn retry_ambiguous(mut self, retry: bool) -> Self {
        self.retry_ambiguous = retry;
        self
    }

    /// The backoff after so many attempts, at random.
    pub(super) fn backoff_after(&self, attempts: u32) -> Duration {
        backoff::full_jitter(backoff::exponential(self.base_delay, self.max_delay, attempts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_backoff_stays_within_its_figures() {
        for _ in 0..100 {
            assert!(RetryPolicy::new().backoff_after(1) <= Duration::from_millis(500));
            assert!(RetryPolicy::new().backoff_after(2) <= Duration::from_secs(1));
            assert!(RetryPolicy::new().backoff_after(u32::MAX) <= Duration::from_secs(20));
        }
        let no_delay = RetryPolicy::new().base_delay(Duration::ZERO);
        assert_eq!(no_delay.backoff_after(1), Duration::ZERO);
    }
}
