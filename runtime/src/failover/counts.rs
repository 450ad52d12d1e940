use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Verdict;

/// The parts of a window that are counted, and forgotten, as one.
const STEPS: u32 = 12;

/// How often a host worked and failed of late. However many calls there are, it takes little memory.
#[derive(Default)]
pub(super) struct Counts(VecDeque<Step>);

struct Step {
    begin: Instant,
    works: u64,
    fails: u64,
}

impl Counts {
    pub(super) fn add(&mut self, verdict: Verdict, now: Instant, window: Duration) {
        let age = |step: &Step| now.saturating_duration_since(step.begin);
        while self.0.front().is_some_and(|first| age(first) >= window) {
            self.0.pop_front();
        }
        let (works, fails) = match verdict {
            Verdict::Works => (1, 0),
            Verdict::Fails => (0, 1),
        };
        match self.0.back_mut() {
            Some(step) if age(step) < window / STEPS => {
                step.works += works;
                step.fails += fails;
            }
            _ => self.0.push_back(Step {
                begin: now,
                works,
                fails,
            }),
        }
    }

    /// Whether so many of those that were counted failed, and so large a part.
    pub(super) fn exceed(&self, failures: u64, percent: u64) -> bool {
        let fails: u64 = self.0.iter().map(|step| step.fails).sum();
        let works: u64 = self.0.iter().map(|step| step.works).sum();
        fails >= failures && fails * 100 >= (fails + works) * percent
    }

    /// Whether nothing was counted within the window.
    pub(super) fn are_idle(&self, now: Instant, window: Duration) -> bool {
        let last = self.0.back();
        last.is_none_or(|last| now.saturating_duration_since(last.begin) >= window)
    }
}
