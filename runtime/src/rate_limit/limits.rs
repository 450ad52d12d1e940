use std::collections::HashMap;

use super::ActionKey;
use super::rate::Rate;
use crate::Error;

const FACTORS: std::ops::RangeInclusive<f64> = 0.001..=1000.0;

/// How often each action may be called. Set it by [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit);
/// without it nothing is held back, and what comes too often is turned away by the cloud
/// ([`is_throttled`](crate::Error::is_throttled)).
///
/// The figure of an action is the one of its documentation, where that has one
/// ([`ActionInfo::rate_limit`](crate::ActionInfo::rate_limit)), in requests a second: 20 for most. All clones of a
/// client share it, whatever their region, and each action has its own. An action without a figure is not held
/// back unless [`default_rate`](Self::default_rate) says so.
///
/// So many attempts of calls, repetitions included, go out in any second, together if they come together. The next
/// ones wait, in the order in which they came, and are dated and signed after the wait. A call whose turn does not
/// come before its [timeout](crate::CallOptions::timeout) fails at once
/// ([`is_timeout`](crate::Error::is_timeout)); nothing was sent then. One that is dropped while it waits leaves its
/// turn to the next that comes.
///
/// ```no_run
/// # fn example() -> Result<(), tc3_runtime::Error> {
/// use tc3_runtime::{Client, RateLimits};
///
/// // Two processes call with the same account.
/// let limits = RateLimits::new()
///     .factor(0.5)
///     .action("cvm", "RunInstances", 10)
///     .default_rate(20);
/// let client = Client::builder().env()?.rate_limit(limits).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RateLimits {
    factor: f64,
    actions: HashMap<ActionKey, u32>,
    default_rate: Option<u32>,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimits {
    /// The figures of the documentation.
    pub fn new() -> Self {
        Self {
            factor: 1.0,
            actions: HashMap::new(),
            default_rate: None,
        }
    }

    /// What part of each figure this client may use, those set here included: `0.5` if two processes share an
    /// account, for example. From 0.001 to 1000; 1 unless set.
    ///
    /// A fraction of a request a second is left unused, but one request may always be sent in some time: 0.25 a
    /// second is one in four seconds.
    pub fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// The figure of an action, in requests a second from 1, in place of that of the documentation.
    pub fn action(mut self, service: impl Into<String>, action: impl Into<String>, per_second: u32) -> Self {
        self.actions.insert((service.into(), action.into()), per_second);
        self
    }

    /// The figure of each action that has none, in requests a second from 1. Those of
    /// [`Client::call_raw`](crate::Client::call_raw) have none, since nothing is known of them.
    pub fn default_rate(mut self, per_second: u32) -> Self {
        self.default_rate = Some(per_second);
        self
    }

    /// Refuses figures at which nothing could ever be sent.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        if !FACTORS.contains(&self.factor) {
            let factor = self.factor;
            return Err(Error::config(format!(
                "the factor {factor} of the rate limits is not from 0.001 to 1000"
            )));
        }
        let none = self.actions.iter().find(|(_, per_second)| **per_second == 0);
        if let Some(((service, action), _)) = none {
            return Err(Error::config(format!("the rate limit of {service} {action} is 0")));
        }
        if self.default_rate == Some(0) {
            return Err(Error::config("the rate limit of other actions is 0"));
        }
        Ok(())
    }

    /// `figure` is that of the documentation.
    pub(super) fn rate(&self, action: &ActionKey, figure: Option<u32>) -> Option<Rate> {
        let own = self.actions.get(action).copied();
        let figure = own.or(figure.filter(|figure| *figure > 0)).or(self.default_rate)?;
        Some(Rate::per_second(f64::from(figure) * self.factor))
    }
}
