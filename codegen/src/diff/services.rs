//! Services, their versions, and which of them is the default.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::Changes;
use super::modules;
use super::pairs::Pairs;
use crate::lower::{Item, Module};
use crate::spec::Spec;

pub(super) fn compare(before: &[Module], after: &[Module], changes: &mut Changes) {
    let (before, after) = (by_service(before), by_service(after));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        changes.of_service(name);
        match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) => service(name, before, after, changes),
            (Some(_), None) => changes.breaking("", "the service is gone"),
            (None, Some(after)) => {
                let actions: usize = after.iter().map(|module| actions(module)).sum();
                changes.addition("", format!("a new service, {}", counted(actions)));
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
        changes.breaking("", what);
    }
    let versions = Pairs::by(before.iter().copied(), after.iter().copied(), |module| {
        module.facts.version.as_str()
    });
    for module in versions.gone {
        changes.of_service(version_name(module));
        changes.breaking("", "the version is gone");
    }
    for module in versions.new {
        changes.of_service(version_name(module));
        changes.addition("", format!("a new version, {}", counted(actions(module))));
    }
    for (before, after) in versions.both {
        changes.of_service(version_name(after));
        modules::compare(before, after, changes);
    }
}

/// The actions whose documented examples differ.
pub(super) fn examples(before: &Spec, after: &Spec, changes: &mut Changes) {
    let services = Pairs::by(&before.services, &after.services, |service| &service.folder);
    for (before, after) in services.both {
        changes.of_service(format!("{} {}", *after.file.name, *after.file.version));
        let actions = Pairs::by(&before.actions, &after.actions, |action| action.name.as_str());
        for (before, after) in actions.both {
            if before.examples != after.examples {
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

fn version_name(module: &Module) -> String {
    format!("{} {}", module.facts.name, module.facts.version)
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
