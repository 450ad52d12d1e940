//! The route of an attempt: to its primary host or to the backup.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::Failover;
use super::circuit_breaker::{CircuitBreaker, Outcome, Permit};
use crate::evicting_map::EvictingMap;
use crate::{Endpoint, Error};

/// The circuit breakers of the hosts that the clones of a client call.
pub(crate) struct Routes {
    settings: Failover,
    breakers: Mutex<EvictingMap<Endpoint, CircuitBreaker>>,
}

/// The permit of one attempt for its primary host. It reports the result when it is dropped, so that no path can forget
/// to; an attempt that was dropped counts as nothing, and frees the trial of a half-open breaker.
pub(crate) struct Route<'a> {
    routes: &'a Routes,
    primary: Endpoint,
    permit: Permit,
    outcome: Option<Outcome>,
}

impl Routes {
    pub(crate) fn new(settings: Failover) -> Self {
        Self {
            settings,
            breakers: Mutex::default(),
        }
    }

    /// The endpoint of an attempt for `primary`, and the route to report its result to, if there is a breaker.
    pub(crate) fn choose(&self, service: &str, primary: Endpoint) -> Result<(Endpoint, Option<Route<'_>>), Error> {
        let Some(backup) = self.settings.backup(service, &primary)? else {
            return Ok((primary, None));
        };
        let now = Instant::now();
        let mut breakers = self.breakers();
        let breaker = breakers.entry(primary.clone(), |breaker| breaker.is_idle(now, &self.settings));
        let Some(permit) = breaker.acquire(now) else {
            return Ok((backup, None));
        };
        let route = Route {
            routes: self,
            primary: primary.clone(),
            permit,
            outcome: None,
        };
        Ok((primary, Some(route)))
    }

    /// The hosts whose breaker is not closed, in no order.
    pub(crate) fn failed_hosts(&self) -> Vec<String> {
        let breakers = self.breakers();
        let failed = breakers.iter().filter(|(_, breaker)| !breaker.is_closed());
        failed.map(|(endpoint, _)| endpoint.host().to_owned()).collect()
    }

    /// A panic under the lock leaves the map consistent.
    fn breakers(&self) -> MutexGuard<'_, EvictingMap<Endpoint, CircuitBreaker>> {
        self.breakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Route<'_> {
    pub(crate) fn succeeded(mut self) {
        self.outcome = Some(Outcome::Success);
    }

    pub(crate) fn failed(mut self, error: &Error) {
        self.outcome = Outcome::of(error);
    }
}

impl Drop for Route<'_> {
    fn drop(&mut self) {
        let mut breakers = self.routes.breakers();
        if let Some(breaker) = breakers.get_mut(&self.primary) {
            breaker.record(self.permit, self.outcome, Instant::now(), &self.routes.settings);
        }
    }
}
