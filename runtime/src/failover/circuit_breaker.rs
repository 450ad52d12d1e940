//! Whether calls to one host go to it or to its stand-in.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Failover;
use crate::Error;
use crate::transport::TimeLimit;

/// The part of the calls that has to fail; the figure of the official SDKs.
const FAILURE_PERCENT: u64 = 75;

/// The parts of a window that are counted, and forgotten, as one.
const STEPS: u32 = 12;

/// What the end of an attempt says of the host that it went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

impl Outcome {
    /// `None` if the error says nothing of the host.
    pub(super) fn of(error: &Error) -> Option<Self> {
        let is_answer = error.is_service() || !error.anomalies().is_empty();
        if error.is_transient() && !error.is_throttled() {
            Some(Self::Failure)
        } else if is_answer {
            Some(Self::Success)
        } else {
            None
        }
    }
}

pub(super) struct CircuitBreaker {
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
    HalfOpen,
}

/// Leave to go to the host.
#[derive(Clone, Copy)]
pub(super) struct Permit {
    generation: u64,
}

impl Default for CircuitBreaker {
    fn default() -> Self {
        Self {
            state: State::Closed(Counts::default()),
            generation: 0,
        }
    }
}

impl CircuitBreaker {
    /// Leave to go to the host, or `None` for the stand-in.
    pub(super) fn acquire(&mut self, now: Instant) -> Option<Permit> {
        match self.state {
            State::Closed(_) => {}
            State::Open { until } if until <= now => self.change(State::HalfOpen),
            State::Open { .. } | State::HalfOpen => return None,
        }
        Some(Permit {
            generation: self.generation,
        })
    }

    /// What became of a call that had leave; `None` if that says nothing of the host.
    pub(super) fn record(&mut self, permit: Permit, outcome: Option<Outcome>, now: Instant, settings: &Failover) {
        if permit.generation != self.generation {
            return;
        }
        let opened = State::Open {
            until: TimeLimit::from_now(settings.open_for).end,
        };
        match (&mut self.state, outcome) {
            (State::Closed(counts), Some(outcome)) => {
                counts.add(outcome, now, settings.window);
                if outcome == Outcome::Failure && counts.exceed(settings.min_failures, FAILURE_PERCENT) {
                    self.change(opened);
                }
            }
            (State::HalfOpen, Some(Outcome::Success)) => self.change(State::Closed(Counts::default())),
            (State::HalfOpen, Some(Outcome::Failure)) => self.change(opened),
            (State::HalfOpen, None) => self.change(State::Open { until: now }),
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
            State::HalfOpen => false,
        }
    }

    fn change(&mut self, state: State) {
        self.generation += 1;
        self.state = state;
    }
}

/// How often a host worked and failed of late. However many calls there are, it takes little memory.
#[derive(Default)]
pub(super) struct Counts(VecDeque<Step>);

struct Step {
    begin: Instant,
    successes: u64,
    failures: u64,
}

impl Counts {
    pub(super) fn add(&mut self, outcome: Outcome, now: Instant, window: Duration) {
        let age = |step: &Step| now.saturating_duration_since(step.begin);
        while self.0.front().is_some_and(|first| age(first) >= window) {
            self.0.pop_front();
        }
        let (successes, failures) = match outcome {
            Outcome::Success => (1, 0),
            Outcome::Failure => (0, 1),
        };
        match self.0.back_mut() {
            Some(step) if age(step) < window / STEPS => {
                step.successes += successes;
                step.failures += failures;
            }
            _ => self.0.push_back(Step {
                begin: now,
                successes,
                failures,
            }),
        }
    }

    /// Whether at least `min_failures` failed, and at least `percent` of all.
    pub(super) fn exceed(&self, min_failures: u64, percent: u64) -> bool {
        let failures: u64 = self.0.iter().map(|step| step.failures).sum();
        let successes: u64 = self.0.iter().map(|step| step.successes).sum();
        failures >= min_failures && failures * 100 >= (failures + successes) * percent
    }

    /// Whether nothing was counted within the window.
    pub(super) fn are_idle(&self, now: Instant, window: Duration) -> bool {
        let last = self.0.back();
        last.is_none_or(|last| now.saturating_duration_since(last.begin) >= window)
    }
}
