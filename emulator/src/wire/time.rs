//! The server's clock, and the UTC dates and times that signatures and answers are written with.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderValue;

/// The UTC date of a time in Unix seconds: `2018-05-29`.
pub(crate) use tc3_signature::utc_date as date;

const SECONDS_PER_DAY: i64 = 86_400;

/// A source of the current time, which a test may replace.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    pub(crate) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// Whole seconds since 1970-01-01T00:00:00Z, negative before it.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    let signed = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => signed(since.as_secs()),
        Err(before) => -signed(before.duration().as_secs()),
    }
}

/// `time` plus `seconds`, which may be negative; `time` itself if the sum cannot be represented.
pub(crate) fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let shifted = if seconds >= 0 {
        time.checked_add(by)
    } else {
        time.checked_sub(by)
    };
    shifted.unwrap_or(time)
}

/// The value of the header `Date`; `None` outside of the years 1970 to 9999.
pub(crate) fn http_date(time: SystemTime) -> Option<HeaderValue> {
    const YEAR_10000: u64 = 253_402_300_800;

    let since = time.duration_since(UNIX_EPOCH).ok()?;
    let text = (since.as_secs() < YEAR_10000).then(|| httpdate::fmt_http_date(time))?;
    HeaderValue::try_from(text).ok()
}

/// `11:22:33`: the UTC time of day.
pub(crate) fn time_of_day(unix_seconds: i64) -> String {
    let second = unix_seconds.rem_euclid(SECONDS_PER_DAY);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::time_of_day;

    #[test]
    fn times_of_day_are_those_of_utc() {
        assert_eq!(time_of_day(1_551_113_065), "16:44:25");
        assert_eq!(time_of_day(-1), "23:59:59");
    }
}
