//! The sliding window of one action: the permits of the last period and those reserved for later.
//!
//! A permit is reserved when an attempt comes and not when it may go, so that the attempt knows its wait at once, the order
//! of arrival is kept, and no attempt depends on another one being polled. The n-th permit is one period after the one n
//! before it, so no period, wherever it starts, has more than the limit. A dropped attempt returns its permit, and the
//! next one that comes may fill the gap.

use std::collections::VecDeque;
use std::iter;
use std::time::Duration;

use tokio::time::Instant;

use super::Rate;

/// The permits of an action, in order.
#[derive(Default)]
pub(super) struct SlidingWindow {
    /// Those of the last period and those reserved for later.
    permits: VecDeque<Instant>,
    /// Whether permits were returned, so that there may be room before the last one.
    has_gaps: bool,
    /// The period of the last rate.
    period: Duration,
}

impl SlidingWindow {
    /// Reserves the next permit from `now` on. The error is its time, if that is not before `end`.
    pub(super) fn reserve(&mut self, rate: Rate, now: Instant, end: Instant) -> Result<Instant, Instant> {
        self.period = rate.period;
        while self.permits.front().is_some_and(|first| *first + rate.period <= now) {
            self.permits.pop_front();
        }
        let last = self.after_all(rate, now);
        let at = if self.has_gaps {
            self.first_gap(rate, now).unwrap_or(last)
        } else {
            last
        };
        self.has_gaps &= at < last;
        if at >= end {
            return Err(at);
        }
        let place = self.permits.partition_point(|permit| *permit <= at);
        self.permits.insert(place, at);
        Ok(at)
    }

    /// Returns a permit that was not used.
    pub(super) fn release(&mut self, at: Instant) {
        if let Ok(place) = self.permits.binary_search(&at) {
            self.permits.remove(place);
            self.has_gaps = true;
        }
    }

    /// Whether it equals a new one.
    pub(super) fn is_idle(&self, now: Instant) -> bool {
        self.permits.back().is_none_or(|last| *last + self.period <= now)
    }

    /// A permit after all others. It is one period after the permit that is `rate.count` before it.
    fn after_all(&self, rate: Rate, now: Instant) -> Instant {
        let last = self.permits.back().map_or(now, |last| now.max(*last));
        let before = self.permits.len().checked_sub(rate.count);
        let before = before.and_then(|index| self.permits.get(index));
        before.map_or(last, |before| last.max(*before + rate.period))
    }

    fn first_gap(&self, rate: Rate, now: Instant) -> Option<Instant> {
        let after_each = self.permits.iter().map(|permit| *permit + rate.period);
        iter::once(now).chain(after_each).find(|at| self.has_room(*at, rate))
    }

    /// Whether a permit may be inserted without any period having more than `rate.count`.
    fn has_room(&self, at: Instant, rate: Rate) -> bool {
        let place = self.permits.partition_point(|permit| *permit <= at);
        let with_it = |index: usize| match index {
            _ if index == place => Some(at),
            _ if index < place => self.permits.get(index).copied(),
            _ => self.permits.get(index - 1).copied(),
        };
        let firsts = place.saturating_sub(rate.count)..=place;
        firsts.into_iter().all(|first| {
            let pair = with_it(first).zip(with_it(first.saturating_add(rate.count)));
            pair.is_none_or(|(first, last)| last.duration_since(first) >= rate.period)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attempts that come, go and are dropped at random never exceed the rate, and none of the rate is lost for good.
    #[test]
    fn no_period_has_more_permits_than_the_rate() {
        let random = &mut fastrand::Rng::with_seed(20);
        for count in [1, 2, 7, 20] {
            let rate = Rate {
                count,
                period: Duration::from_secs(1),
            };
            let (sent, end) = simulate(rate, random);
            for pair in sent.windows(count + 1) {
                assert!(pair[count] - pair[0] >= rate.period, "{count}");
            }
            let most = count as f64 * (end - sent[0]).as_secs_f64();
            assert!(sent.len() as f64 > 0.9 * most, "{} of {most}", sent.len());
        }
    }

    /// The permits that were used, in order, where attempts come twice as often as they may go and some that wait are
    /// dropped.
    fn simulate(rate: Rate, random: &mut fastrand::Rng) -> (Vec<Instant>, Instant) {
        let mut window = SlidingWindow::default();
        let (mut waiting, mut sent) = (Vec::new(), Vec::new());
        let mut now = Instant::now();
        for _ in 0..5000 {
            now += Duration::from_millis(random.u64(0..=500 / rate.count as u64));
            waiting.retain(|at| {
                let is_ready = *at <= now;
                if is_ready {
                    sent.push(*at);
                }
                !is_ready
            });
            if !waiting.is_empty() && random.u8(..5) == 0 {
                window.release(waiting.swap_remove(random.usize(..waiting.len())));
            }
            if random.bool() {
                let permit = window.reserve(rate, now, now + Duration::from_secs(10));
                waiting.extend(permit.ok());
            }
        }
        sent.sort();
        (sent, now)
    }

    fn one_a_second() -> (Rate, SlidingWindow, impl Fn(u64) -> Instant) {
        let rate = Rate {
            count: 1,
            period: Duration::from_secs(1),
        };
        let start = Instant::now();
        (rate, SlidingWindow::default(), move |millis| {
            start + Duration::from_millis(millis)
        })
    }

    #[test]
    fn a_released_permit_goes_to_the_next_attempt() {
        let (rate, mut window, at) = one_a_second();
        for permit in [0, 1000, 2000, 3000] {
            assert_eq!(window.reserve(rate, at(0), at(60_000)), Ok(at(permit)));
        }
        assert_eq!(window.reserve(rate, at(0), at(4000)), Err(at(4000)));
        window.release(at(2000));
        assert_eq!(window.reserve(rate, at(0), at(60_000)), Ok(at(2000)));
        assert_eq!(window.reserve(rate, at(0), at(60_000)), Ok(at(4000)));
        assert!(!window.is_idle(at(4999)));
        assert!(window.is_idle(at(5000)));
    }

    #[test]
    fn permits_that_were_given_back_hold_nobody_up() {
        let (rate, mut window, at) = one_a_second();
        for permit in [0, 1000, 2000] {
            assert_eq!(window.reserve(rate, at(0), at(60_000)), Ok(at(permit)));
        }
        window.release(at(1000));
        window.release(at(2000));
        assert_eq!(window.reserve(rate, at(1500), at(60_000)), Ok(at(1500)));
        assert_eq!(window.reserve(rate, at(1500), at(60_000)), Ok(at(2500)));
    }

    #[test]
    fn a_gap_that_is_too_narrow_stays() {
        let (rate, mut window, at) = one_a_second();
        for permit in [0, 1000, 2000] {
            assert_eq!(window.reserve(rate, at(0), at(60_000)), Ok(at(permit)));
        }
        window.release(at(1000));
        assert_eq!(window.reserve(rate, at(1100), at(60_000)), Ok(at(3000)));
    }
}
