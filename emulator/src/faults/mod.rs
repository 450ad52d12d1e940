//! Injects faults: late, wrong or lost answers that a test asks for.
//!
//! Faults wrap the processing of a request and are not a part of it. A [`Plan`] says before the checks what happens
//! instead of them, and afterwards what is sent, so that a request that is "dropped after processing" takes the same
//! code path as one that is answered. The page is never hit. The metadata service is hit only by faults that are made
//! for it, so that "any action" means the API.

mod fault;
mod file;
mod json;
mod plan;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tc3_codegen::spec::{Json, JsonValue};

use self::fault::RequestTarget;
use crate::wire::HttpRequest;
use crate::wire::common_params::ACTION;
use crate::wire::json::{json, object};

pub use self::fault::Fault;
pub(crate) use self::file::{FaultsFileError, parse, read};
pub(crate) use self::plan::{ConnectionDropped, Plan, ShortCircuit};

/// The active faults, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    active: Mutex<Vec<Fault>>,
    /// Those that the emulator was started with.
    initial: Vec<Fault>,
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self {
            active: Mutex::new(faults.clone()),
            initial: faults,
        }
    }

    pub(crate) fn add(&self, faults: impl IntoIterator<Item = Fault>) {
        self.list().extend(faults);
    }

    /// The active faults, as a faults file would have them.
    pub(crate) fn to_json(&self) -> Json {
        let faults = self.list().iter().map(Fault::to_json).collect();
        object([("faults".to_owned(), json(JsonValue::Array(faults)))])
    }

    /// Makes the faults of the start active again, as often as they were then, and no others.
    pub(crate) fn reset(&self) {
        self.list().clone_from(&self.initial);
    }

    pub(crate) fn clear(&self) {
        self.list().clear();
    }

    /// The faults that hit this request. Latencies and clock skews add up; the first effect wins, and the others wait
    /// for a later request.
    pub(crate) fn plan(&self, request: &HttpRequest) -> Plan {
        self.plan_for(|| RequestTarget::Action(action_of(request)))
    }

    /// The faults that hit a request to the metadata service.
    pub(crate) fn plan_of_metadata(&self) -> Plan {
        self.plan_for(|| RequestTarget::Metadata)
    }

    fn plan_for<'r>(&self, target: impl FnOnce() -> RequestTarget<'r>) -> Plan {
        let mut plan = Plan::default();
        let mut list = self.list();
        if list.is_empty() {
            return plan;
        }
        let target = target();
        for fault in list.iter_mut() {
            if fault.matches(target) && !(fault.has_effect() && plan.has_effect()) && fault.triggers() {
                plan.add(fault);
            }
        }
        list.retain(|fault| !fault.is_spent());
        plan
    }

    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The action that a request names: in its header, or with signature version 1 in its query or form.
fn action_of(request: &HttpRequest) -> Option<&str> {
    let query = || parameter(request.uri.query()?, ACTION.parameter);
    let form = || {
        let media_type = request.header("content-type")?;
        let is_form = media_type.starts_with("application/x-www-form-urlencoded");
        let text = is_form.then(|| std::str::from_utf8(&request.body).ok()).flatten()?;
        parameter(text, ACTION.parameter)
    };
    request.header(ACTION.header).or_else(query).or_else(form)
}

/// The value of a parameter, still escaped: the names of actions contain nothing to unescape.
fn parameter<'r>(pairs: &'r str, name: &str) -> Option<&'r str> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}
