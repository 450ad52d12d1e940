//! Faults that a test asks for: an answer that is late, wrong or lost.

mod fault;
mod file;
mod keys;
mod plan;

use std::sync::{Mutex, MutexGuard, PoisonError};

use self::fault::Asked;
use crate::received::Received;

pub use fault::Fault;
pub(crate) use file::read;
pub(crate) use plan::{Instead, Plan, Unanswered};

/// The faults that are still to come, in the order they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.list().push(fault);
    }

    pub(crate) fn clear(&self) {
        self.list().clear();
    }

    /// What befalls this request. Delays and shifts of the clock add up; of the effects the first counts, and the
    /// others wait for a later request.
    pub(crate) fn plan(&self, request: &Received) -> Plan {
        self.strike(|| Asked::Action(action_of(request)))
    }

    /// What befalls a request to the metadata service.
    pub(crate) fn plan_of_metadata(&self) -> Plan {
        self.strike(|| Asked::Metadata)
    }

    fn strike<'r>(&self, asked: impl FnOnce() -> Asked<'r>) -> Plan {
        let mut plan = Plan::default();
        let mut list = self.list();
        if list.is_empty() {
            return plan;
        }
        let asked = asked();
        for fault in list.iter_mut() {
            if fault.aims_at(asked) && !(fault.has_effect() && plan.has_effect()) && fault.strikes() {
                plan.add(fault);
            }
        }
        list.retain(|fault| !fault.is_spent());
        plan
    }

    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The action that a request names: in its header, or as signatures of version 1 do in its query or form.
fn action_of(request: &Received) -> Option<&str> {
    let query = || parameter(request.uri.query()?, "Action");
    let form = || {
        let media_type = request.header("content-type")?;
        let is_form = media_type.starts_with("application/x-www-form-urlencoded");
        let text = is_form.then(|| std::str::from_utf8(&request.body).ok()).flatten()?;
        parameter(text, "Action")
    };
    request.header(crate::call::ACTION.header).or_else(query).or_else(form)
}

/// The value as it stands: the names of actions have nothing to be decoded.
fn parameter<'r>(pairs: &'r str, name: &str) -> Option<&'r str> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}
