//! The public settings of the rate limits.

use std::collections::HashMap;

use super::ActionKey;
use super::rate::Rate;
use crate::Error;

const FACTORS: std::ops::RangeInclusive<f64> = 0.001..=1000.0;

/// Client-side rate limits: each action is throttled to the number of requests per second that its service accepts. Set
/// them with [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit). Without them nothing is held back, and the
/// service rejects what exceeds its limits ([`is_throttled`](crate::Error::is_throttled)).
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// use tc3::{Client, RateLimits};
///
/// // Two processes call with the same account.
/// let limits = RateLimits::new()
///     .factor(0.5)
///     .action("cvm", "RunInstances", 10)
///     .default_rate(20);
/// let client = Client::builder().env()?.rate_limit(limits).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
///
/// The limit of an action is the one of its documentation, if there is one
/// ([`ActionInfo::rate_limit`](crate::ActionInfo::rate_limit)), in requests per second: 20 for most. All clones of a client
/// share it, whatever their region. An action without a documented limit is not held back unless
/// [`default_rate`](Self::default_rate) is set.
///
/// In any second, at most that many attempts are sent, retries included; they may go out together. Further ones wait for a
/// permit in the order in which they came, and are signed after the wait. A call that would not get a permit before its
/// [timeout](crate::CallOptions::timeout) fails at once ([`is_timeout`](crate::Error::is_timeout)), and nothing was sent.
/// A call that is dropped while it waits returns its permit.
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
    /// Creates the documented limits.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let limits = tc3::RateLimits::new();
    /// ```
    pub fn new() -> Self {
        Self {
            factor: 1.0,
            actions: HashMap::new(),
            default_rate: None,
        }
    }

    /// Sets the share of each limit that this client may use, those set here included: `0.5` if two processes share an
    /// account, for example. From 0.001 to 1000; 1 unless set.
    ///
    /// A fraction of a request per second is left unused, but one request is always permitted in some time: 0.25 per second
    /// is one in four seconds.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let limits = tc3::RateLimits::new().factor(0.5);
    /// ```
    pub fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Sets the limit of an action, in requests per second from 1, in place of the documented one.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let limits = tc3::RateLimits::new().action("cvm", "RunInstances", 10);
    /// ```
    pub fn action(mut self, service: impl Into<String>, action: impl Into<String>, per_second: u32) -> Self {
        self.actions.insert((service.into(), action.into()), per_second);
        self
    }

    /// Sets the limit of each action that has none, in requests per second from 1. The actions of
    /// [`Client::call_raw`](crate::Client::call_raw) have none, since nothing is known of them.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let limits = tc3::RateLimits::new().default_rate(20);
    /// ```
    pub fn default_rate(mut self, per_second: u32) -> Self {
        self.default_rate = Some(per_second);
        self
    }

    /// # Errors
    /// If a limit is 0 or the factor is out of range: nothing could ever be sent.
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
            return Err(Error::config("the default rate limit is 0"));
        }
        Ok(())
    }

    /// The rate of an action. `documented` is the limit of its documentation.
    pub(super) fn rate(&self, action: &ActionKey, documented: Option<u32>) -> Option<Rate> {
        let own = self.actions.get(action).copied();
        let per_second = own.or(documented.filter(|limit| *limit > 0)).or(self.default_rate)?;
        Some(Rate::per_second(f64::from(per_second) * self.factor))
    }
}
