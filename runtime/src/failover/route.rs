use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::Failover;
use super::circuit_breaker::{CircuitBreaker, Outcome, Permit};
use crate::evicting_map::EvictingMap;
use crate::{Endpoint, Error};

/// The hosts that all clones of a client call, and how they fare.
pub(crate) struct Routes {
    settings: Failover,
    breakers: Mutex<EvictingMap<Endpoint, CircuitBreaker>>,
}

/// The way of one attempt to the host that it was meant for. Dropped without having ended, it counts as nothing.
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

    /// Where an attempt goes that is meant for `primary`, and what is to be told of its end, if anything is.
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

    /// The hosts whose calls go to the backup, but for the one that tries, in no order.
    pub(crate) fn failed_hosts(&self) -> Vec<String> {
        let breakers = self.breakers();
        let failed = breakers.iter().filter(|(_, breaker)| !breaker.is_closed());
        failed.map(|(endpoint, _)| endpoint.host().to_owned()).collect()
    }

    /// Nothing that can panic is done half way under the lock.
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
