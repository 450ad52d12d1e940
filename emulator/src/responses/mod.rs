//! Writes responses: from the documented example of an action, and with synthesized values for the rest.
//!
//! This is the output of an action whose service has no rules. What the store shows goes through the same
//! [`ResponseWriter`], so that every response has values of the declared types.

mod budget;
mod coerce;
pub(crate) mod envelope;
pub(crate) mod ids;
mod new_ids;
mod synthesize;

use fastrand::Rng;
use tc3_codegen::spec::{ActionFile, Json, JsonValue, Member, Service};

use self::budget::{Budget, Extent};
use self::new_ids::{Answered, NewIds};
use crate::routing::Route;
use crate::wire::json::json;

/// The member of every response that the envelope writes.
pub(crate) const REQUEST_ID: &str = "RequestId";

/// The output members of the action, in the order of the spec, without `RequestId`.
/// `body` has the parameters, `now` is the server's time in Unix seconds; the same `seed` gives the same IDs.
pub(crate) fn output(route: Route<'_>, body: &Json, now: i64, seed: u64) -> Vec<(String, Json)> {
    budget::largest_within_budget(|extent| {
        let mut writer = ResponseWriter::new(route.service, now, seed, extent);
        let output = writer.output(route.action, body);
        (output, !writer.budget.is_exhausted())
    })
}

/// Writes the values of one response.
pub(crate) struct ResponseWriter<'s> {
    service: &'s Service,
    now: i64,
    rng: Rng,
    /// The new IDs for those of the documented example; none for stored records.
    new_ids: NewIds,
    /// The types that enclose the value being synthesized; a type that contains itself ends there.
    enclosing: Vec<&'s str>,
    /// How far synthesized values go, as long as the budget lasts.
    extent: Extent,
    budget: Budget,
}

impl<'s> ResponseWriter<'s> {
    fn new(service: &'s Service, now: i64, seed: u64, extent: Extent) -> Self {
        Self {
            service,
            now,
            rng: Rng::with_seed(seed),
            new_ids: NewIds::default(),
            enclosing: Vec::new(),
            extent,
            budget: Budget::new(),
        }
    }

    /// A writer of stored records: IDs are kept, and lists that are not known are empty.
    pub(crate) fn for_records(service: &'s Service, now: i64, seed: u64) -> Self {
        Self::new(service, now, seed, Extent::SPARSE)
    }

    /// A value for a member of which nothing is known.
    pub(crate) fn synthesize(&mut self, member: &'s Member) -> Json {
        self.try_synthesize(member).unwrap_or_else(|| json(JsonValue::Null))
    }

    /// The declared members of a type; none if it is not a structure.
    pub(crate) fn members_of(&self, type_name: &str) -> &'s [Member] {
        let declared = self.service.type_named(type_name);
        declared
            .and_then(|declared| declared.members.as_deref())
            .unwrap_or_default()
    }

    fn output(&mut self, action: &'s ActionFile, body: &Json) -> Vec<(String, Json)> {
        let example = action.examples.iter().find(|example| example.response.is_some());
        let response = example.and_then(|example| example.response.as_ref()?.get("Response"));
        if let (Some(example), Some(response)) = (example, response) {
            let answered = Answered {
                request: example.request.as_deref(),
                response,
                body,
                is_read_only: action.is_read_only(),
            };
            self.new_ids = NewIds::of(&answered, &mut self.rng);
        }
        let members = action.output.iter().filter(|member| member.name.value != REQUEST_ID);
        members
            .filter_map(|member| {
                let documented = response.and_then(|response| response.get(&member.name));
                let value = match documented {
                    Some(documented) => self.coerce(member, documented),
                    None => self.try_synthesize(member)?,
                };
                Some((member.name.value.clone(), value))
            })
            .collect()
    }
}
