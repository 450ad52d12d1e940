//! Which things a list has.

use tc3_codegen::spec::emulator::{Condition, FilterName, Resource};
use tc3_codegen::spec::{Json, JsonValue};

use super::Work;
use crate::code::INVALID_PARAMETER_VALUE;
use crate::excerpt::excerpt;
use crate::refusal::Refusal;
use crate::state::birth::missing;
use crate::state::record::Record;
use crate::state::same;

impl Work<'_, '_> {
    /// Whether what a condition names is there, and every filter is one that there is.
    pub(super) fn check_condition(&self, condition: &Condition) -> Result<(), Refusal> {
        if let (Some(name), Some(asked)) = (&condition.must_exist, self.asked(condition)) {
            let member = condition.member.as_ref().or(condition.parameter.as_ref());
            let member = member.map_or("", |member| member.as_str());
            let resource = self.world.resource(name);
            let found = resource.filter(|resource| self.world.alike(resource, &[(member, asked)]).is_empty());
            if let Some(resource) = found {
                let asked = format!("{member} {}", excerpt(same::scalar(asked).unwrap_or("a list"), 80));
                return Err(missing(None, resource, &asked));
            }
        }
        for (name, _) in self.filters(condition) {
            if find(&condition.names, name).is_none() {
                let names: Vec<&str> = condition.names.iter().map(|filter| filter.name.as_str()).collect();
                return Err(Refusal::new(
                    INVALID_PARAMETER_VALUE,
                    format!(
                        "there is no filter `{}`; expected one of {}",
                        excerpt(name, 80),
                        names.join(", ")
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether `record` fulfils `condition`.
    pub(super) fn fulfils(&self, record: &Record, condition: &Condition) -> bool {
        let holds = |member: &str, asked: &Json| record.get(member).is_some_and(|held| same::fits(asked, held));
        if let (Some(member), Some(value)) = (&condition.member, &condition.equals) {
            return holds(member, value);
        }
        if !condition.item.is_empty() {
            return self.has_item(record, condition);
        }
        if condition.filters.is_some() {
            return self.filters(condition).all(|(name, values)| {
                let filter = find(&condition.names, name);
                filter.is_some_and(|filter| holds(filter.member.as_ref().unwrap_or(&filter.name), values))
            });
        }
        let (Some(asked), Some(parameter)) = (self.asked(condition), &condition.parameter) else {
            return true;
        };
        if let Some(member) = &condition.absent {
            return same::is_yes(asked) == record.link(member).is_none();
        }
        if !condition.contained.is_empty() {
            let part = same::scalar(asked).unwrap_or_default();
            let texts = condition
                .contained
                .iter()
                .filter_map(|member| same::scalar(record.get(member)?));
            return texts.into_iter().any(|text| text.contains(part));
        }
        holds(condition.member.as_ref().unwrap_or(parameter), asked)
    }

    /// The parameter's value, unless it asks for all.
    fn asked(&self, condition: &Condition) -> Option<&Json> {
        let asked = self.request.get(condition.parameter.as_ref()?)?;
        let all = match &condition.ignoring {
            Some(all) => same::equal(all, asked),
            None => false,
        };
        let empty = matches!(&asked.value, JsonValue::String(text) if text.is_empty())
            || matches!(&asked.value, JsonValue::Array(items) if items.is_empty());
        (!all && !empty).then_some(asked)
    }

    /// The filters of the request, each with its values.
    fn filters<'w>(&'w self, condition: &Condition) -> impl Iterator<Item = (&'w str, &'w Json)> + use<'w> {
        let filters = condition.filters.as_ref().and_then(|name| self.request.get(name));
        let filters = filters.map(same::items).unwrap_or_default();
        filters
            .iter()
            .filter_map(|filter| Some((filter.get("Name")?.as_str()?, filter.get("Values")?)))
    }

    fn has_item(&self, record: &Record, condition: &Condition) -> bool {
        let list = condition.member.as_ref().and_then(|member| record.get(member));
        let asked: Vec<(&str, &Json)> = condition
            .item
            .iter()
            .filter_map(|key| {
                let member = key.member.as_ref().unwrap_or(&key.parameter).as_str();
                Some((member, self.request.get(&key.parameter)?))
            })
            .collect();
        let is_it = |item: &Json| {
            let mut asked = asked.iter();
            asked.all(|(member, asked)| item.get(member).is_some_and(|held| same::equal(asked, held)))
        };
        asked.is_empty() || list.is_some_and(|list| same::items(list).iter().any(is_it))
    }

    /// The numbers of the records that fulfil all `conditions`, in the order of their creation.
    pub(super) fn fulfilling(&self, resource: &Resource, conditions: &[Condition]) -> Vec<u64> {
        let records = self.world.records(resource);
        records
            .filter(|(_, record)| conditions.iter().all(|condition| self.fulfils(record, condition)))
            .map(|(number, _)| number)
            .collect()
    }
}

fn find<'f>(names: &'f [FilterName], name: &str) -> Option<&'f FilterName> {
    names.iter().find(|filter| filter.name.value == name)
}
