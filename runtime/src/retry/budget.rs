//! The retry budget: a token bucket that keeps retries from amplifying an outage. Retries take tokens, successes return
//! them.

use std::sync::atomic::{AtomicU32, Ordering};

/// The figures of the AWS SDKs: a hundred retries at once, then one for every five successful calls.
const CAPACITY: u32 = 500;
const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;
const REWARD: u32 = 1;

/// The tokens that the clones of a client share.
pub(crate) struct RetryBudget(AtomicU32);

/// The cost of a retry.
#[derive(Clone, Copy)]
pub(super) struct Paid(u32);

impl RetryBudget {
    pub(crate) const fn full() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the tokens for one retry, if there are enough.
    pub(super) fn pay(&self, after_timeout: bool) -> Option<Paid> {
        let cost = if after_timeout { COST_AFTER_TIMEOUT } else { COST };
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost));
        taken.ok().map(|_| Paid(cost))
    }

    /// Returns tokens for a successful call whose last retry cost `paid`.
    pub(super) fn reward(&self, paid: Option<Paid>) {
        let reward = paid.map_or(REWARD, |Paid(cost)| cost);
        // The closure always returns a value, so this cannot fail.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            Some(tokens.saturating_add(reward).min(CAPACITY))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_retries_exhaust_the_budget_and_successes_refill_it() {
        let budget = RetryBudget::full();
        let paid: Vec<_> = (0..101).map(|_| budget.pay(false)).collect();
        assert_eq!(paid.iter().flatten().count(), 100);
        budget.reward(paid[0]);
        assert!(budget.pay(true).is_none());
        assert!(budget.pay(false).is_some());
    }
}
