//! How far the clocks of services are from this machine's, from one call to the next.
//!
//! A client learns it from a refusal and signs its next attempt by it. A prepared request has no next attempt, and each
//! has a client of its own, so what one learned is kept for the next.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tc3_runtime::Clock;

use crate::explorer::answers::Head;

/// A smaller difference than this explains no refusal.
const MIN_SECONDS: u64 = 30;
/// The years 2018 to 2099, in seconds since 1970: other times are mistakes of the server.
const PLAUSIBLE: Range<i64> = 1_514_764_800..4_102_444_800;

/// What was learned, in seconds by address.
#[derive(Default)]
pub(in crate::explorer) struct Clocks(Mutex<HashMap<String, i64>>);

impl Clocks {
    /// The clock of an address, if it is known to differ.
    pub(super) fn of(&self, address: &str) -> Option<(Clock, i64)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let skew = known.get(address).copied().filter(|skew| *skew != 0)?;
        Some((Clock::new(move || shifted(SystemTime::now(), skew)), skew))
    }

    /// Takes the time of an answer that refused a timestamp; returns whether another request is signed by another clock.
    ///
    /// A clock that was put right in the meantime is forgotten to be off.
    pub(super) fn learn_from(&self, address: &str, head: Option<&Head>) -> bool {
        let Some(found) = head.and_then(difference) else {
            return false;
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.unsigned_abs() >= MIN_SECONDS {
            known.insert(address.to_owned(), found);
            return true;
        }
        known.remove(address).is_some()
    }

    /// Adds what a client found, whose clock was this much off already.
    pub(super) fn learn(&self, address: &str, base: i64, found: i64) {
        if found != 0 {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(address.to_owned(), base.saturating_add(found));
        }
    }
}

/// The seconds from this clock to the time of a header `Date`.
fn difference(head: &Head) -> Option<i64> {
    let (_, date) = head.headers.iter().find(|(name, _)| name == "date")?;
    let date = httpdate::parse_http_date(date).ok()?;
    let service = i64::try_from(date.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?;
    let own = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?;
    Some(service - own).filter(|_| PLAUSIBLE.contains(&service))
}

fn shifted(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let shifted = if seconds < 0 {
        time.checked_sub(by)
    } else {
        time.checked_add(by)
    };
    shifted.unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer of a service whose clock is this far from ours.
    fn head(skew: i64) -> Head {
        let date = httpdate::fmt_http_date(shifted(SystemTime::now(), skew));
        Head {
            status: 200,
            headers: vec![("date".to_owned(), date)],
        }
    }

    #[test]
    fn a_clock_that_was_put_right_is_no_longer_off() {
        let clocks = Clocks::default();
        assert!(clocks.learn_from("a", Some(&head(600))));
        assert!(clocks.of("a").is_some() && clocks.of("b").is_none());
        assert!(
            clocks.learn_from("a", Some(&head(0))),
            "the next request is signed by our own clock"
        );
        assert!(clocks.of("a").is_none());
        assert!(!clocks.learn_from("a", Some(&head(0))) && !clocks.learn_from("a", None));
    }
}
