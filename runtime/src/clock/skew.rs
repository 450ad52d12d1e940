//! How far the client's clock is from the cloud's, learnt where the cloud refuses a date.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use super::{Clock, unix_seconds};
use crate::{CommonErrorCode, Error, telemetry};

/// The cloud accepts 300 s. What is below this is the way of an answer, or a request that took long to arrive.
const LEAST_SECONDS: u64 = 30;

/// What all clones of a client know of the cloud's clock.
pub(crate) struct Skew {
    /// As it goes, uncorrected.
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

    /// A clock that goes like the cloud's, as far as that is known.
    pub(crate) fn corrected(&self, clock: Clock) -> Clock {
        let ahead = Arc::clone(&self.ahead);
        Clock::new(move || moved(clock.now(), ahead.load(Ordering::Relaxed)))
    }

    /// By how much the cloud's clock is ahead.
    pub(crate) fn seconds(&self) -> i64 {
        self.ahead.load(Ordering::Relaxed)
    }

    /// Whether the cloud's date was news.
    fn learn(&self, headers: &HeaderMap) -> bool {
        let Some(ahead) = self.measure(headers) else {
            return false;
        };
        let is_news = ahead.abs_diff(self.seconds()) >= LEAST_SECONDS;
        if is_news {
            self.ahead.store(ahead, Ordering::Relaxed);
            telemetry::clock_skew_learned(ahead);
        }
        is_news
    }

    fn measure(&self, headers: &HeaderMap) -> Option<i64> {
        let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
        let cloud = i64::try_from(unix_seconds(date).ok()?).ok()?;
        let client = i64::try_from(unix_seconds(self.clock.now()).ok()?).ok()?;
        cloud.checked_sub(client)
    }
}

/// The time itself, should the result be none.
fn moved(time: SystemTime, seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let moved = match seconds {
        0.. => time.checked_add(distance),
        _ => time.checked_sub(distance),
    };
    moved.unwrap_or(time)
}

/// The correction of one call, which is made once: a date that the cloud refuses again was not the reason.
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

    /// Whether the request was refused for its date and has another one when it is signed again.
    pub(crate) fn should_retry(&mut self, error: &Error, skew: &Skew) -> bool {
        // That of a request for a key is dated by the provider's own clock.
        let is_of_the_call = !error.is_credentials();
        if self.is_made || !is_of_the_call || !error.is(CommonErrorCode::AuthFailureSignatureExpire) {
            return false;
        }
        let is_learnt_by_another_call = skew.seconds() != self.signed_under;
        self.is_made = is_learnt_by_another_call || error.headers().is_some_and(|headers| skew.learn(headers));
        self.is_made
    }
}
