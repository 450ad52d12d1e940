//! Enforces the rate limits that the spec gives its actions.
//!
//! Limits are off by default: errors that depend on how fast a machine runs make tests flaky. Calls are counted in
//! whole seconds of the emulator's clock, which a test may set.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::routing::Route;
use crate::wire::error::{ApiError, REQUEST_LIMIT_EXCEEDED};

/// Counts the calls of the current second, and throttles callers that exceed the limit of an action.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    /// Unix seconds.
    second: i64,
    calls: HashMap<CallerAction, u64>,
}

/// What calls are counted by.
#[derive(Debug, PartialEq, Eq, Hash)]
struct CallerAction {
    /// Empty for unsigned calls.
    secret_id: String,
    /// `gaap/v20180529`
    folder: String,
    action: String,
}

impl RateLimiter {
    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Window::default();
    }

    /// Counts a call at `now`, in Unix seconds, or throttles it.
    pub(crate) fn count(&self, secret_id: &str, route: Route<'_>, now: i64) -> Result<(), ApiError> {
        let Some(limit) = route.action.rate_limit.as_ref().map(|limit| limit.value) else {
            return Ok(());
        };
        let key = CallerAction {
            secret_id: secret_id.to_owned(),
            folder: route.service.folder.clone(),
            action: route.action.name.value.clone(),
        };
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.second != now {
            window.second = now;
            window.calls.clear();
        }
        let calls = window.calls.entry(key).or_default();
        if *calls < limit {
            *calls += 1;
            return Ok(());
        }
        Err(ApiError::new(
            REQUEST_LIMIT_EXCEEDED,
            format!(
                "{} may be called {limit} times a second with one SecretId; wait for the next second",
                route.action.name.value
            ),
        ))
    }
}
