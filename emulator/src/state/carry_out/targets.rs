//! Which things a request means.

use tc3_codegen::spec::emulator::{Key, Resource};
use tc3_codegen::spec::{Json, JsonValue};

use super::Work;
use crate::code::MISSING_PARAMETER;
use crate::excerpt::excerpt;
use crate::refusal::Refusal;
use crate::state::same;

/// One of the things that a request means.
pub(super) struct Target {
    /// The ID that the request names, for the lists of an answer.
    pub(super) id: Json,
    /// What the request says of it, for a message.
    pub(super) asked: String,
    /// The records that it is; none where there is none.
    pub(super) numbers: Vec<u64>,
}

impl Work<'_, '_> {
    /// The things of `resource` that the parameters `by` mean: one for each item of the first list, else one.
    pub(super) fn targets(&self, resource: &Resource, by: &[Key]) -> Result<Vec<Target>, Refusal> {
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
            return Err(Refusal::new(
                MISSING_PARAMETER,
                format!("{} is missing", names.join(" or ")),
            ));
        }
        let (member, ids) = given.remove(position);
        Ok(same::items(ids)
            .iter()
            .map(|id| self.target(resource, (member, id), &given))
            .collect())
    }

    fn target(&self, resource: &Resource, (member, id): (&str, &Json), others: &[(&str, &Json)]) -> Target {
        let fits = |member: &str, asked: &Json, number: u64| {
            let record = self.world.record(resource, number);
            let held = record.and_then(|record| record.get(member));
            held.is_some_and(|held| same::fits(asked, held))
        };
        let mut numbers = self.world.alike(resource, &[(member, id)]);
        numbers.retain(|number| others.iter().all(|(member, asked)| fits(member, asked, *number)));
        let shown = |(member, value): &(&str, &Json)| {
            let value = same::scalar(value).unwrap_or("a list");
            format!("{member} {}", excerpt(value, 80))
        };
        let asked: Vec<String> = [(member, id)].iter().chain(others).map(shown).collect();
        Target {
            id: id.clone(),
            asked: asked.join(", "),
            numbers,
        }
    }
}
