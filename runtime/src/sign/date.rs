//! The UTC date of a timestamp, the first part of a credential scope.

const SECONDS_PER_DAY: u64 = 86_400;
/// The Gregorian calendar repeats after 400 years.
const DAYS_PER_CYCLE: u64 = 146_097;

/// The UTC date of a number of seconds since the Unix epoch, as `YYYY-MM-DD`.
///
/// Proleptic Gregorian without leap seconds, which is what Unix time counts; right for every `u64`.
///
/// ```
/// use tc3_runtime::sign::utc_date;
/// assert_eq!(utc_date(1_551_113_065), "2019-02-25");
/// assert_eq!(utc_date(951_782_400), "2000-02-29");
/// ```
#[must_use]
pub fn utc_date(timestamp: u64) -> String {
    let days = timestamp / SECONDS_PER_DAY;
    let mut year = 1970 + 400 * (days / DAYS_PER_CYCLE);
    let mut day = days % DAYS_PER_CYCLE;
    while day >= days_in_year(year) {
        day -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    for length in month_lengths(year) {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", day + 1)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_year(year: u64) -> u64 {
    365 + u64::from(is_leap(year))
}

fn month_lengths(year: u64) -> [u64; 12] {
    [
        31,
        28 + u64::from(is_leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
}
