//! Times as text.

use std::time::{SystemTime, UNIX_EPOCH};

use tc3_runtime::sign::utc_date;

/// `2026-11-28T15:25:03.123Z`
pub(super) fn iso8601(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    let (of_day, date) = (seconds % 86_400, utc_date(seconds));
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{date}T{hour:02}:{minute:02}:{second:02}.{:03}Z", since.subsec_millis())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_in_utc() {
        let time = UNIX_EPOCH + Duration::from_millis(1_551_113_065_042);
        assert_eq!(iso8601(time), "2019-02-25T16:44:25.042Z");
    }
}
