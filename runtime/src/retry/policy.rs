//! When a call is retried: the public policy.

use std::time::Duration;

use super::backoff;

/// The official SDKs of other clouds try three times; none of this cloud's repeats by default.
const DEFAULT_MAX_ATTEMPTS: u32 = 3;
/// The cloud counts requests by the second, so the longest second wait is to reach over one.
const DEFAULT_BASE_DELAY: Duration = Duration::from_millis(500);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(20);

/// When a call that failed is made again, and how often. Set it on a client by
/// [`ClientBuilder::retry`](crate::ClientBuilder::retry) or for a call by
/// [`CallOptions::retry`](crate::CallOptions::retry); calls are repeated by default.
///
/// | failure | any action | safe to repeat |
/// |---|---|---|
/// | throttled: [`is_throttled`](crate::Error::is_throttled) | repeated | repeated |
/// | no connection, or it broke or the time ran out before sending began | repeated | repeated |
/// | no key, for a failure of STS or of the metadata service that passes | repeated | repeated |
/// | it broke or the time ran out later, while the answer was read too | no | repeated |
/// | a status of 5xx with a body that is not the API's | no | repeated |
/// | `InternalError`, `ServiceUnavailable` and the codes below them | no | repeated |
/// | every other error of the cloud, a used-up quota (`LimitExceeded`) too | no | no |
/// | an unreadable answer with another status, or one over the size limit | no | no |
/// | a certificate that is not trusted, or no roots to trust | no | no |
/// | a proxy that refuses to connect with a status of 4xx | no | no |
/// | a call that was refused before sending, for want of a key too | no | no |
///
/// Without a key nothing was sent, and asking for a key again does no harm. What passes is the same as for calls:
/// throttling, no connection, no answer in time, a status of 5xx, `InternalError` and `ServiceUnavailable`.
///
/// Safe to repeat are actions that the spec marks as reading only, and requests with a
/// `ClientToken`, by which the cloud knows a repeated request again. If a request type declares
/// that member and it is unset or empty, the client fills it with 32 random hexadecimal digits, new
/// for each call and the same for all its attempts; the request itself stays as it is. Nothing is
/// known of the actions of [`Client::call_raw`](crate::Client::call_raw), which may pass over a
/// `ClientToken` in the body: none of them counts as safe.
///
/// Whatever may have been carried out and is not safe to repeat is returned at once, with
/// [`is_ambiguous`](crate::Error::is_ambiguous).
///
/// # Waiting
/// Before attempt `n + 1` a call waits for a random time from zero to
/// `min(max_delay, base_delay * 2^(n - 1))`, and at least for the seconds of a header `Retry-After`.
/// A wait that would not end before the call's
/// [timeout](crate::CallOptions::timeout), which spans all attempts and waits, is not begun: the error is
/// returned at once. Each attempt is dated and signed anew. Dropping the call ends it, waits included.
///
/// # Budget
/// So that an outage is not made worse, the clones of a client share 500 tokens. Repeating costs 5,
/// after a timeout 10; a call that succeeds gives back what its last repetition cost, or 1 if it
/// succeeded at once. While there are too few left, errors are returned at once.
///
/// ```no_run
/// # async fn example() -> Result<(), tc3_runtime::Error> {
/// use std::time::Duration;
/// use tc3_runtime::{CallOptions, Client, RetryPolicy};
///
/// let client = Client::builder()
///     .env()?
///     .retry(RetryPolicy::new().max_attempts(5).attempt_timeout(Duration::from_secs(10)))
///     .build()?;
/// let once = client.with(CallOptions::new().retry(RetryPolicy::never()));
/// once.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// # Ok(()) }
/// ```
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
    /// Three attempts, waits of up to 500 ms and 1 s, no limit for a single attempt.
    pub const fn new() -> Self {
        Self {
            max_attempts: DEFAULT_MAX_ATTEMPTS,
            base_delay: DEFAULT_BASE_DELAY,
            max_delay: DEFAULT_MAX_DELAY,
            attempt_timeout: None,
            retry_ambiguous: false,
        }
    }

    /// One attempt; with the feature `clock-skew` one more, should the first be refused for its date alone. Request
    /// types that declare a `ClientToken` still get one.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// How often a call is tried, the first time included; 3 unless set, 0 counts as 1.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The longest wait before the second attempt; 500 ms unless set. It doubles with each further one.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// What no longest wait exceeds; 20 s unless set. `Retry-After` may be longer.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long one attempt may take, connecting included; without limit unless set, that of the
    /// whole call aside. An action that is not safe to repeat only fails the sooner by it, with its
    /// outcome open.
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// **May carry out an action twice.** Whether calls are repeated after which it is open if the
    /// action was carried out, whatever the action is: a repeated creation may create, and cost, a
    /// second time. Only for actions known to be idempotent that the spec does not mark so.
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
