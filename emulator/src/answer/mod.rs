//! The output of an action: its first documented example with new ids, and plausible values for the rest.

mod documented;
mod extent;
mod plausible;

use std::collections::HashMap;

use tc3_codegen::spec::{ActionFile, Json, Service};

use self::extent::{Budget, Extent};
use crate::routing::Route;

/// The member of every response that the envelope writes.
const REQUEST_ID: &str = "RequestId";

/// The output members of the action, in the order of the spec, without `RequestId`.
/// `now` is the server's time in Unix seconds.
pub(crate) fn output(route: Route<'_>, now: i64) -> Vec<(String, Json)> {
    extent::largest_within_budget(|extent| {
        let mut writer = Writer::new(route.service, now, extent);
        let output = writer.output(route.action);
        (output, !writer.budget.is_overdrawn())
    })
}

/// Writes one response.
struct Writer<'s> {
    service: &'s Service,
    now: i64,
    /// The new id of each documented one, so that an id that stands twice stays the same.
    renewed: HashMap<String, String>,
    /// The types that a plausible value is inside of; a type that contains itself ends there.
    within: Vec<&'s str>,
    /// How far plausible values go, as long as the budget lasts.
    extent: Extent,
    budget: Budget,
}

impl<'s> Writer<'s> {
    fn new(service: &'s Service, now: i64, extent: Extent) -> Self {
        Self {
            service,
            now,
            renewed: HashMap::new(),
            within: Vec::new(),
            extent,
            budget: Budget::new(),
        }
    }

    fn output(&mut self, action: &'s ActionFile) -> Vec<(String, Json)> {
        let example = action.examples.first();
        let response = example.and_then(|example| example.response.value.get("Response"));
        let members = action.output.iter().filter(|member| member.name.value != REQUEST_ID);
        members
            .filter_map(|member| {
                let documented = response.and_then(|response| response.get(&member.name));
                let value = match documented {
                    Some(documented) => self.documented(member, documented),
                    None => self.plausible(member)?,
                };
                Some((member.name.value.clone(), value))
            })
            .collect()
    }
}
