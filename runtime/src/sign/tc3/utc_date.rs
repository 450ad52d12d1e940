//! The UTC date of a timestamp: the first part of a credential scope.
//!
//! It is the only date arithmetic of the client, which is why there is no date crate.

const SECONDS_PER_DAY: u64 = 86_400;
/// Number of days from 0000-03-01 to 1970-01-01.
const DAYS_BEFORE_1970: u64 = 719_468;
/// The Gregorian calendar repeats after 400 years.
const DAYS_PER_CYCLE: u64 = 146_097;

/// Formats a number of seconds since the Unix epoch as a UTC date, `YYYY-MM-DD`.
///
/// The calendar is proleptic Gregorian without leap seconds, as Unix time is. The result is correct for every `u64`.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::runtime::sign::utc_date;
///
/// assert_eq!(utc_date(1_551_113_065), "2019-02-25");
/// assert_eq!(utc_date(951_782_400), "2000-02-29");
/// ```
#[must_use]
pub fn utc_date(timestamp: u64) -> String {
    let (year, month, day) = date(timestamp / SECONDS_PER_DAY);
    if year > 9999 {
        return format!("{year}-{month:02}-{day:02}");
    }
    let digit = |number: u64| b'0' + (number % 10) as u8;
    let text = [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(day / 10),
        digit(day),
    ];
    str::from_utf8(&text).unwrap_or_default().to_owned() // digits are text
}

/// Converts a number of days since 1970-01-01 to year, month and day.
///
/// Years begin in March here, so that the leap day is the last day of a year; then five months always have 153 days
/// (March to July, August to December), and the days before a year are as simple.
fn date(days_since_1970: u64) -> (u64, u64, u64) {
    let days = days_since_1970 + DAYS_BEFORE_1970;
    let (cycle, day) = (days / DAYS_PER_CYCLE, days % DAYS_PER_CYCLE);
    // Without the leap days of the cycle before, every year has 365 days.
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = 400 * cycle + year;
    match month {
        0..=9 => (year, month + 3, day),
        _ => (year + 1, month - 9, day),
    }
}
