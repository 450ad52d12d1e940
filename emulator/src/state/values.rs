//! Where a member's value comes from.

use tc3_codegen::spec::emulator::{Resource, ValueRule};
use tc3_codegen::spec::{Json, JsonValue};

use super::record::Record;
use super::request::Request;
use super::same;
use super::world::World;
use crate::json::json;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 's> {
    pub(super) resource: &'s Resource,
    pub(super) record: &'c Record,
    pub(super) request: Option<&'c Request>,
    /// The first thing that the request created.
    pub(super) creation: Option<(&'s Resource, u64)>,
}

impl<'s> World<'_, 's> {
    /// The value that `rule` finds; `children` are for a view to show.
    pub(super) fn value(&self, rule: &'s ValueRule, context: Context<'_, 's>) -> Option<Json> {
        let found = self.found(rule, context)?;
        let mapped = rule.map.iter().find(|mapped| same::equal(&mapped.of, &found));
        Some(mapped.map_or(found, |mapped| mapped.to.value.clone()))
    }

    fn found(&self, rule: &'s ValueRule, context: Context<'_, 's>) -> Option<Json> {
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
            return Some(number(self.children_named(child, context).len()));
        }
        if let Some(child) = &rule.any {
            return Some(number(u8::from(!self.children_named(child, context).is_empty())));
        }
        let from = rule.from.as_ref()?;
        if let Some(parent) = &rule.parent {
            let link = context.resource.parents.iter().find(|link| link.resource == *parent)?;
            let (parent, number) = self.parent(context.record, link)?;
            return self.record(parent, number?)?.get(from).cloned();
        }
        if let Some(child) = &rule.child {
            let first = self.children_named(child, context).first().copied()?;
            return self.record(self.resource(child)?, first)?.get(from).cloned();
        }
        context.record.get(from).cloned()
    }

    /// The numbers of the records of the resource `child` that belong to the one in question.
    pub(super) fn children_named(&self, child: &str, context: Context<'_, 's>) -> Vec<u64> {
        let links = self.rules.children(&context.resource.name);
        let links = links.filter(|(resource, _)| resource.name.value == child);
        links
            .flat_map(|(resource, link)| self.children(context.record, resource, link))
            .collect()
    }
}

pub(super) fn number(value: impl std::fmt::Display) -> Json {
    json(JsonValue::Number(value.to_string()))
}
