//! Keeps calls below the rates that the cloud accepts.

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

/// Gives the attempts of all clones of a client their turns, action by action.
pub(crate) struct RateLimiter {
    limits: RateLimits,
    windows: Mutex<EvictingMap<ActionKey, SlidingWindow>>,
}

/// A turn that is reserved. It goes to another call unless it is [taken](Self::spend).
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

    /// Waits until an attempt may go out, and says whether that took time. `figure` is what the spec says of the
    /// action, in requests a second.
    ///
    /// # Errors
    /// At once, if its turn does not come before the call's time is over.
    pub(crate) async fn acquire(
        &self,
        (service, action): (&str, &str),
        figure: Option<u32>,
        limit: TimeLimit,
    ) -> Result<bool, Error> {
        let key = (service.to_owned(), action.to_owned());
        let Some(rate) = self.limits.rate(&key, figure) else {
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

    /// Nothing that can panic is done half way under the lock.
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
            window.give_back(self.at);
        }
    }
}
