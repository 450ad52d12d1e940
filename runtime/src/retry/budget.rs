//! What keeps an outage from being amplified: repetitions are paid for, successes pay.

use std::sync::atomic::{AtomicU32, Ordering};

/// The figures of the AWS SDKs: a hundred repetitions at once, then one for five calls that succeed.
const CAPACITY: u32 = 500;
const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;
const REWARD: u32 = 1;

pub(crate) struct RetryBudget(AtomicU32);

/// What a repetition cost.
#[derive(Clone, Copy)]
pub(super) struct Paid(u32);

impl RetryBudget {
    pub(crate) const fn full() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Pays for one repetition, if there is enough left.
    pub(super) fn pay(&self, after_timeout: bool) -> Option<Paid> {
        let cost = if after_timeout { COST_AFTER_TIMEOUT } else { COST };
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost));
        taken.ok().map(|_| Paid(cost))
    }

    /// A call succeeded, its last repetition having cost `paid`.
    pub(super) fn reward(&self, paid: Option<Paid>) {
        let reward = paid.map_or(REWARD, |Paid(cost)| cost);
        // The closure always gives a value, so this cannot fail.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            Some(tokens.saturating_add(reward).min(CAPACITY))
        });
    }
}
