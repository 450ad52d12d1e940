//! The shapes of rules: which keys go together.

use super::names::Names;
use crate::source::Diagnostic;
use crate::spec::emulator::{Condition, Otherwise, Resource, ValueRule};
use crate::spec::{Span, Spanned};

/// A rule for a member of `resource`. The caller, who knows its target, checks that.
pub(super) fn check_value(rule: &ValueRule, resource: &Resource, names: &mut Names<'_>) {
    let relative = rule.parent.is_some() || rule.child.is_some();
    let sources = [
        rule.value.is_some(),
        rule.parameter.is_some(),
        rule.from.is_some() || relative,
        rule.creation.is_some(),
        rule.now,
        rule.count.is_some(),
        rule.any.is_some(),
        rule.children.is_some(),
    ];
    let both = rule.parent.is_some() && rule.child.is_some();
    if sources.iter().filter(|given| **given).count() != 1 || both || (relative && rule.from.is_none()) {
        misshapen(
            &rule.member.span,
            "it is not said where the value of this member comes from",
            "write exactly one of `value`, `parameter`, `from` (alone, or with `parent` or `child`), `creation`, `now`, `count`, `any` and `children`",
            names,
        );
    }
    let is_sometimes_absent = rule.parameter.is_some() || rule.from.is_some() || rule.creation.is_some();
    if let Some(default) = rule.default.as_ref().filter(|_| !is_sometimes_absent) {
        misshapen(
            &default.span,
            "a default for a value that is always there",
            "take `default` out, or write `parameter`, `from` or `creation` instead of the other source",
            names,
        );
    }
    for child in [&rule.count, &rule.any, &rule.children].into_iter().flatten() {
        check_child(child, resource, names);
    }
    let of = match (&rule.parent, &rule.child) {
        (Some(parent), None) => {
            let parents = resource.parents.iter().map(|link| link.resource.as_str());
            names.one_of(parent, &format!("parent of {}", resource.name.value), parents);
            names.file.resource(parent)
        }
        (None, Some(child)) => check_child(child, resource, names),
        _ => Some(resource),
    };
    if let (Some(from), Some(of)) = (&rule.from, of) {
        names.member(from, of);
    }
}

/// A rule for a value that is stored.
pub(super) fn check_stored(rule: &ValueRule, names: &mut Names<'_>) {
    if let Some(children) = &rule.children {
        misshapen(
            &children.span,
            "what belongs to a resource is not kept in it",
            "move the rule to `shown`",
            names,
        );
    }
}

fn check_child<'a>(child: &Spanned<String>, resource: &Resource, names: &mut Names<'a>) -> Option<&'a Resource> {
    let file = names.file;
    let children: Vec<&str> = file
        .children(&resource.name)
        .map(|(child, _)| child.name.as_str())
        .collect();
    names.one_of(
        child,
        &format!("child of {}", resource.name.value),
        children.iter().copied(),
    );
    file.resource(child)
}

/// What a condition compares, apart from names.
pub(super) fn check_condition(condition: &Condition, listing: &Span, names: &mut Names<'_>) {
    let Condition {
        parameter,
        member,
        contained,
        absent,
        exact,
        unless,
        minimum,
        maximum,
        filters,
        item,
        equals,
        ..
    } = condition;
    let bounds = minimum.is_some() || maximum.is_some();
    let given = (
        parameter.is_some(),
        member.is_some(),
        !contained.is_empty(),
        absent.is_some() || bounds,
        filters.is_some(),
        !item.is_empty(),
        equals.is_some(),
    );
    let has_form = matches!(
        given,
        (true, _, false, false, false, false, false)
            | (true, false, true, false, false, false, false)
            | (true, false, false, true, false, false, false)
            | (false, false, false, false, true, false, false)
            | (false, true, false, false, false, true, false)
            | (false, true, false, false, false, false, true)
    );
    let is_alone = [absent.is_some(), minimum.is_some(), maximum.is_some()];
    let is_alone = is_alone.into_iter().filter(|given| *given).count() <= 1;
    let has_effect = (exact.is_none() || !contained.is_empty()) && (unless.is_none() || parameter.is_some());
    if !has_form || !is_alone || !has_effect {
        misshapen(
            &place_of(condition).unwrap_or_else(|| listing.clone()),
            "a condition that compares nothing, or too much",
            "write `parameter` (alone, or with `member`, `contained`, `absent`, `minimum` or `maximum`), `filters`, `item` with `member`, or `member` with `equals`",
            names,
        );
    }
}

fn place_of(condition: &Condition) -> Option<Span> {
    let names = [
        &condition.parameter,
        &condition.member,
        &condition.absent,
        &condition.minimum,
        &condition.maximum,
        &condition.filters,
    ];
    let contained = condition.contained.first().map(|name| &name.span);
    let named = names.into_iter().flatten().map(|name| &name.span);
    named.chain(contained).next().cloned()
}

pub(super) fn check_otherwise(otherwise: &Otherwise, place: &Span, names: &mut Names<'_>) {
    match (&otherwise.code, &otherwise.output) {
        (Some(code), None) => names.code(code),
        (None, Some(_)) => {}
        _ => misshapen(
            place,
            "it is not said what to do where this cannot be done",
            "write either `code` or `output`",
            names,
        ),
    }
}

/// Reports a rule, unless the key at `place` is missing or of the wrong kind, which was reported when it was read.
pub(super) fn misshapen(place: &Span, message: impl Into<String>, help: &str, names: &mut Names<'_>) {
    if place.range.is_empty() {
        return;
    }
    let diagnostic = Diagnostic::error("emulator-rule", message).at(place.clone(), "this rule");
    names.found.push(diagnostic.help(help));
}
