//! Reachability: which types requests and responses use, and which members have to be boxed.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{ItemType, Member, Service};

/// The reachable types and value sets, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reachable {
    /// Types that requests use.
    pub(crate) input: BTreeSet<String>,
    /// Types and value sets that the chosen actions use.
    pub(crate) chosen: BTreeSet<String>,
    /// Those of them that their requests use.
    pub(crate) chosen_input: BTreeSet<String>,
}

impl Reachable {
    /// Requests are followed from every action of the service, so that a type is the same whichever actions
    /// are chosen; what is generated, only from the chosen ones.
    /// Types of other crates are not followed.
    pub(crate) fn of(service: &Service, is_chosen: impl Fn(&str) -> bool, is_extern: impl Fn(&str) -> bool) -> Self {
        let mut reach = Self::default();
        for action in &service.actions {
            follow(service, &action.parameters, &|_| false, &mut reach.input);
            if is_chosen(&action.name) {
                follow(service, &action.parameters, &is_extern, &mut reach.chosen_input);
                follow(service, &action.output, &is_extern, &mut reach.chosen);
            }
        }
        reach.chosen.extend(reach.chosen_input.iter().cloned());
        reach
    }
}

fn follow(service: &Service, members: &[Member], stops_at: &dyn Fn(&str) -> bool, reached: &mut BTreeSet<String>) {
    for name in members.iter().flat_map(references) {
        if !reached.insert(name.to_owned()) || stops_at(name) {
            continue;
        }
        if let Some(members) = service.type_named(name).and_then(|shared| shared.members.as_deref()) {
            follow(service, members, stops_at, reached);
        }
    }
}

/// The types and value sets that `member` names.
fn references(member: &Member) -> impl Iterator<Item = &str> {
    let structure = match member.type_ref().item {
        ItemType::Named(name) => Some(name),
        _ => None,
    };
    structure
        .into_iter()
        .chain(member.values.as_ref().map(|values| values.as_str()))
}

/// Types that contain themselves through members that are not lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cycles<'a> {
    direct: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Cycles<'a> {
    pub(crate) fn of(service: &'a Service) -> Self {
        let mut direct: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for shared in &service.types {
            let held = shared.members.iter().flatten().filter_map(direct_structure);
            direct.insert(&shared.name, held.collect());
        }
        Self { direct }
    }

    /// Returns whether a member of `owner` with the type `held` closes a cycle.
    pub(crate) fn closes(&self, owner: &str, held: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![held];
        while let Some(name) = waiting.pop() {
            if name == owner {
                return true;
            }
            if let Some(next) = self.direct.get(name).filter(|_| seen.insert(name.to_owned())) {
                waiting.extend(next.iter().copied());
            }
        }
        false
    }
}

fn direct_structure(member: &Member) -> Option<&str> {
    let type_ref = member.type_ref();
    match type_ref.item {
        ItemType::Named(name) if !type_ref.list => Some(name),
        _ => None,
    }
}
