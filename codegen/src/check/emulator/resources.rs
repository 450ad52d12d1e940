//! Rules of resources: their IDs, states, parents and quotas.

use super::names::Names;
use super::rules::{check_stored, check_value};
use crate::source::{Diagnostic, nearest, quoted};
use crate::spec::Spanned;
use crate::spec::emulator::{Deletion, EmulatorFile, Resource};

pub(super) fn check(file: &EmulatorFile, names: &mut Names<'_>) {
    let mut before: Vec<&Spanned<String>> = Vec::new();
    for resource in &file.resources {
        names.once(&resource.name, "resource", &before);
        before.push(&resource.name);
        check_parents(resource, names);
        for unique in &resource.unique {
            names.code(&unique.code);
            for member in &unique.members {
                names.member(member, resource);
            }
        }
        for parent in &resource.one_of {
            let parents = resource.parents.iter().map(|link| link.resource.as_str());
            names.one_of(parent, &format!("parent of {}", resource.name.value), parents);
        }
        check_quotas(resource, names);
        for rule in resource.created.iter().chain(&resource.shown) {
            check_value(rule, resource, names);
        }
        for rule in &resource.created {
            check_stored(rule, names);
        }
        for rule in &resource.shown {
            check_shown(&rule.member, names);
        }
        check_changes(resource, names);
    }
}

fn check_parents(resource: &Resource, names: &mut Names<'_>) {
    for link in &resource.parents {
        let parent = names.resource(&link.resource);
        for member in &link.members {
            names.member(member, resource);
            if let Some(parent) = parent {
                names.member(member, parent);
            }
        }
        for code in [&link.missing, &link.wrong_state, &link.in_use].into_iter().flatten() {
            names.code(code);
        }
        if link.deletion.is_written() && !Deletion::WORDS.contains(&link.deletion.as_str()) {
            let near = nearest(&link.deletion, Deletion::WORDS).unwrap_or("refuse");
            let message = format!("{} is not what a deletion can do", quoted(&link.deletion));
            names.found.push(
                Diagnostic::error("emulator-rule", message)
                    .at(link.deletion.span.clone(), "neither `cascade` nor `refuse`")
                    .help(format!("write `{near}`")),
            );
        }
    }
}

fn check_quotas(resource: &Resource, names: &mut Names<'_>) {
    for quota in &resource.quotas {
        names.code(&quota.code);
        if let Some(within) = &quota.within {
            let parents = resource.parents.iter().map(|link| link.resource.as_str());
            names.one_of(within, &format!("parent of {}", resource.name.value), parents);
        }
        if let Some(items) = &quota.items {
            names.member(items, resource);
        }
    }
}

/// A shown member has to be in some type or output, or no response has it.
pub(super) fn check_shown(member: &Spanned<String>, names: &mut Names<'_>) {
    if !names.short_path(member) {
        return;
    }
    let service = names.service;
    let of_types = service
        .types
        .iter()
        .filter_map(|declared| declared.members.as_ref())
        .flatten();
    let of_outputs = service.actions.iter().flat_map(|action| &action.output);
    let known = of_types.chain(of_outputs).map(|member| member.name.as_str());
    for part in member.value.split('.') {
        let part = Spanned::new(part.to_owned(), member.span.clone());
        names.one_of_service(&part, "member of a type or an output", known.clone());
    }
}

fn check_changes(resource: &Resource, names: &mut Names<'_>) {
    let changes = resource.status.iter().flat_map(|status| &status.changes);
    let never = changes.filter(|change| change.after_reads.is_none() && change.after_seconds.is_none());
    for change in never.filter(|change| change.to.is_written()) {
        names.found.push(
            Diagnostic::error("emulator-rule", "a change of state that never comes")
                .at(change.to.span.clone(), "this state is never reached")
                .help("add `afterReads` or `afterSeconds`"),
        );
    }
}
