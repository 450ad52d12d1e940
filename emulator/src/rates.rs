//! How often each action is called.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::code::REQUEST_LIMIT_EXCEEDED;
use crate::refusal::Refusal;
use crate::routing::Route;

/// The calls of the current second.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<Second>);

#[derive(Debug, Default)]
struct Second {
    /// Unix seconds.
    time: i64,
    calls: HashMap<Caller, u64>,
}

/// Who calls what.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Caller {
    /// Empty for those who show none.
    secret_id: String,
    /// `gaap/v20180529`
    folder: String,
    action: String,
}

impl Rates {
    /// Counts a call at `now`, in Unix seconds.
    pub(crate) fn count(&self, secret_id: &str, route: Route<'_>, now: i64) -> Result<(), Refusal> {
        let Some(limit) = route.action.rate_limit.as_ref().map(|limit| limit.value) else {
            return Ok(());
        };
        let caller = Caller {
            secret_id: secret_id.to_owned(),
            folder: route.service.folder.clone(),
            action: route.action.name.value.clone(),
        };
        let mut second = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if second.time != now {
            second.time = now;
            second.calls.clear();
        }
        let calls = second.calls.entry(caller).or_default();
        if *calls < limit {
            *calls += 1;
            return Ok(());
        }
        Err(Refusal::new(
            REQUEST_LIMIT_EXCEEDED,
            format!(
                "{} may be called {limit} times a second with one SecretId; wait for the next second",
                route.action.name.value
            ),
        ))
    }
}
