//! Admission of an attempt: a permit of the rate limiter, then the host that failover chooses.
//!
//! Both are opt-in features, shared by all clones of a client. Without them an attempt is admitted at once and goes to
//! its own host.

#[cfg(not(feature = "failover"))]
use std::marker::PhantomData;

use super::Shared;
use super::operation::Operation;
#[cfg(feature = "failover")]
use crate::failover::Route;
use crate::transport::TimeLimit;
use crate::{Endpoint, Error};

/// The admission of the current attempt of a call.
#[derive(Default)]
pub(super) struct Admission<'a> {
    #[cfg(feature = "failover")]
    route: Option<Route<'a>>,
    #[cfg(not(feature = "failover"))]
    shared: PhantomData<&'a Shared>,
}

#[cfg(feature = "rate-limit")]
impl Admission<'_> {
    /// Waits for a permit of the action's rate limit, and returns whether that took time.
    pub(super) async fn acquire(
        &self,
        shared: &Shared,
        operation: &Operation<'_>,
        limit: TimeLimit,
    ) -> Result<bool, Error> {
        match &shared.rate_limiter {
            Some(limiter) => {
                let action = (operation.service, operation.action);
                limiter.acquire(action, operation.rate_limit, limit).await
            }
            None => Ok(false),
        }
    }
}

#[cfg(not(feature = "rate-limit"))]
impl Admission<'_> {
    #[expect(clippy::unused_async, reason = "the same signature with and without the feature")]
    pub(super) async fn acquire(&self, _: &Shared, _: &Operation<'_>, _: TimeLimit) -> Result<bool, Error> {
        Ok(false)
    }
}

#[cfg(feature = "failover")]
impl<'a> Admission<'a> {
    /// The endpoint that the attempt goes to: `primary`, or the backup while the primary's circuit breaker is open.
    pub(super) fn route(&mut self, shared: &'a Shared, service: &str, primary: Endpoint) -> Result<Endpoint, Error> {
        let Some(routes) = &shared.routes else {
            return Ok(primary);
        };
        let (endpoint, route) = routes.choose(service, primary)?;
        self.route = route;
        Ok(endpoint)
    }

    /// Reports a success to the circuit breaker.
    pub(super) fn succeeded(&mut self) {
        if let Some(route) = self.route.take() {
            route.succeeded();
        }
    }

    /// Reports an error to the circuit breaker.
    pub(super) fn failed(&mut self, error: &Error) {
        if let Some(route) = self.route.take() {
            route.failed(error);
        }
    }
}

#[cfg(not(feature = "failover"))]
#[expect(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_ref_mut,
    reason = "the same signatures with and without the feature"
)]
impl<'a> Admission<'a> {
    pub(super) fn route(&mut self, _: &'a Shared, _: &str, primary: Endpoint) -> Result<Endpoint, Error> {
        Ok(primary)
    }

    pub(super) fn succeeded(&mut self) {}

    pub(super) fn failed(&mut self, _: &Error) {}
}
