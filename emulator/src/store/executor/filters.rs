//! Filters the records of a list by conditions.

use tc3_codegen::spec::emulator::{Condition, FilterName, Resource};
use tc3_codegen::spec::{Json, JsonValue};

use super::RuleExecutor;
use super::order::compare;
use super::targets::Owner;
use crate::store::json_eq;
use crate::store::session::not_found;
use crate::store::tables::Record;
use crate::wire::error::{ApiError, INVALID_PARAMETER_VALUE};
use crate::wire::sanitize::excerpt;

impl RuleExecutor<'_, '_> {
    /// Checks that a condition refers to an existing resource, and that every filter is known.
    pub(super) fn check_condition(&self, condition: &Condition) -> Result<(), ApiError> {
        if let (Some(name), Some(requested)) = (&condition.must_exist, self.requested(condition)) {
            let member = condition.member.as_ref().or(condition.parameter.as_ref());
            let member = member.map_or("", |member| member.as_str());
            let resource = self.session.resource(name);
            let found =
                resource.filter(|resource| self.session.find_matching(resource, &[(member, requested)]).is_empty());
            if let Some(resource) = found {
                let requested = format!("{member} {}", excerpt(json_eq::scalar(requested).unwrap_or("a list")));
                return Err(not_found(None, resource, &requested));
            }
        }
        for (name, _) in self.filters(condition) {
            if known_filter(&condition.names, name).is_none() {
                let names: Vec<&str> = condition.names.iter().map(|filter| filter.name.as_str()).collect();
                return Err(ApiError::new(
                    INVALID_PARAMETER_VALUE,
                    format!(
                        "there is no filter `{}`; expected one of {}",
                        excerpt(name),
                        names.join(", ")
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether `record` satisfies `condition`.
    pub(super) fn satisfies(&self, record: &Record, condition: &Condition) -> bool {
        let holds = |member: &str, requested: &Json| {
            record
                .get(member)
                .is_some_and(|stored| json_eq::matches(requested, stored))
        };
        if let (Some(member), Some(value)) = (&condition.member, &condition.equals) {
            return holds(member, value);
        }
        if !condition.item.is_empty() {
            return self.has_item(record, condition);
        }
        if condition.filters.is_some() {
            return self.filters(condition).all(|(name, values)| {
                let filter = known_filter(&condition.names, name);
                filter.is_some_and(|filter| holds(filter.member.as_ref().unwrap_or(&filter.name), values))
            });
        }
        let (Some(requested), Some(parameter)) = (self.requested(condition), &condition.parameter) else {
            return true;
        };
        if let Some(member) = &condition.minimum {
            return compare(record.get(member), Some(requested)).is_ge();
        }
        if let Some(member) = &condition.maximum {
            return compare(record.get(member), Some(requested)).is_le();
        }
        if let Some(member) = &condition.absent {
            return json_eq::is_truthy(requested) == record.link(member).is_none();
        }
        if !condition.contained.is_empty() {
            let part = json_eq::scalar(requested).unwrap_or_default();
            let texts = condition
                .contained
                .iter()
                .filter_map(|member| json_eq::scalar(record.get(member)?));
            let exact = condition.exact.as_ref().and_then(|name| self.request.get(name));
            if exact.is_some_and(json_eq::is_truthy) {
                return texts.into_iter().any(|text| text == part);
            }
            return texts.into_iter().any(|text| text.contains(part));
        }
        holds(condition.member.as_ref().unwrap_or(parameter), requested)
    }

    /// The value of the parameter, unless it requests all records, or another parameter takes its place.
    fn requested(&self, condition: &Condition) -> Option<&Json> {
        let other = condition.unless.as_ref().and_then(|name| self.request.get(name));
        if other.is_some_and(|other| other.as_str() != Some("")) {
            return None;
        }
        let requested = self.request.get(condition.parameter.as_ref()?)?;
        let is_all = match &condition.ignoring {
            Some(all) => json_eq::equal(all, requested),
            None => false,
        };
        let is_empty = matches!(&requested.value, JsonValue::String(text) if text.is_empty())
            || matches!(&requested.value, JsonValue::Array(items) if items.is_empty());
        (!is_all && !is_empty).then_some(requested)
    }

    /// The names and values of the filters in the request.
    fn filters<'w>(&'w self, condition: &Condition) -> impl Iterator<Item = (&'w str, &'w Json)> + use<'w> {
        let filters = condition.filters.as_ref().and_then(|name| self.request.get(name));
        let filters = filters.map(json_eq::items).unwrap_or_default();
        filters
            .iter()
            .filter_map(|filter| Some((filter.get("Name")?.as_str()?, filter.get("Values")?)))
    }

    fn has_item(&self, record: &Record, condition: &Condition) -> bool {
        let list = condition.member.as_ref().and_then(|member| record.get(member));
        let requested: Vec<(&str, &Json)> = condition
            .item
            .iter()
            .filter_map(|key| {
                let member = key.member.as_ref().unwrap_or(&key.parameter).as_str();
                Some((member, self.request.get(&key.parameter)?))
            })
            .collect();
        let is_match = |item: &Json| {
            let mut requested = requested.iter();
            requested
                .all(|(member, requested)| item.get(member).is_some_and(|stored| json_eq::equal(requested, stored)))
        };
        requested.is_empty() || list.is_some_and(|list| json_eq::items(list).iter().any(is_match))
    }

    /// The numbers of the records, of those that belong to `owner` if there is one, that satisfy all `conditions`, in
    /// the order of creation.
    pub(super) fn matching_records(
        &self,
        resource: &Resource,
        owner: Option<&Owner>,
        conditions: &[Condition],
    ) -> Vec<u64> {
        let records = self.session.records(resource);
        records
            .filter(|(number, _)| owner.is_none_or(|owner| owner.members.contains(number)))
            .filter(|(_, record)| conditions.iter().all(|condition| self.satisfies(record, condition)))
            .map(|(number, _)| number)
            .collect()
    }
}

fn known_filter<'f>(names: &'f [FilterName], name: &str) -> Option<&'f FilterName> {
    names.iter().find(|filter| filter.name.value == name)
}
