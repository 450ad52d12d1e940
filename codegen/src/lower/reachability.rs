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

/// Adds what `members` reach to `reached`. Chains of types may be longer than a stack is deep, so nothing recurses.
fn follow(service: &Service, members: &[Member], stops_at: &dyn Fn(&str) -> bool, reached: &mut BTreeSet<String>) {
    let mut pending: Vec<&str> = members.iter().flat_map(references).collect();
    while let Some(name) = pending.pop() {
        if reached.contains(name) {
            continue;
        }
        reached.insert(name.to_owned());
        if stops_at(name) {
            continue;
        }
        if let Some(members) = service.type_named(name).and_then(|shared| shared.members.as_deref()) {
            pending.extend(
                members
                    .iter()
                    .flat_map(references)
                    .filter(|name| !reached.contains(*name)),
            );
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
    /// The strongly connected component of each type: two types of one contain each other.
    components: BTreeMap<&'a str, usize>,
}

impl<'a> Cycles<'a> {
    pub(crate) fn of(service: &'a Service) -> Self {
        let types = service.types.iter().map(|shared| {
            let held = shared.members.iter().flatten().filter_map(direct_structure);
            (shared.name.as_str(), held.collect())
        });
        Self {
            components: components(&types.collect()),
        }
    }

    /// Returns whether a member of `owner` with the type `held` closes a cycle.
    pub(crate) fn closes(&self, owner: &str, held: &str) -> bool {
        match (self.components.get(owner), self.components.get(held)) {
            (Some(owner), Some(held)) => owner == held,
            _ => owner == held,
        }
    }
}

/// Returns the number of the strongly connected component of each node, by Kosaraju's algorithm with stacks of its own.
///
/// The time is linear in the edges. A search from each member, as it was before, took 15 s for 160 types that each refer to
/// all of them. The crate petgraph has the algorithm too; with its dependencies it would take longer to compile in every
/// build script than these lines.
fn components<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeMap<&'a str, usize> {
    let mut reversed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, held) in edges {
        for to in held.iter().filter(|to| edges.contains_key(*to)) {
            reversed.entry(to).or_default().push(from);
        }
    }
    let mut component = BTreeMap::new();
    for root in finished(edges).into_iter().rev() {
        let mut pending = vec![root];
        let number = component.len(); // unique, since each root adds at least itself
        while let Some(name) = pending.pop() {
            if component.contains_key(name) {
                continue;
            }
            component.insert(name, number);
            let before = reversed.get(name).into_iter().flatten();
            pending.extend(before.copied().filter(|name| !component.contains_key(name)));
        }
    }
    component
}

/// Returns the nodes in the order in which a depth-first search leaves them.
fn finished<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<&'a str> {
    let mut finished = Vec::with_capacity(edges.len());
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for root in edges.keys() {
        if !seen.insert(root) {
            continue;
        }
        // Each entered node with those that it still has to visit.
        let mut path = vec![(*root, edges[root].iter())];
        while let Some((name, rest)) = path.last_mut() {
            match rest.next() {
                None => {
                    finished.push(*name);
                    path.pop();
                }
                Some(next) => {
                    if let Some(held) = edges.get(next)
                        && seen.insert(next)
                    {
                        path.push((next, held.iter()));
                    }
                }
            }
        }
    }
    finished
}

fn direct_structure(member: &Member) -> Option<&str> {
    let type_ref = member.type_ref();
    match type_ref.item {
        ItemType::Named(name) if !type_ref.list => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::components;

    fn same(edges: &[(&'static str, &[&'static str])], one: &str, other: &str) -> bool {
        let edges: BTreeMap<&str, BTreeSet<&str>> = edges
            .iter()
            .map(|(from, to)| (*from, to.iter().copied().collect()))
            .collect();
        let components = components(&edges);
        components[one] == components[other]
    }

    #[test]
    fn types_that_contain_each_other_are_one_component() {
        let edges: &[(&str, &[&str])] = &[
            ("a", &["b", "x"]),
            ("b", &["c"]),
            ("c", &["a", "d"]),
            ("d", &["e", "nowhere"]),
            ("e", &["d"]),
            ("f", &["a"]),
        ];
        for (one, other, is_same) in [
            ("a", "b", true),
            ("a", "c", true),
            ("d", "e", true),
            ("a", "d", false),
            ("f", "a", false),
            ("c", "e", false),
        ] {
            assert_eq!(same(edges, one, other), is_same, "{one} {other}");
        }
    }

    #[test]
    fn long_chains_do_not_exhaust_the_stack() {
        let names: Vec<String> = (0..200_000).map(|number| format!("t{number}")).collect();
        let next = |index: usize| names[(index + 1) % names.len()].as_str();
        let edges: BTreeMap<&str, BTreeSet<&str>> = names
            .iter()
            .enumerate()
            .map(|(index, name)| (name.as_str(), BTreeSet::from([next(index)])))
            .collect();
        let components = components(&edges);
        assert!(components.values().all(|number| *number == components["t0"]));
    }
}
