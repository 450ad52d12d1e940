//! Clock skew in builds without the feature `clock-skew`: nothing is learned or corrected.

use super::Clock;
use crate::Error;

pub(crate) struct Skew;

impl Skew {
    pub(crate) fn of(_: &Clock) -> Self {
        Self
    }

    pub(crate) fn corrected(&self, clock: Clock) -> Clock {
        clock
    }
}

pub(crate) struct Correction;

impl Correction {
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) fn before_signing(&mut self, _: &Skew) {}

    pub(crate) fn succeeded(&mut self) {}

    pub(crate) fn should_retry(&mut self, _: &Error, _: &Skew) -> bool {
        false
    }
}
