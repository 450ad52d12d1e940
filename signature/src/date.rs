//! The UTC date of a timestamp, which the credential scope names.

const SECONDS_PER_DAY: i64 = 86_400;

/// The first and the last second of the years that are written with four digits.
pub(crate) const TIMESTAMPS: std::ops::RangeInclusive<i64> = 0..=253_402_300_799;

/// Returns the UTC date of a time in Unix seconds, as a credential scope has it: `2018-05-29`.
///
/// ```
/// assert_eq!(tc3_signature::utc_date(1_551_113_065), "2019-02-25");
/// ```
#[must_use]
pub fn utc_date(unix_seconds: i64) -> String {
    let (year, month, day) = civil_from_days(unix_seconds.div_euclid(SECONDS_PER_DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date that is `days` after that of a time in Unix seconds.
pub(crate) fn shifted_date(unix_seconds: i64, days: i64) -> String {
    utc_date(unix_seconds.saturating_add(days * SECONDS_PER_DAY))
}

/// The year, month and day of a number of days since 1970-01-01.
///
/// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last of a year.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    const DAYS_FROM_MARCH_0000_TO_1970: i64 = 719_468;
    const DAYS_PER_ERA: i64 = 146_097;

    let shifted = days + DAYS_FROM_MARCH_0000_TO_1970;
    let era = shifted.div_euclid(DAYS_PER_ERA);
    let day_of_era = shifted.rem_euclid(DAYS_PER_ERA);
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_after_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_after_march + 2) / 5 + 1;
    let month = (months_after_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{shifted_date, utc_date};

    #[test]
    fn dates_are_those_of_utc() {
        let known = [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (1_551_113_065, "2019-02-25"),
            (1_704_067_199, "2023-12-31"),
            (1_704_067_200, "2024-01-01"),
            (4_107_542_400, "2100-03-01"),
        ];
        for (seconds, expected) in known {
            assert_eq!(utc_date(seconds), expected, "{seconds}");
        }
        assert_eq!(shifted_date(1_704_067_199, 1), "2024-01-01");
    }
}
