//! Clock skew: how far the client's clock is from the service's, learned when the service rejects a timestamp.
//!
//! `AuthFailure.SignatureExpire` says that nothing was carried out, so the call is signed again and retried whatever the
//! action and the policy, `RetryPolicy::never()` too: the policy is about transient errors, and this one is fixed by the
//! retry. It costs nothing of the retry budget (at most one more request per call, and only if the skew was new, so no
//! outage is amplified), has no backoff, stays within the call's timeout and counts as an attempt.
//!
//! The skew is the difference of the header `Date` to the client's own clock at that moment, in whole seconds. Below 30 s
//! it does not explain a rejection at 300 s (a slow upload does) and is ignored. A call whose timestamp another clone has
//! corrected meanwhile is retried without learning. There is no cap: a device that wakes up in 1970 is the case that needs
//! the correction most. A wrong skew heals, because the next rejection corrects it.
//!
//! `Date` is not signed. Over `http` an on-path attacker can have calls rejected, or get one with a timestamp at which to
//! replay it. Hence this is a feature, and off by default.
//!
//! Providers of credentials keep their own clocks: they live outside a client and may serve several. The correction is a
//! [`Clock`] around the client's clock, so whatever uses that is corrected: timestamps of requests, and the expiry of
//! credentials that the client caches.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use super::{Clock, unix_seconds};
use crate::{CommonErrorCode, Error, telemetry};

/// The service accepts 300 s. A smaller skew than this is the latency of a response or of a slow upload.
const MIN_SECONDS: u64 = 30;

/// The skew that all clones of a client have learned.
pub(crate) struct Skew {
    /// The uncorrected clock.
    clock: Clock,
    ahead: Arc<AtomicI64>,
}

impl Skew {
    pub(crate) fn of(clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            ahead: Arc::default(),
        }
    }

    /// `clock`, corrected by the learned skew.
    pub(crate) fn corrected(&self, clock: Clock) -> Clock {
        let ahead = Arc::clone(&self.ahead);
        Clock::new(move || shifted(clock.now(), ahead.load(Ordering::Relaxed)))
    }

    /// By how many seconds the service's clock is ahead.
    pub(crate) fn seconds(&self) -> i64 {
        self.ahead.load(Ordering::Relaxed)
    }

    /// Learns the skew from `Date`, and returns whether it was new.
    fn learn(&self, headers: &HeaderMap) -> bool {
        let Some(ahead) = self.measure(headers) else {
            return false;
        };
        let is_new = ahead.abs_diff(self.seconds()) >= MIN_SECONDS;
        if is_new {
            self.ahead.store(ahead, Ordering::Relaxed);
            telemetry::clock_skew_learned(ahead);
        }
        is_new
    }

    fn measure(&self, headers: &HeaderMap) -> Option<i64> {
        let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
        let service = i64::try_from(unix_seconds(date).ok()?).ok()?;
        let client = i64::try_from(unix_seconds(self.clock.now()).ok()?).ok()?;
        service.checked_sub(client)
    }
}

/// `time` shifted by `seconds`, or `time` itself if the result is out of range.
fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let shifted = match seconds {
        0.. => time.checked_add(distance),
        _ => time.checked_sub(distance),
    };
    shifted.unwrap_or(time)
}

/// The correction of one call. It is made once: if the service rejects the corrected timestamp, it was not the reason.
pub(crate) struct Correction {
    signed_under: i64,
    is_made: bool,
}

impl Correction {
    pub(crate) fn new() -> Self {
        Self {
            signed_under: 0,
            is_made: false,
        }
    }

    pub(crate) fn before_signing(&mut self, skew: &Skew) {
        self.signed_under = skew.seconds();
    }

    /// Whether the service rejected the timestamp, and the request gets another one when it is signed again.
    pub(crate) fn should_retry(&mut self, error: &Error, skew: &Skew) -> bool {
        // The timestamp of a request for credentials comes from the provider's own clock.
        let is_of_the_call = !error.is_credentials();
        if self.is_made || !is_of_the_call || !error.is(CommonErrorCode::AuthFailureSignatureExpire) {
            return false;
        }
        let is_learned_by_another_call = skew.seconds() != self.signed_under;
        self.is_made = is_learned_by_another_call || error.headers().is_some_and(|headers| skew.learn(headers));
        self.is_made
    }
}
