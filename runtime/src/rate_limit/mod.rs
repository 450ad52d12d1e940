//! Keeps calls below the rates that the cloud accepts.

mod limits;
mod rate;
mod window;

pub use limits::RateLimits;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use self::rate::Rate;
use self::window::Window;
use crate::Error;
use crate::idle_map::IdleMap;
use crate::transport::TimeLimit;

/// Service and action.
type ActionKey = (String, String);

/// Gives the attempts of all clones of a client their turns, action by action.
pub(crate) struct RateLimiter {
    limits: RateLimits,
    windows: Mutex<IdleMap<ActionKey, Window>>,
}

/// A turn that is reserved. It goes to another call unless it is [taken](Self::take).
struct Turn<'a> {
    limiter: &'a RateLimiter,
    key: ActionKey,
    at: Instant,
    is_taken: bool,
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
    pub(crate) async fn turn(
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
        let turn = self.reserve(key, rate, now, limit)?;
        let waits = turn.at > now;
        if waits {
            tokio::time::sleep_until(turn.at).await;
        }
        turn.take();
        Ok(waits)
    }

    fn reserve(&self, key: ActionKey, rate: Rate, now: Instant, limit: TimeLimit) -> Result<Turn<'_>, Error> {
        let mut windows = self.windows();
        let window = windows.entry(key.clone(), |window| window.is_idle(now));
        match window.reserve(rate, now, limit.end) {
            Ok(at) => Ok(Turn {
                limiter: self,
                key,
                at,
                is_taken: false,
            }),
            Err(too_late) => Err(Error::rate_limit_timeout(too_late - now, limit.length)),
        }
    }

    /// Nothing that can panic is done half way under the lock.
    fn windows(&self) -> MutexGuard<'_, IdleMap<ActionKey, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    fn take(mut self) {
        self.is_taken = true;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.is_taken {
            return;
        }
        if let Some(window) = self.limiter.windows().get_mut(&self.key) {
            window.give_back(self.at);
        }
    }
}
