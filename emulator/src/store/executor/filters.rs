//! Filters the records of a list by conditions.

use tc3_codegen::spec::emulator::{Condition, FilterName};
use tc3_codegen::spec::{Json, JsonValue};

use super::RuleExecutor;
use crate::store::json_eq;
use crate::store::session::{RequestParams, not_found};
use crate::store::tables::{Constraint, Field, Record, SortKey};
use crate::wire::error::{ApiError, INVALID_PARAMETER_VALUE};
use crate::wire::sanitize::excerpt;

/// The conditions of a list, as one request has them.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'r> {
    request: &'r RequestParams,
}

/// How the records that satisfy a condition are found.
pub(super) enum Plan {
    /// By indexes; without any constraint it is every record.
    Indexed(Vec<Constraint>),
    /// By walking over the records.
    Walked,
}

impl RuleExecutor<'_, '_> {
    /// Checks that a condition refers to an existing resource, and that every filter is known.
    pub(super) fn check_condition(&self, condition: &Condition) -> Result<(), ApiError> {
        if let (Some(name), Some(requested)) = (&condition.must_exist, self.conditions().requested(condition)) {
            let member = condition.member.as_ref().or(condition.parameter.as_ref());
            let member = member.map_or("", |member| member.as_str());
            let resource = self.session.resource(name);
            let found = resource.filter(|resource| !self.session.has_matching(resource, &[(member, requested)]));
            if let Some(resource) = found {
                let requested = format!("{member} {}", excerpt(json_eq::scalar(requested).unwrap_or("a list")));
                return Err(not_found(None, resource, &requested));
            }
        }
        for (name, _) in self.conditions().filters(condition) {
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

    fn conditions(&self) -> Conditions<'_> {
        Conditions::of(&self.request)
    }
}

impl<'r> Conditions<'r> {
    pub(super) fn of(request: &'r RequestParams) -> Self {
        Self { request }
    }

    /// How the records that satisfy `condition` are found: the same as those that [`satisfies`](Self::satisfies) lets
    /// through.
    pub(super) fn plan(self, condition: &Condition) -> Plan {
        let holds = |member: &str, requested: &Json| {
            let field = Field::of_members([member]);
            let lookups = Field::lookups_of_matches(requested).into_iter();
            Constraint {
                any_of: lookups.map(|lookup| (field.clone(), lookup)).collect(),
                is_negated: false,
            }
        };
        if let (Some(member), Some(value)) = (&condition.member, &condition.equals) {
            return Plan::Indexed(vec![holds(member, value)]);
        }
        if !condition.item.is_empty() {
            let member = condition.member.as_ref().map_or("", |member| member.as_str());
            let requested = self.requested_of_item(condition);
            if requested.is_empty() {
                return Plan::Indexed(Vec::new());
            }
            let keys = requested.iter().map(|(key, _)| (*key).to_owned()).collect();
            let member = member.to_owned();
            let lookup = Field::lookup_of_items(requested.into_iter().map(|(_, value)| value));
            return Plan::Indexed(vec![Constraint::equal(Field::Items { member, keys }, lookup)]);
        }
        if condition.filters.is_some() {
            let constraints = self.filters(condition).map(|(name, values)| {
                let filter = known_filter(&condition.names, name);
                filter.map_or_else(Constraint::default, |filter| {
                    holds(filter.member.as_ref().unwrap_or(&filter.name), values)
                })
            });
            return Plan::Indexed(constraints.collect());
        }
        let (Some(requested), Some(parameter)) = (self.requested(condition), &condition.parameter) else {
            return Plan::Indexed(Vec::new());
        };
        if condition.minimum.is_some() || condition.maximum.is_some() {
            return Plan::Walked;
        }
        if let Some(member) = &condition.absent {
            let is_negated = !json_eq::is_truthy(requested);
            let any_of = vec![Field::no_link(member)];
            return Plan::Indexed(vec![Constraint { any_of, is_negated }]);
        }
        if !condition.contained.is_empty() {
            if !self.is_exact(condition) {
                return Plan::Walked;
            }
            let text = json_eq::scalar(requested).unwrap_or_default();
            let members = condition.contained.iter();
            let any_of = members.map(|member| Field::whole(member, text)).collect();
            let is_negated = false;
            return Plan::Indexed(vec![Constraint { any_of, is_negated }]);
        }
        Plan::Indexed(vec![holds(condition.member.as_ref().unwrap_or(parameter), requested)])
    }

    /// Whether `record` satisfies `condition`.
    pub(super) fn satisfies(self, record: &Record, condition: &Condition) -> bool {
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
            return SortKey::of(record.get(member)) >= SortKey::of(Some(requested));
        }
        if let Some(member) = &condition.maximum {
            return SortKey::of(record.get(member)) <= SortKey::of(Some(requested));
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
            if self.is_exact(condition) {
                return texts.into_iter().any(|text| text == part);
            }
            return texts.into_iter().any(|text| text.contains(part));
        }
        holds(condition.member.as_ref().unwrap_or(parameter), requested)
    }

    /// The value of the parameter, unless it requests all records, or another parameter takes its place.
    fn requested(self, condition: &Condition) -> Option<&'r Json> {
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
    fn filters(self, condition: &Condition) -> impl Iterator<Item = (&'r str, &'r Json)> + use<'r> {
        let filters = condition.filters.as_ref().and_then(|name| self.request.get(name));
        let filters = filters.map(json_eq::items).unwrap_or_default();
        filters
            .iter()
            .filter_map(|filter| Some((filter.get("Name")?.as_str()?, filter.get("Values")?)))
    }

    /// Whether a text has to be the same, and not only contained.
    fn is_exact(self, condition: &Condition) -> bool {
        let exact = condition.exact.as_ref().and_then(|name| self.request.get(name));
        exact.is_some_and(json_eq::is_truthy)
    }

    /// The members of an item, each with the value that the request has for it.
    fn requested_of_item<'c>(self, condition: &'c Condition) -> Vec<(&'c str, &'r Json)> {
        let keys = condition.item.iter();
        keys.filter_map(|key| {
            let member = key.member.as_ref().unwrap_or(&key.parameter).as_str();
            Some((member, self.request.get(&key.parameter)?))
        })
        .collect()
    }

    fn has_item(self, record: &Record, condition: &Condition) -> bool {
        let list = condition.member.as_ref().and_then(|member| record.get(member));
        let requested = self.requested_of_item(condition);
        let is_match = |item: &Json| {
            let mut requested = requested.iter();
            requested
                .all(|(member, requested)| item.get(member).is_some_and(|stored| json_eq::equal(requested, stored)))
        };
        requested.is_empty() || list.is_some_and(|list| json_eq::items(list).iter().any(is_match))
    }
}

fn known_filter<'f>(names: &'f [FilterName], name: &str) -> Option<&'f FilterName> {
    names.iter().find(|filter| filter.name.value == name)
}
