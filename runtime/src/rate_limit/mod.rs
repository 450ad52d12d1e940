//! Client-side rate limits: throttles calls to the rates that services accept, with a sliding window per action.
//!
//! Permits are [reserved](sliding_window): an attempt knows its whole wait at once, those in front of it included, and
//! fails before waiting in vain. No call holds a lock, or a place in a queue that another one has to poll it out of. An
//! attempt is signed after its wait, so its timestamp is fresh.
//!
//! A permit that would come too late is a timeout: the call's time limit is what ends it, nothing was sent, and the error
//! is transient and not ambiguous.
//!
//! Names that `call_raw` makes up cannot fill the memory: an idle window equals a new one, and is evicted when the map has
//! doubled ([`EvictingMap`](crate::evicting_map::EvictingMap)).
//!
//! Not covered are several processes, and network jitter that squeezes requests together: a throttled call is retried as
//! ever. Opt-in, and without a dependency.

mod limits;
mod rate;
mod sliding_window;

pub use limits::RateLimits;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use self::rate::Rate;
use self::sliding_window::SlidingWindow;
use crate::Error;
use crate::evicting_map::EvictingMap;
use crate::transport::TimeLimit;

/// Service and action.
type ActionKey = (String, String);

/// Grants permits to the attempts of all clones of a client, action by action.
pub(crate) struct RateLimiter {
    limits: RateLimits,
    windows: Mutex<EvictingMap<ActionKey, SlidingWindow>>,
}

/// A reserved permit. It is returned when it is dropped, unless it was [spent](Self::spend).
struct Permit<'a> {
    limiter: &'a RateLimiter,
    key: ActionKey,
    at: Instant,
    is_used: bool,
}

impl RateLimiter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            windows: Mutex::default(),
        }
    }

    /// Waits for a permit of an action, and returns whether that took time. `documented` is the limit in its spec, in
    /// requests per second.
    ///
    /// # Errors
    /// At once, if the permit would come after `limit`.
    pub(crate) async fn acquire(
        &self,
        (service, action): (&str, &str),
        documented: Option<u32>,
        limit: TimeLimit,
    ) -> Result<bool, Error> {
        let key = (service.to_owned(), action.to_owned());
        let Some(rate) = self.limits.rate(&key, documented) else {
            return Ok(false);
        };
        let now = Instant::now();
        let permit = self.reserve(key, rate, now, limit)?;
        let waits = permit.at > now;
        if waits {
            tokio::time::sleep_until(permit.at).await;
        }
        permit.spend();
        Ok(waits)
    }

    fn reserve(&self, key: ActionKey, rate: Rate, now: Instant, limit: TimeLimit) -> Result<Permit<'_>, Error> {
        let mut windows = self.windows();
        let window = windows.entry(key.clone(), |window| window.is_idle(now));
        match window.reserve(rate, now, limit.end) {
            Ok(at) => Ok(Permit {
                limiter: self,
                key,
                at,
                is_used: false,
            }),
            Err(too_late) => Err(Error::rate_limit_timeout(too_late - now, limit.length)),
        }
    }

    /// A panic under the lock leaves the map consistent.
    fn windows(&self) -> MutexGuard<'_, EvictingMap<ActionKey, SlidingWindow>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    fn spend(mut self) {
        self.is_used = true;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_used {
            return;
        }
        if let Some(window) = self.limiter.windows().get_mut(&self.key) {
            window.release(self.at);
        }
    }
}
