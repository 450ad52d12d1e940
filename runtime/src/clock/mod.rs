//! The time, from wherever it is read.

#[cfg(feature = "clock-skew")]
mod skew;
#[cfg(not(feature = "clock-skew"))]
#[path = "noop_skew.rs"]
mod skew;

pub(crate) use skew::{Correction, Skew};

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::Error;

/// Where a client reads the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// A clock of one's own, for tests or for a machine whose clock is known to be off.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0)()
    }

    /// The time as requests carry it.
    pub(crate) fn unix_seconds(&self) -> Result<u64, Error> {
        unix_seconds(self.now())
    }
}

/// The system's clock.
impl Default for Clock {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Seconds since 1970.
pub(crate) fn unix_seconds(time: SystemTime) -> Result<u64, Error> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(duration) => Ok(duration.as_secs()),
        Err(_) => Err(Error::config("the clock is set to a time before 1970")),
    }
}
