//! A rate: so many requests per period.

use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// At most `count` requests in any period of this length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rate {
    pub(super) count: usize,
    pub(super) period: Duration,
}

impl Rate {
    /// The rate of `per_second` requests, which is at least the smallest factor of [`RateLimits`](super::RateLimits). A
    /// fraction of a request cannot be sent: above one it is dropped, below one it makes the period longer.
    pub(super) fn per_second(per_second: f64) -> Self {
        // 100 * 0.29 is 28.999999999999996 in floating point.
        let rounded = per_second * (1.0 + 1e-9);
        if rounded < 1.0 {
            Self {
                count: 1,
                period: SECOND.div_f64(per_second),
            }
        } else {
            Self {
                count: rounded as usize,
                period: SECOND,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_requests_in_a_second_or_one_in_more() {
        let rate = |count, millis| Rate {
            count,
            period: Duration::from_millis(millis),
        };
        for (per_second, expected) in [
            (20.0, rate(20, 1000)),
            (100.0 * 0.29, rate(29, 1000)),
            (6.6, rate(6, 1000)),
            (1.0, rate(1, 1000)),
            (0.5, rate(1, 2000)),
            (0.001, rate(1, 1_000_000)),
        ] {
            assert_eq!(Rate::per_second(per_second), expected, "{per_second}");
        }
        assert!(Rate::per_second(f64::from(u32::MAX) * 1000.0).count >= u32::MAX as usize);
    }
}
