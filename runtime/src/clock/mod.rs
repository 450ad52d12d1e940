//! The clock of a client, and with the feature `clock-skew` its correction by the clock of the service.

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
///
/// ```
/// # use tc3_runtime as tc3;
/// use std::time::{Duration, SystemTime};
///
/// // For tests: the time is always the same.
/// let fixed = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let builder = tc3::Client::builder().clock(tc3::Clock::new(move || fixed));
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// Creates a custom clock, for tests or for a machine whose clock is known to be off.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0)()
    }

    /// The timestamp of a request: seconds since 1970.
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
