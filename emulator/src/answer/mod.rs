//! The output of an action that nothing is remembered of: its first documented example with new ids, and plausible
//! values for the rest. And values of the declared types, for what is remembered.

mod documented;
mod extent;
mod plausible;

use std::collections::HashMap;

use fastrand::Rng;
use tc3_codegen::spec::{ActionFile, ItemType, Json, JsonValue, Member, Service};

use self::extent::{Budget, Extent};
use self::plausible::time_text;
use crate::json::{json, string};
use crate::routing::Route;

/// The member of every response that the envelope writes.
const REQUEST_ID: &str = "RequestId";

/// The output members of the action, in the order of the spec, without `RequestId`.
/// `now` is the server's time in Unix seconds; the same `seed` gives the same ids.
pub(crate) fn output(route: Route<'_>, now: i64, seed: u64) -> Vec<(String, Json)> {
    extent::largest_within_budget(|extent| {
        let mut writer = Writer::new(route.service, now, seed, extent);
        let output = writer.output(route.action);
        (output, !writer.budget.is_overdrawn())
    })
}

/// Writes one response.
pub(crate) struct Writer<'s> {
    service: &'s Service,
    now: i64,
    rng: Rng,
    /// The new id of each documented one, so that an id that stands twice stays the same; nothing where ids are kept.
    renewed: Option<HashMap<String, String>>,
    /// The types that a plausible value is inside of; a type that contains itself ends there.
    within: Vec<&'s str>,
    /// How far plausible values go, as long as the budget lasts.
    extent: Extent,
    budget: Budget,
}

impl<'s> Writer<'s> {
    fn new(service: &'s Service, now: i64, seed: u64, extent: Extent) -> Self {
        Self {
            service,
            now,
            rng: Rng::with_seed(seed),
            renewed: Some(HashMap::new()),
            within: Vec::new(),
            extent,
            budget: Budget::new(),
        }
    }

    /// Writes what is remembered: ids stay as they are, lists that are not known are empty.
    pub(crate) fn for_records(service: &'s Service, now: i64, seed: u64) -> Self {
        Self {
            renewed: None,
            ..Self::new(service, now, seed, Extent::SPARE)
        }
    }

    /// `value` as the type of `member` has it; times and flags may be numbers.
    pub(crate) fn fit(&mut self, member: &'s Member, value: &Json) -> Json {
        let JsonValue::Number(text) = &value.value else {
            return self.documented(member, value);
        };
        match member.type_ref().item {
            ItemType::Boolean => json(JsonValue::Bool(text != "0")),
            item => match text.parse().ok().and_then(|seconds| time_text(item, seconds)) {
                Some(time) => string(time),
                None => self.documented(member, value),
            },
        }
    }

    /// A value for a member of which nothing is known.
    pub(crate) fn invent(&mut self, member: &'s Member) -> Json {
        self.plausible(member).unwrap_or_else(|| json(JsonValue::Null))
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
