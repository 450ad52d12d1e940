//! Exponential backoff with full jitter.
//!
//! The longest delay doubles with each attempt up to a cap, and the delay is random from zero to the longest: with full
//! jitter, clients that failed together do not retry together.

use std::time::Duration;

use crate::random::random_bytes;

/// The longest delay after so many attempts: `base * 2^(attempts - 1)`, at most `max`.
pub(crate) fn exponential(base: Duration, max: Duration, attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1);
    let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
    base.saturating_mul(factor).min(max)
}

/// A random delay from zero to `longest`.
pub(crate) fn full_jitter(longest: Duration) -> Duration {
    let longest = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
    // Without random numbers the longest delay is the safest.
    let random = random_bytes("a wait").map_or(u64::MAX, u64::from_be_bytes);
    let nanoseconds = ((u128::from(longest) + 1) * u128::from(random)) >> u64::BITS;
    Duration::from_nanos(nanoseconds as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_cap_whatever_the_numbers() {
        let (base, max) = (Duration::from_millis(500), Duration::from_secs(20));
        let delays = [1, 2, 3, 6, 7, 32, 33, u32::MAX].map(|attempts| exponential(base, max, attempts).as_millis());
        assert_eq!(delays, [500, 1000, 2000, 16_000, 20_000, 20_000, 20_000, 20_000]);
        let unbounded = exponential(Duration::MAX, Duration::MAX, 5);
        assert_eq!(unbounded, Duration::MAX);
        let _ = full_jitter(unbounded);
        assert_eq!(full_jitter(exponential(Duration::ZERO, max, 1)), Duration::ZERO);
    }

    #[test]
    fn jitter_is_spread_over_the_whole_range() {
        let longest = Duration::from_secs(1);
        let mut quarters = [0; 4];
        for _ in 0..1000 {
            let delay = full_jitter(longest);
            assert!(delay <= longest);
            quarters[(delay.as_millis() / 250).min(3) as usize] += 1;
        }
        assert!(quarters.iter().all(|hits| *hits > 100), "{quarters:?}");
    }
}
