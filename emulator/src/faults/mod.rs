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
mod report;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tc3_codegen::spec::{Json, JsonValue};

use self::fault::RequestTarget;
use crate::wire::HttpRequest;
use crate::wire::common_params::ACTION;
use crate::wire::format::is_form;
use crate::wire::json::{json, object};

pub use self::fault::Fault;
pub(crate) use self::file::{parse, read};
pub(crate) use self::plan::{ConnectionDropped, Plan, ShortCircuit};
pub use self::report::FaultReport;

/// The most faults that are kept for their report after they have hit their last request.
const MAX_SPENT: usize = 1_000;

/// The injected faults, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    injected: Mutex<Vec<Injected>>,
    /// Those that the emulator was started with.
    initial: Vec<Fault>,
}

#[derive(Debug)]
struct Injected {
    fault: Fault,
    report: FaultReport,
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self {
            injected: Mutex::new(faults.iter().cloned().map(Injected::new).collect()),
            initial: faults,
        }
    }

    pub(crate) fn add(&self, faults: impl IntoIterator<Item = Fault>) {
        let mut list = self.list();
        list.extend(faults.into_iter().map(Injected::new));
        let is_spent = |injected: &Injected| injected.fault.is_spent();
        let mut excess = list
            .iter()
            .filter(|injected| is_spent(injected))
            .count()
            .saturating_sub(MAX_SPENT);
        list.retain(|injected| {
            let is_removed = excess > 0 && is_spent(injected);
            excess -= usize::from(is_removed);
            !is_removed
        });
    }

    /// The faults that may hit more requests, as a faults file would have them.
    pub(crate) fn to_json(&self) -> Json {
        let list = self.list();
        let active = list.iter().filter(|injected| !injected.fault.is_spent());
        let faults = active.map(|injected| injected.fault.to_json()).collect();
        object([("faults".to_owned(), json(JsonValue::Array(faults)))])
    }

    /// Makes the faults of the start active again, as often as they were then, and no others.
    pub(crate) fn reset(&self) {
        *self.list() = self.initial.iter().cloned().map(Injected::new).collect();
    }

    pub(crate) fn clear(&self) {
        self.list().clear();
    }

    /// What each fault has done so far, in the order in which they were added.
    pub(crate) fn reports(&self) -> Vec<FaultReport> {
        self.list().iter().map(|injected| injected.report.clone()).collect()
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
        let matching = list.iter_mut().filter(|injected| injected.fault.matches(target));
        for Injected { fault, report } in matching {
            let is_early = fault.lets_pass();
            let must_wait = fault.has_effect() && plan.has_effect();
            let is_hit = !is_early && !must_wait && fault.triggers();
            report.count(is_hit);
            if is_hit {
                plan.add(fault);
            }
        }
        plan
    }

    fn list(&self) -> MutexGuard<'_, Vec<Injected>> {
        self.injected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Injected {
    fn new(fault: Fault) -> Self {
        Self {
            report: FaultReport::of(fault.described()),
            fault,
        }
    }
}

/// The action that a request names: in its header, or with signature version 1 in its query or form.
fn action_of(request: &HttpRequest) -> Option<&str> {
    let query = || parameter(request.uri.query()?, ACTION.parameter);
    let form = || {
        let text = is_form(request)
            .then(|| std::str::from_utf8(&request.body).ok())
            .flatten()?;
        parameter(text, ACTION.parameter)
    };
    request.header(&ACTION.header_name).or_else(query).or_else(form)
}

/// The value of a parameter, still escaped: the names of actions contain nothing to unescape.
fn parameter<'r>(pairs: &'r str, name: &str) -> Option<&'r str> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}
