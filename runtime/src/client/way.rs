//! What stands between an attempt and its host: whose turn it is, and which host that is now.

#[cfg(not(feature = "failover"))]
use std::marker::PhantomData;

use super::Shared;
use super::prepare::Target;
#[cfg(feature = "failover")]
use crate::failover::Route;
use crate::transport::TimeLimit;
use crate::{Endpoint, Error};

/// The way of the attempt under way. Without the features `rate-limit` and `failover` it is always free and straight.
#[derive(Default)]
pub(super) struct Way<'a> {
    #[cfg(feature = "failover")]
    route: Option<Route<'a>>,
    #[cfg(not(feature = "failover"))]
    straight: PhantomData<&'a ()>,
}

/// Waits until the action's rate allows an attempt, and says whether that took time.
#[cfg(feature = "rate-limit")]
pub(super) async fn turn(shared: &Shared, target: &Target<'_>, limit: TimeLimit) -> Result<bool, Error> {
    match &shared.rate_limiter {
        Some(limiter) => {
            let action = (target.service, target.action);
            limiter.turn(action, target.rate_limit, limit).await
        }
        None => Ok(false),
    }
}

#[cfg(not(feature = "rate-limit"))]
#[expect(clippy::unused_async, reason = "the same door with and without the feature")]
pub(super) async fn turn(_: &Shared, _: &Target<'_>, _: TimeLimit) -> Result<bool, Error> {
    Ok(false)
}

#[cfg(feature = "failover")]
impl<'a> Way<'a> {
    /// Where the attempt goes: to `primary` or to what stands in for it.
    pub(super) fn to(&mut self, shared: &'a Shared, service: &str, primary: Endpoint) -> Result<Endpoint, Error> {
        let Some(routes) = &shared.routes else {
            return Ok(primary);
        };
        let (endpoint, route) = routes.choose(service, primary)?;
        self.route = route;
        Ok(endpoint)
    }

    pub(super) fn succeeded(&mut self) {
        if let Some(route) = self.route.take() {
            route.succeeded();
        }
    }

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
    reason = "the same doors with and without the feature"
)]
impl<'a> Way<'a> {
    pub(super) fn to(&mut self, _: &'a Shared, _: &str, primary: Endpoint) -> Result<Endpoint, Error> {
        Ok(primary)
    }

    pub(super) fn succeeded(&mut self) {}

    pub(super) fn failed(&mut self, _: &Error) {}
}
