//! The time that a dry run signs.
//!
//! A signature is good for minutes and differs each second. With a time that is given, what a dry run shows can be
//! compared with what another client signed, and is the same in each run of a test.

use std::env;
use std::time::{Duration, SystemTime};

use tc3_runtime::Clock;

use crate::error::CliError;

/// Seconds since 1970.
const VARIABLE: &str = "TC3_TIMESTAMP";
/// The last second of the year 9999: dates have four digits.
const LAST: u64 = 253_402_300_799;

/// Returns the clock to sign by, if one is given.
///
/// # Errors
/// If the variable holds no time.
pub(in crate::call) fn clock() -> Result<Option<Clock>, CliError> {
    Ok(time()?.map(|time| Clock::new(move || time)))
}

/// Returns the time to sign by, if one is given.
///
/// # Errors
/// If the variable holds no time.
pub(super) fn time() -> Result<Option<SystemTime>, CliError> {
    let Some(text) = env::var_os(VARIABLE).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let seconds = text.to_str().and_then(|text| text.parse().ok());
    let Some(seconds) = seconds.filter(|seconds| *seconds <= LAST) else {
        let must = "must be a time in seconds since 1970, 0 to 253402300799";
        return Err(CliError::input(format!("{VARIABLE} is {text:?}; it {must}")));
    };
    Ok(Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
}
