//! Clock skew: how far the client's clock is from the service's, learned when the service rejects a timestamp.
//!
//! `AuthFailure.SignatureExpire` says that nothing was carried out, so the call is signed again and retried whatever the
//! action and the policy, `RetryPolicy::never()` too: the policy is about transient errors, and this one is fixed by the
//! retry. It costs nothing of the retry budget (at most one more request per call, and only if the skew was new, so no
//! outage is amplified), has no backoff, stays within the call's timeout and counts as an attempt.
//!
//! The skew is the difference of the header `Date` to the client's own clock at that moment, in whole seconds. Below 30 s
//! it does not explain a rejection at 300 s (a slow upload does) and is ignored. A call whose timestamp another clone has
//! corrected meanwhile is retried without learning.
//!
//! `Date` is not signed, and a proxy or a service with a fault may send any. What bounds the damage:
//!
//! - A date before 2018, when this signature was introduced, or after 2099 is ignored. The skew itself has no cap: a device
//!   that wakes up in 1970 is the case that needs the correction most.
//! - A skew is kept only if the service accepts the timestamp of the retry (with any answer but another
//!   `AuthFailure.SignatureExpire`). Until then it is on trial: if the call ends otherwise, fails for lack of credentials
//!   (which seem to have expired by a clock that is years ahead) or is dropped, the skew from before is back. So no date
//!   reaches beyond the call that it was received in.
//! - One that the service has rejected is not tried again for 60 s, so that a service that rejects every timestamp gets one
//!   more request a minute and not twice as many. After that it is: the rejection may have had another reason.
//!
//! Over `http` an on-path attacker can have calls rejected, or get one with a timestamp at which to replay it. Hence this
//! is a feature, and off by default.
//!
//! Providers of credentials keep their own clocks: they live outside a client and may serve several. The correction is a
//! [`Clock`] around the client's clock, so whatever uses that is corrected: timestamps of requests, and the expiry of
//! credentials that the client caches.

use std::ops::Range;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;
use tokio::time::Instant;

use super::{Clock, unix_seconds};
use crate::{CommonErrorCode, Error, telemetry};

/// The service accepts 300 s. A smaller skew than this is the latency of a response or of a slow upload.
const MIN_SECONDS: u64 = 30;
/// The years 2018 to 2099, in seconds since 1970.
const PLAUSIBLE_DATES: Range<i64> = 1_514_764_800..4_102_444_800;
/// For so long a skew that the service has rejected is not tried again.
const REJECTION_MEMORY: Duration = Duration::from_secs(60);

/// The skew that all clones of a client have learned.
pub(crate) struct Skew {
    /// The uncorrected clock.
    clock: Clock,
    learned: Arc<Learned>,
}

#[derive(Default)]
struct Learned {
    /// By how many seconds the service's clock is ahead.
    ahead: AtomicI64,
    /// A skew under which the service rejected a timestamp too, and when.
    rejected: Mutex<Option<(i64, Instant)>>,
}

impl Skew {
    pub(crate) fn of(clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            learned: Arc::default(),
        }
    }

    /// `clock`, corrected by the learned skew.
    pub(crate) fn corrected(&self, clock: Clock) -> Clock {
        let learned = Arc::clone(&self.learned);
        Clock::new(move || shifted(clock.now(), learned.ahead.load(Ordering::Relaxed)))
    }

    /// By how many seconds the service's clock is ahead.
    pub(crate) fn seconds(&self) -> i64 {
        self.learned.ahead.load(Ordering::Relaxed)
    }

    /// Learns the skew from `Date` on trial; `None` if it is not new, or cannot be right.
    fn learn(&self, headers: &HeaderMap) -> Option<Trial> {
        let ahead = self.measure(headers)?;
        let before = self.seconds();
        if ahead.abs_diff(before) < MIN_SECONDS || self.learned.is_rejected(ahead) {
            return None;
        }
        self.learned.ahead.store(ahead, Ordering::Relaxed);
        telemetry::clock_skew_learned(ahead);
        Some(Trial {
            learned: Arc::clone(&self.learned),
            before,
            ahead,
        })
    }

    fn measure(&self, headers: &HeaderMap) -> Option<i64> {
        let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
        let service = i64::try_from(unix_seconds(date).ok()?).ok()?;
        let client = i64::try_from(unix_seconds(self.clock.now()).ok()?).ok()?;
        let is_plausible = PLAUSIBLE_DATES.contains(&service);
        service.checked_sub(client).filter(|_| is_plausible)
    }
}

impl Learned {
    fn is_rejected(&self, ahead: i64) -> bool {
        let rejected = *self.rejected.lock().unwrap_or_else(PoisonError::into_inner);
        rejected.is_some_and(|(rejected, since)| {
            rejected.abs_diff(ahead) < MIN_SECONDS && since.elapsed() < REJECTION_MEMORY
        })
    }

    fn reject(&self, ahead: i64) {
        *self.rejected.lock().unwrap_or_else(PoisonError::into_inner) = Some((ahead, Instant::now()));
    }
}

/// A skew that no answer has confirmed yet. When it is dropped, the one from before is back.
struct Trial {
    learned: Arc<Learned>,
    before: i64,
    ahead: i64,
}

impl Trial {
    fn confirm(mut self) {
        self.before = self.ahead;
    }

    fn reject(self) {
        self.learned.reject(self.ahead);
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        // Unless another call has learned something else meanwhile.
        let _ = self
            .learned
            .ahead
            .compare_exchange(self.ahead, self.before, Ordering::Relaxed, Ordering::Relaxed);
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
    trial: Option<Trial>,
}

impl Correction {
    pub(crate) fn new() -> Self {
        Self {
            signed_under: 0,
            is_made: false,
            trial: None,
        }
    }

    pub(crate) fn before_signing(&mut self, skew: &Skew) {
        self.signed_under = skew.seconds();
    }

    /// The service accepted the timestamp.
    pub(crate) fn succeeded(&mut self) {
        if let Some(trial) = self.trial.take() {
            trial.confirm();
        }
    }

    /// Whether the service rejected the timestamp, and the request gets another one when it is signed again.
    pub(crate) fn should_retry(&mut self, error: &Error, skew: &Skew) -> bool {
        // What strict mode rejects is an answer too. The timestamp of a request for credentials comes from the provider's
        // own clock.
        let is_answer = error.is_service() || !error.anomalies().is_empty();
        if error.is_credentials() || !is_answer {
            return false;
        }
        if !error.is(CommonErrorCode::AuthFailureSignatureExpire) {
            self.succeeded();
            return false;
        }
        if let Some(trial) = self.trial.take() {
            trial.reject();
        }
        if self.is_made {
            return false;
        }
        let is_learned_by_another_call = skew.seconds() != self.signed_under;
        if !is_learned_by_another_call {
            self.trial = error.headers().and_then(|headers| skew.learn(headers));
        }
        self.is_made = is_learned_by_another_call || self.trial.is_some();
        self.is_made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http_response::HttpResponse;

    fn skew(now: u64) -> Skew {
        Skew::of(&Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(now)))
    }

    /// What the service answers at `now`.
    fn error(code: &str, now: u64) -> Error {
        let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(now));
        let mut headers = HeaderMap::new();
        let _ = headers.insert(DATE, date.parse().unwrap());
        let response = HttpResponse {
            status: http::StatusCode::OK,
            headers,
            body: bytes::Bytes::new(),
        };
        Error::service_error(response, code.into(), String::new(), None)
    }

    fn expired(now: u64) -> Error {
        error("AuthFailure.SignatureExpire", now)
    }

    #[test]
    fn a_skew_is_kept_once_an_answer_accepts_the_timestamp() {
        let skew = skew(1_600_000_000);
        let mut call = Correction::new();
        assert!(call.should_retry(&expired(1_700_000_000), &skew));
        assert_eq!(skew.seconds(), 100_000_000);
        // A broken connection says nothing; another error of the service does.
        assert!(!call.should_retry(&Error::timeout(Duration::ZERO, false), &skew));
        assert!(!call.should_retry(&error("LimitExceeded", 0), &skew));
        drop(call);
        assert_eq!(skew.seconds(), 100_000_000);

        let mut next = Correction::new();
        next.before_signing(&skew);
        assert!(next.should_retry(&expired(1_650_000_000), &skew));
        assert_eq!(skew.seconds(), 50_000_000);
        drop(next);
        assert_eq!(skew.seconds(), 100_000_000);
    }

    #[test]
    fn no_date_but_a_plausible_one_teaches_anything() {
        let skew = skew(1_600_000_000);
        for now in [0, 1_514_764_799, 4_102_444_800, 253_402_300_799] {
            assert!(!Correction::new().should_retry(&expired(now), &skew), "{now}");
        }
        for now in [1_514_764_800, 4_102_444_799] {
            assert!(Correction::new().should_retry(&expired(now), &skew), "{now}");
            assert_eq!(skew.seconds(), 0);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_skew_that_was_rejected_is_tried_again_after_a_minute() {
        let skew = skew(1_600_000_000);
        let mut call = Correction::new();
        assert!(call.should_retry(&expired(1_700_000_000), &skew));
        assert!(!call.should_retry(&expired(1_700_000_001), &skew));
        assert_eq!(skew.seconds(), 0);
        assert!(!Correction::new().should_retry(&expired(1_700_000_001), &skew));
        assert!(Correction::new().should_retry(&expired(1_700_000_031), &skew));
        tokio::time::advance(REJECTION_MEMORY).await;
        assert!(Correction::new().should_retry(&expired(1_700_000_001), &skew));
    }
}
