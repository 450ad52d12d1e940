//! The cached credentials, and when to refresh them.

use std::time::{Duration, SystemTime};

use crate::{Credentials, Error};

/// After this, credentials without a known expiry are refreshed. That costs little: they are in a file or a variable, which
/// may have been replaced.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(300);
/// The pause between attempts to replace credentials that are still valid.
const BACKOFF: Duration = Duration::from_secs(10);

/// Credentials with the time of their next refresh.
pub(super) struct CachedValue {
    credentials: Credentials,
    refresh_id: u64,
    refresh_at: SystemTime,
}

impl CachedValue {
    /// Credentials that the refresh with this id returned just now.
    ///
    /// # Errors
    /// If they have expired already.
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
                        "the credentials expired {age} s before they were received; is the clock of this machine right?"
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

    /// The id of the refresh that returned it.
    pub(super) fn refresh_id(&self) -> u64 {
        self.refresh_id
    }

    /// The credentials, unless they have expired.
    pub(super) fn valid(&self, now: SystemTime) -> Option<&Credentials> {
        let is_valid = self.credentials.expires_at().is_none_or(|end| now < end);
        is_valid.then_some(&self.credentials)
    }

    pub(super) fn needs_refresh(&self, now: SystemTime) -> bool {
        now >= self.refresh_at
    }

    /// Whether both expire, and at the same time.
    pub(super) fn expires_with(&self, other: &Self) -> bool {
        self.credentials.expires_at().is_some() && self.credentials.expires_at() == other.credentials.expires_at()
    }

    /// Postpones the next refresh, after one that failed or changed nothing.
    pub(super) fn back_off(&mut self, now: SystemTime) {
        self.refresh_at = self.refresh_at.max(after(now, BACKOFF));
    }
}

/// `now` itself if the clock is at the end of its range.
fn after(now: SystemTime, pause: Duration) -> SystemTime {
    now.checked_add(pause).unwrap_or(now)
}
