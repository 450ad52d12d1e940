//! Rules of actions: what they create, list, modify and delete.

use std::collections::HashSet;

use super::names::Names;
use super::outputs::{self, check_listing_outputs, check_output, check_showing, check_total};
use super::resources::check_shown;
use super::rules::{check_condition, check_otherwise, check_stored, check_value};
use crate::source::{Diagnostic, quoted};
use crate::spec::emulator::{
    ActionRule, Change, Condition, Creation, Detail, EmulatorFile, Key, Listing, Resource, Within,
};
use crate::spec::{ActionFile, Spanned};

pub(super) fn check(file: &EmulatorFile, names: &mut Names<'_>) {
    let mut before: Vec<&Spanned<String>> = Vec::new();
    for rule in &file.actions {
        names.once(&rule.name, "action", &before);
        before.push(&rule.name);
        let service = names.service;
        // An action whose file could not be read is an error of that file.
        if !names.scope.has_action_file(&rule.name) {
            let actions = service.actions.iter().map(|action| action.name.as_str());
            names.one_of(&rule.name, "action", actions);
        }
        if let Some(action) = service
            .action(&rule.name)
            .filter(|action| !names.scope.is_damaged(&action.name))
        {
            let mut check = ActionCheck {
                action,
                names,
                used: HashSet::new(),
            };
            check.rule(rule);
        }
    }
}

/// The check of one action's rules.
struct ActionCheck<'c, 'a> {
    action: &'a ActionFile,
    names: &'c mut Names<'a>,
    /// The parameters that a rule uses or ignores.
    used: HashSet<String>,
}

impl ActionCheck<'_, '_> {
    fn rule(&mut self, rule: &ActionRule) {
        let first = rule
            .creates
            .first()
            .and_then(|first| self.names.file.resource(&first.resource));
        for creation in &rule.creates {
            self.creation(creation);
            for member in creation.sets.iter().filter_map(|set| set.creation.as_ref()) {
                first.into_iter().for_each(|first| self.names.member(member, first));
            }
        }
        rule.modifies.iter().for_each(|change| self.change(change));
        rule.deletes.iter().for_each(|change| self.change(change));
        rule.lists.iter().for_each(|listing| self.listing(listing));
        check_total(rule, self.action, self.names);
        rule.details.iter().for_each(|detail| self.detail(detail));
        rule.ignores.iter().for_each(|name| self.parameter(name));
        if let Some(token) = &self.names.file.client_token {
            self.used.insert(token.parameter.value.clone());
        }
        if !self.names.scope.has_damage() {
            self.report_unused(rule);
        }
    }

    fn creation(&mut self, creation: &Creation) {
        let resource = self.names.resource(&creation.resource);
        let parameters = creation.stores.iter().chain(&creation.replaces);
        let each = creation.each.iter().map(|each| &each.parameter);
        parameters.chain(each).for_each(|name| self.parameter(name));
        if let Some(answer) = &creation.answers {
            check_showing(
                &answer.member,
                answer.from.as_ref(),
                outputs::ANY,
                self.action,
                self.names,
            );
        }
        let Some(resource) = resource else {
            return;
        };
        if let Some(from) = creation.answers.as_ref().and_then(|answer| answer.from.as_ref()) {
            self.names.member(from, resource);
        }
        self.within(creation.within.as_ref(), resource);
        for rule in creation.sets.iter().chain(&resource.created) {
            self.parameter_of(rule.parameter.as_ref());
        }
        for rule in &creation.sets {
            check_stored(rule, self.names);
            check_value(rule, resource, self.names);
        }
    }

    fn change(&mut self, change: &Change) {
        let resource = self.names.resource(&change.resource);
        change
            .sets
            .iter()
            .chain(&change.force)
            .for_each(|name| self.parameter(name));
        if let Some(name) = &change.done {
            check_output(name, outputs::ANY, self.action, self.names);
        }
        for otherwise in [&change.missing, &change.wrong_state, &change.in_use]
            .into_iter()
            .flatten()
        {
            check_otherwise(otherwise, &change.resource.span, self.names);
            if let Some(name) = &otherwise.output {
                check_output(name, outputs::LIST, self.action, self.names);
            }
        }
        change
            .values
            .iter()
            .for_each(|rule| self.parameter_of(rule.parameter.as_ref()));
        self.keys(&change.by, resource);
        let Some(resource) = resource else {
            return;
        };
        self.within(change.within.as_ref(), resource);
        for name in &change.sets {
            self.names.member(name, resource);
        }
        for rule in &change.values {
            check_value(rule, resource, self.names);
            check_stored(rule, self.names);
            if !self.names.has_member(&rule.member, resource) {
                check_shown(&rule.member, self.names);
            }
        }
    }

    fn listing(&mut self, listing: &Listing) {
        let resource = self.names.resource(&listing.resource);
        check_listing_outputs(listing, self.action, self.names);
        for name in [&listing.offset, &listing.limit, &listing.page, &listing.token] {
            self.parameter_of(name.as_ref());
        }
        if let Some(empty) = &listing.empty {
            self.names.code(&empty.code);
            self.parameter_of(empty.unless.as_ref());
        }
        if let Some(resource) = resource {
            self.within(listing.within.as_ref(), resource);
            listing.from.iter().for_each(|name| self.names.member(name, resource));
        }
        if let Some(paging) = self.action.pages() {
            self.used.insert(paging.position.value.clone());
            self.used.extend(paging.size.iter().map(|size| size.value.clone()));
        }
        for condition in &listing.conditions {
            check_condition(condition, &listing.resource.span, self.names);
            self.condition(condition, resource);
        }
        if let Some(order) = &listing.order {
            self.parameter(&order.by);
            order.direction.iter().for_each(|name| self.parameter(name));
            for field in &order.fields {
                resource
                    .into_iter()
                    .for_each(|resource| self.names.member(&field.member, resource));
            }
        }
        for rule in &listing.shows {
            resource
                .into_iter()
                .for_each(|resource| check_value(rule, resource, self.names));
            check_shown(&rule.member, self.names);
        }
    }

    fn condition(&mut self, condition: &Condition, resource: Option<&Resource>) {
        self.parameter_of(condition.parameter.as_ref());
        for name in [&condition.filters, &condition.exact, &condition.unless] {
            self.parameter_of(name.as_ref());
        }
        if let Some(other) = &condition.must_exist {
            self.names.resource(other);
        }
        let Some(resource) = resource else {
            return;
        };
        for name in condition
            .contained
            .iter()
            .chain(&condition.absent)
            .chain(&condition.minimum)
            .chain(&condition.maximum)
            .chain(&condition.member)
        {
            self.names.member(name, resource);
        }
        let bounds = condition.minimum.as_ref().or(condition.maximum.as_ref());
        let other = condition.member.as_ref().or(condition.absent.as_ref()).or(bounds);
        if other.is_none() && condition.contained.is_empty() {
            condition
                .parameter
                .iter()
                .for_each(|name| self.names.member(name, resource));
        }
        for filter in &condition.names {
            self.names
                .member(filter.member.as_ref().unwrap_or(&filter.name), resource);
        }
        condition.item.iter().for_each(|key| self.parameter(&key.parameter));
    }

    fn detail(&mut self, detail: &Detail) {
        let resource = self.names.resource(&detail.resource);
        self.keys(&detail.by, resource);
        if let Some(name) = &detail.output {
            check_showing(name, None, outputs::ANY, self.action, self.names);
        }
        detail.missing.iter().for_each(|code| self.names.code(code));
        if let Some(resource) = resource {
            self.within(detail.within.as_ref(), resource);
        }
        for rule in &detail.shows {
            resource
                .into_iter()
                .for_each(|resource| check_value(rule, resource, self.names));
            check_shown(&rule.member, self.names);
        }
    }

    fn keys(&mut self, keys: &[Key], resource: Option<&Resource>) {
        for key in keys {
            self.parameter(&key.parameter);
            let member = key.member.as_ref().unwrap_or(&key.parameter);
            resource
                .into_iter()
                .for_each(|resource| self.names.member(member, resource));
        }
    }

    fn parameter(&mut self, name: &Spanned<String>) {
        self.used.insert(name.value.clone());
        let parameters = self.action.parameters.iter().map(|member| member.name.as_str());
        self.names
            .one_of(name, &format!("parameter of {}", self.action.name.value), parameters);
    }

    fn parameter_of(&mut self, name: Option<&Spanned<String>>) {
        name.into_iter().for_each(|name| self.parameter(name));
    }

    /// The parent that a rule for `resource` is about.
    fn within(&mut self, within: Option<&Within>, resource: &Resource) {
        let Some(within) = within else {
            return;
        };
        let parents = resource.parents.iter().map(|link| link.resource.as_str());
        let noun = format!("parent of {}", resource.name.value);
        self.names.one_of(&within.resource, &noun, parents);
        let parent = self.names.file.resource(&within.resource);
        self.keys(&within.by, parent);
        within.missing.iter().for_each(|code| self.names.code(code));
    }

    /// A parameter without effect has to be listed as ignored, so that none is ignored silently. A warning:
    /// an import may add parameters that no rule names yet.
    fn report_unused(&mut self, rule: &ActionRule) {
        for parameter in &self.action.parameters {
            if self.used.contains(parameter.name.as_str()) {
                continue;
            }
            let message = format!(
                "the parameter {} of {} makes no difference",
                quoted(&parameter.name),
                quoted(&rule.name)
            );
            self.names.found.push(
                Diagnostic::warning("emulator-unused-parameter", message)
                    .at(rule.name.span.clone(), "none of the rules of this action names it")
                    .and(parameter.name.span.clone(), "the parameter")
                    .help(format!("store it, or add `\"{}\"` to `ignores`", parameter.name.value)),
            );
        }
    }
}
