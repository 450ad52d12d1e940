//! Services, their versions (a module each) and what a version holds: its actions and its named types.

use std::collections::{BTreeMap, BTreeSet};

use super::breaking::Changes;
use super::kind::Kind;
use super::pairs::Pairs;
use super::{actions, types};
use crate::lower::{Call, Item, Module, Paging};
use crate::naming;
use crate::spec::{Example, Spec};

pub(super) fn compare(before: &[Module], after: &[Module], changes: &mut Changes) {
    let (before, after) = (by_service(before), by_service(after));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        changes.set_service(name, None);
        match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) => service(name, before, after, changes),
            (Some(_), None) => changes.breaking(Kind::ServiceRemoved, "", "the service is gone"),
            (None, Some(after)) => {
                let actions: usize = after.iter().map(|module| actions(module)).sum();
                changes.addition(Kind::ServiceAdded, "", format!("a new service, {}", counted(actions)));
            }
            (None, None) => {}
        }
    }
}

fn service(name: &str, before: &[&Module], after: &[&Module], changes: &mut Changes) {
    let default = |versions: &[&Module]| {
        let version = versions.iter().find(|module| module.is_default);
        version.map(|module| module.facts.version.clone())
    };
    if let (Some(before), Some(after)) = (default(before), default(after))
        && before != after
    {
        let what = format!("`{name}` without a version was {before}, is {after}");
        changes.breaking(Kind::DefaultVersionChanged, "", what);
    }
    let versions = Pairs::by(before.iter().copied(), after.iter().copied(), |module| {
        module.facts.version.as_str()
    });
    for module in versions.gone {
        set_version(module, changes);
        changes.breaking(Kind::VersionRemoved, "", "the version is gone");
    }
    for module in versions.new {
        set_version(module, changes);
        changes.addition(
            Kind::VersionAdded,
            "",
            format!("a new version, {}", counted(actions(module))),
        );
    }
    for (before, after) in versions.both {
        set_version(after, changes);
        version(before, after, changes);
    }
}

/// Adds the actions whose documented examples differ.
pub(super) fn examples(before: &Spec, after: &Spec, changes: &mut Changes) {
    let services = Pairs::by(&before.services, &after.services, |service| &service.folder);
    for (before, after) in services.both {
        changes.set_service(&after.file.name, Some(&after.file.version));
        let actions = Pairs::by(&before.actions, &after.actions, |action| action.name.as_str());
        for (before, after) in actions.both {
            let same = |(before, after): (&Example, &Example)| {
                (&before.title, &before.request, &before.response) == (&after.title, &after.request, &after.response)
            };
            let is_same_length = before.examples.len() == after.examples.len();
            if !is_same_length || !before.examples.iter().zip(&after.examples).all(same) {
                changes.examples(after.name.as_str());
            }
        }
    }
}

fn by_service(modules: &[Module]) -> BTreeMap<&str, Vec<&Module>> {
    let mut services: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in modules {
        services.entry(&module.facts.name).or_default().push(module);
    }
    services
}

fn set_version(module: &Module, changes: &mut Changes) {
    changes.set_service(&module.facts.name, Some(&module.facts.version));
}

fn actions(module: &Module) -> usize {
    module.items.iter().filter(|item| matches!(item, Item::Call(_))).count()
}

fn counted(actions: usize) -> String {
    match actions {
        1 => "1 action".to_owned(),
        actions => format!("{actions} actions"),
    }
}

fn version(before: &Module, after: &Module, changes: &mut Changes) {
    changes.docs("", &before.docs, &after.docs);
    changes.docs("", &before.service_docs, &after.service_docs);
    let (old_host, new_host) = (&before.facts.host, &after.facts.host);
    if old_host != new_host {
        changes.note(
            Kind::HostChanged,
            "",
            format!("calls went to `{old_host}`, go to `{new_host}`"),
        );
    }
    let (before_calls, after_calls): (Vec<&Call>, Vec<&Call>) = (calls(before).collect(), calls(after).collect());
    let calls = Pairs::by(calls(before), calls(after), |call| call.action.as_str());
    for call in &calls.gone {
        changes.breaking(Kind::ActionRemoved, call.action.as_str(), "the action is gone");
    }
    for call in &calls.new {
        changes.addition(Kind::ActionAdded, call.action.as_str(), "a new action");
    }
    actions::functions(&before_calls, &after_calls, &calls.both, changes);
    for (before, after) in &calls.both {
        actions::compare(before, after, changes);
        if old_host == new_host {
            changes.docs(after.action.as_str(), &before.docs, &after.docs); // they name the host
        }
    }
    // The types that are generated for an action come and go with it.
    let (gone, new) = (generated_names(&calls.gone), generated_names(&calls.new));
    let remain = |module, with: &BTreeSet<String>| -> Vec<Named<'_>> {
        let mut named = named(module);
        named.retain(|named| !with.contains(named.name));
        named
    };
    let (before_types, after_types) = (remain(before, &gone), remain(after, &new));
    named_types(&Pairs::by(&before_types, &after_types, |named| named.name), changes);
    let pages = |paging: &&Paging, with: &BTreeSet<String>| !with.contains(&paging.request);
    let pagings = Pairs::by(
        pagings(before).filter(|paging| pages(paging, &gone)),
        pagings(after).filter(|paging| pages(paging, &new)),
        |paging| paging.request.as_str(),
    );
    actions::pagings(&pagings, changes);
}

fn named_types(types: &Pairs<'_, Named<'_>>, changes: &mut Changes) {
    for named in &types.gone {
        let what = match named.item {
            Item::ErrorCodes(_) => "error codes are no longer listed",
            _ => "the type is gone, no longer has members, or is unused",
        };
        changes.breaking(Kind::TypeRemoved, named.name, what);
    }
    for named in &types.new {
        let what = match named.item {
            Item::ErrorCodes(_) => "error codes are listed now",
            _ => "a new type",
        };
        changes.addition(Kind::TypeAdded, named.name, what);
    }
    for (before, after) in &types.both {
        match (before.item, after.item) {
            (Item::Struct(before), Item::Struct(after)) => types::structs(before, after, changes),
            (Item::OpenEnum(before), Item::OpenEnum(after)) => types::open_enums(before, after, changes),
            (Item::Integers(before), Item::Integers(after)) => types::integers(before, after, changes),
            (Item::ErrorCodes(before), Item::ErrorCodes(after)) => types::error_codes(before, after, changes),
            (before_item, after_item) => {
                let what = format!("was {}, is {}", kind(before_item), kind(after_item));
                changes.breaking(Kind::TypeChanged, after.name, what);
            }
        }
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Struct(_) => "a structure",
        Item::OpenEnum(_) => "a set of values",
        Item::Integers(_) => "a set of integers",
        Item::ErrorCodes(_) => "a set of error codes",
        Item::Call(_) | Item::Paging(_) => "an action",
    }
}

/// An item that becomes a Rust type.
struct Named<'a> {
    name: &'a str,
    item: &'a Item,
}

impl<'a> Named<'a> {
    fn of(item: &'a Item) -> Option<Self> {
        let name = match item {
            Item::Struct(structure) => &structure.name,
            Item::OpenEnum(values) => &values.name,
            Item::Integers(integers) => &integers.name,
            Item::ErrorCodes(codes) => &codes.name,
            Item::Call(_) | Item::Paging(_) => return None,
        };
        Some(Self { name, item })
    }
}

fn named(module: &Module) -> Vec<Named<'_>> {
    module.items.iter().filter_map(Named::of).collect()
}

fn calls(module: &Module) -> impl Iterator<Item = &Call> {
    module.items.iter().filter_map(|item| match item {
        Item::Call(call) => Some(call),
        _ => None,
    })
}

fn pagings(module: &Module) -> impl Iterator<Item = &Paging> {
    module.items.iter().filter_map(|item| match item {
        Item::Paging(paging) => Some(paging),
        _ => None,
    })
}

fn generated_names(calls: &[&Call]) -> BTreeSet<String> {
    let generated_names = calls.iter().flat_map(|call| {
        [
            call.request.clone(),
            call.response.clone(),
            naming::error_code_type(&call.action),
        ]
    });
    generated_names.collect()
}
