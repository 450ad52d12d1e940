//! Evaluates value rules, which say where the value of a member comes from: a constant, a parameter, the record, its
//! parent, its children, or the clock.

use tc3_codegen::spec::emulator::{Parent, Resource, ValueRule};
use tc3_codegen::spec::{ActionFile, Json, JsonValue};

use super::Session;
use crate::responses::ResponseWriter;
use crate::store::json_eq;
use crate::store::tables::Record;
use crate::wire::json::{json, object};

/// The parameters of a request as values of their declared types: numbers and booleans without quotes, and no nulls.
#[derive(Debug)]
pub(crate) struct RequestParams {
    parameters: Vec<(String, Json)>,
}

impl RequestParams {
    pub(crate) fn read<'s>(body: &Json, action: &'s ActionFile, writer: &mut ResponseWriter<'s>) -> Self {
        let given = action.parameters.iter().filter_map(|member| {
            let value = body.get(&member.name)?;
            (value.value != JsonValue::Null).then(|| (member.name.value.clone(), writer.coerce_stored(member, value)))
        });
        Self {
            parameters: given.collect(),
        }
    }

    #[cfg(test)]
    pub(crate) fn of(parameters: Vec<(String, Json)>) -> Self {
        Self { parameters }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let found = self.parameters.iter().find(|(parameter, _)| parameter == name);
        found.map(|(_, value)| value)
    }

    /// The parameters but for these.
    pub(crate) fn without(&self, names: &[&str]) -> Vec<(&str, String)> {
        let others = self
            .parameters
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()));
        others.map(|(name, value)| (name.as_str(), value.to_string())).collect()
    }

    pub(crate) fn to_json(&self) -> Json {
        object(self.parameters.clone())
    }
}

/// What a value rule may refer to.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c, 's> {
    pub(crate) resource: &'s Resource,
    pub(crate) record: &'c Record,
    pub(crate) request: Option<&'c RequestParams>,
    /// The first record that the request created.
    pub(crate) creation: Option<(&'s Resource, u64)>,
}

impl<'s> Session<'_, 's> {
    /// The value of `rule`, but for `children`, which only rendering uses.
    pub(crate) fn value(&self, rule: &'s ValueRule, context: Context<'_, 's>) -> Option<Json> {
        let default = || rule.default.as_ref().map(|default| default.value.clone());
        let found = self.unmapped_value(rule, context).or_else(default)?;
        let mapped = rule.map.iter().find(|mapped| json_eq::equal(&mapped.of, &found));
        Some(mapped.map_or(found, |mapped| mapped.to.value.clone()))
    }

    fn unmapped_value(&self, rule: &'s ValueRule, context: Context<'_, 's>) -> Option<Json> {
        if let Some(value) = &rule.value {
            return Some(value.value.clone());
        }
        if let Some(parameter) = &rule.parameter {
            return context.request?.get(parameter).cloned();
        }
        if let Some(member) = &rule.creation {
            let (resource, number) = context.creation?;
            return self.record(resource, number)?.get(member).cloned();
        }
        if rule.now {
            return Some(number(self.now));
        }
        if let Some(child) = &rule.count {
            return Some(number(self.count_children_named(child, context)));
        }
        if let Some(child) = &rule.any {
            return Some(number(u8::from(self.first_child_named(child, context).is_some())));
        }
        let from = rule.from.as_ref()?;
        if let Some(parent) = &rule.parent {
            let link = context.resource.parents.iter().find(|link| link.resource == *parent)?;
            let (parent, number) = self.parent(context.record, link)?;
            return self.record(parent, number?)?.get(from).cloned();
        }
        if let Some(child) = &rule.child {
            let first = self.first_child_named(child, context)?;
            return self.record(self.resource(child)?, first)?.get(from).cloned();
        }
        context.record.get(from).cloned()
    }

    /// The numbers of the records of the resource `child` that belong to the record of `context`.
    pub(crate) fn children_named(&self, child: &'s str, context: Context<'_, 's>) -> Vec<u64> {
        let links = self.links_of(child, context.resource);
        links
            .flat_map(|(resource, link)| self.children(context.record, resource, link))
            .collect()
    }

    fn count_children_named(&self, child: &'s str, context: Context<'_, 's>) -> usize {
        let links = self.links_of(child, context.resource);
        links
            .map(|(resource, link)| self.count_children(context.record, resource, link))
            .sum()
    }

    fn first_child_named(&self, child: &'s str, context: Context<'_, 's>) -> Option<u64> {
        let mut links = self.links_of(child, context.resource);
        links.find_map(|(resource, link)| self.first_child(context.record, resource, link))
    }

    /// The links by which records of the resource `child` belong to those of another one.
    fn links_of(&self, child: &'s str, parent: &'s Resource) -> impl Iterator<Item = (&'s Resource, &'s Parent)> {
        let links = self.rules.children(&parent.name);
        links.filter(move |(resource, _)| resource.name.value == child)
    }
}

/// A JSON number.
pub(crate) fn number(value: impl std::fmt::Display) -> Json {
    json(JsonValue::Number(value.to_string()))
}
