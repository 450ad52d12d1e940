//! Finds the records that a request refers to.

use tc3_codegen::spec::emulator::{Key, Resource};
use tc3_codegen::spec::{Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::wire::error::{ApiError, MISSING_PARAMETER};
use crate::wire::sanitize::excerpt;

/// A resource that a request refers to.
pub(super) struct Target {
    /// The ID in the request, for the lists of a response.
    pub(super) id: Json,
    /// The members in the request, for a message.
    pub(super) requested: String,
    /// The numbers of its records; empty if it does not exist.
    pub(super) numbers: Vec<u64>,
}

impl RuleExecutor<'_, '_> {
    /// The targets of kind `resource` that the parameters `by` refer to: one for each item of the first list, or else
    /// one.
    pub(super) fn targets(&self, resource: &Resource, by: &[Key]) -> Result<Vec<Target>, ApiError> {
        let mut given: Vec<(&str, &Json)> = Vec::new();
        for key in by {
            let value = self.request.get(&key.parameter);
            if let Some(value) = value.filter(|value| value.as_str() != Some("")) {
                given.push((key.member.as_ref().unwrap_or(&key.parameter).as_str(), value));
            }
        }
        let is_list = |(_, value): &(&str, &Json)| matches!(value.value, JsonValue::Array(_));
        let position = given.iter().position(is_list).unwrap_or(0);
        if given.is_empty() {
            let names: Vec<&str> = by.iter().map(|key| key.parameter.as_str()).collect();
            return Err(ApiError::new(
                MISSING_PARAMETER,
                format!("{} is missing", names.join(" or ")),
            ));
        }
        let (member, ids) = given.remove(position);
        Ok(json_eq::items(ids)
            .iter()
            .map(|id| self.target(resource, (member, id), &given))
            .collect())
    }

    fn target(&self, resource: &Resource, (member, id): (&str, &Json), others: &[(&str, &Json)]) -> Target {
        let is_match = |member: &str, requested: &Json, number: u64| {
            let record = self.session.record(resource, number);
            let stored = record.and_then(|record| record.get(member));
            stored.is_some_and(|stored| json_eq::matches(requested, stored))
        };
        let mut numbers = self.session.find_matching(resource, &[(member, id)]);
        numbers.retain(|number| {
            others
                .iter()
                .all(|(member, requested)| is_match(member, requested, *number))
        });
        let describe = |(member, value): &(&str, &Json)| {
            let value = json_eq::scalar(value).unwrap_or("a list");
            format!("{member} {}", excerpt(value))
        };
        let requested: Vec<String> = [(member, id)].iter().chain(others).map(describe).collect();
        Target {
            id: id.clone(),
            requested: requested.join(", "),
            numbers,
        }
    }
}
