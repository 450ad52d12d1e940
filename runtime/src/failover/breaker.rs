//! Whether calls to one host go to it or to its stand-in.

use tokio::time::Instant;

use super::counts::Counts;
use super::{Failover, Verdict};
use crate::transport::TimeLimit;

/// The part of the calls that has to fail; the figure of the official SDKs.
const FAILURE_PERCENT: u64 = 75;

pub(super) struct Breaker {
    state: State,
    /// Counts the changes of state. What a call found out under an earlier one is out of date.
    generation: u64,
}

enum State {
    /// Calls go to the host.
    Closed(Counts),
    /// They go to the stand-in, and the first one after `until` tries the host.
    Open { until: Instant },
    /// One call tries the host, all others go to the stand-in.
    Trial,
}

/// Leave to go to the host.
#[derive(Clone, Copy)]
pub(super) struct Pass {
    generation: u64,
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            state: State::Closed(Counts::default()),
            generation: 0,
        }
    }
}

impl Breaker {
    /// Leave to go to the host, or `None` for the stand-in.
    pub(super) fn enter(&mut self, now: Instant) -> Option<Pass> {
        match self.state {
            State::Closed(_) => {}
            State::Open { until } if until <= now => self.change(State::Trial),
            State::Open { .. } | State::Trial => return None,
        }
        Some(Pass {
            generation: self.generation,
        })
    }

    /// What became of a call that had leave; `None` if that says nothing of the host.
    pub(super) fn leave(&mut self, pass: Pass, verdict: Option<Verdict>, now: Instant, settings: &Failover) {
        if pass.generation != self.generation {
            return;
        }
        let opened = State::Open {
            until: TimeLimit::from_now(settings.open_for).end,
        };
        match (&mut self.state, verdict) {
            (State::Closed(counts), Some(verdict)) => {
                counts.add(verdict, now, settings.window);
                if verdict == Verdict::Fails && counts.exceed(settings.min_failures, FAILURE_PERCENT) {
                    self.change(opened);
                }
            }
            (State::Trial, Some(Verdict::Works)) => self.change(State::Closed(Counts::default())),
            (State::Trial, Some(Verdict::Fails)) => self.change(opened),
            (State::Trial, None) => self.change(State::Open { until: now }),
            (State::Closed(_), None) | (State::Open { .. }, _) => {}
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed(_))
    }

    /// Whether it is as good as a new one, or nobody has asked for the host for so long that it may be.
    pub(super) fn is_idle(&self, now: Instant, settings: &Failover) -> bool {
        match &self.state {
            State::Closed(counts) => counts.are_idle(now, settings.window),
            State::Open { until } => now.saturating_duration_since(*until) >= settings.window,
            State::Trial => false,
        }
    }

    fn change(&mut self, state: State) {
        self.generation += 1;
        self.state = state;
    }
}
