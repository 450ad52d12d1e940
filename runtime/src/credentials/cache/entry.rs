//! The key that is held, and when to ask for another.

use std::time::{Duration, SystemTime};

use crate::{Credentials, Error};

/// Asking for a key that has no end, or does not tell it, costs little: it lies in a file or a variable,
/// which somebody may have replaced.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);
/// Between attempts to replace a key that is still good.
const BACKOFF: Duration = Duration::from_secs(10);

pub(super) struct CachedValue {
    credentials: Credentials,
    refresh_id: u64,
    refresh_at: SystemTime,
}

impl CachedValue {
    /// A key that came just now, by the refresh_id of this number.
    pub(super) fn new(
        credentials: Credentials,
        refresh_id: u64,
        now: SystemTime,
        margin: Duration,
    ) -> Result<Self, Error> {
        let refresh_at = match credentials.expires_at() {
            None => after(now, DEFAULT_LIFETIME),
            Some(end) => {
                let Some(life) = end.duration_since(now).ok().filter(|life| !life.is_zero()) else {
                    let age = now.duration_since(end).unwrap_or_default().as_secs();
                    return Err(Error::config(format!(
                        "the credentials had expired {age} s before they came; is the clock of this machine right?"
                    )));
                };
                end - margin.min(life / 2)
            }
        };
        Ok(Self {
            credentials,
            refresh_id,
            refresh_at,
        })
    }

    /// The number of the refresh_id that it came by.
    pub(super) fn refresh_id(&self) -> u64 {
        self.refresh_id
    }

    /// The key, unless it is past its end.
    pub(super) fn valid(&self, now: SystemTime) -> Option<&Credentials> {
        let is_valid = self.credentials.expires_at().is_none_or(|end| now < end);
        is_valid.then_some(&self.credentials)
    }

    pub(super) fn needs_refresh(&self, now: SystemTime) -> bool {
        now >= self.refresh_at
    }

    pub(super) fn back_off(&mut self, now: SystemTime) {
        self.refresh_at = after(now, BACKOFF);
    }
}

/// At once, should the clock be at the end of its range.
fn after(now: SystemTime, pause: Duration) -> SystemTime {
    now.checked_add(pause).unwrap_or(now)
}
