//! The circuit breaker of one host.
//!
//! It is closed, then open after 5 failures that are 75 % of the last 60 s, then half open after 60 s for one trial call,
//! then closed or open again. Attempts are counted in 12 steps, so memory does not grow with calls. The figures are those
//! of the official SDKs, their bugs are not: a success that counts as a failure, an exception that is swallowed.
//!
//! Every change of state has a generation, which keeps late results of earlier calls out of the trial.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Failover;
use crate::Error;
use crate::transport::TimeLimit;

/// The share of attempts that must fail; the figure of the official SDKs.
const FAILURE_PERCENT: u64 = 75;

/// The number of steps of a window. A step is counted, and forgotten, as one.
const STEPS: u32 = 12;

/// What the result of an attempt says about its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

impl Outcome {
    /// `None` if the error says nothing about the host.
    pub(super) fn of(error: &Error) -> Option<Self> {
        let is_answer = error.is_service() || !error.anomalies().is_empty();
        // A page with a status of success is from something on the way, such as a login to the network.
        let is_page = !is_answer && error.status().is_some_and(|status| status.is_success());
        if error.is_transient() && !error.is_throttled() && !is_page {
            Some(Self::Failure)
        } else if is_answer {
            Some(Self::Success)
        } else {
            None
        }
    }
}

/// The state of one host.
pub(super) struct CircuitBreaker {
    state: State,
    /// The number of state changes. The result of a call that was admitted under an earlier one is stale.
    generation: u64,
}

enum State {
    /// Calls go to the host.
    Closed(Counts),
    /// Calls go to the backup, and the first one after `until` tries the host.
    Open { until: Instant },
    /// One call tries the host, all others go to the backup.
    HalfOpen,
}

/// The permit of one attempt to go to the host.
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
    /// A permit to go to the host, or `None` for the backup.
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

    /// Records the result of an attempt that had a permit; `None` if it says nothing about the host.
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

    /// Whether it equals a new one, or has been open and unused for so long that it may be dropped.
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

/// The recent successes and failures of a host, in constant memory.
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
