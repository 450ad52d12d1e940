//! One service version out of three sources: a spec, the metadata of China, the international metadata.
//!
//! Facts are those of the first source that has a thing, in this order. English texts are the spec's, or else the
//! international site's; Chinese ones are China's. What only one site has is marked.

use std::collections::BTreeMap;

use tc3_codegen::spec::{ActionFile, Example, Member, Service, TypeFile};

use crate::summary::Sites;

/// A text in both languages, each empty if it is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bilingual {
    pub(super) english: String,
    pub(super) chinese: String,
}

/// A service version.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) facts: Service,
    pub(super) title: Bilingual,
    pub(super) description: Bilingual,
    pub(super) actions: Vec<MergedAction>,
    pub(super) types: Vec<MergedType>,
}

/// An action.
#[derive(Debug)]
pub(super) struct MergedAction {
    pub(super) facts: ActionFile,
    pub(super) sites: Sites,
    pub(super) description: Bilingual,
    pub(super) parameters: Vec<MergedMember>,
    pub(super) output: Vec<MergedMember>,
}

/// A type; its `members` are next to it.
#[derive(Debug)]
pub(super) struct MergedType {
    pub(super) facts: TypeFile,
    pub(super) description: Bilingual,
    pub(super) members: Option<Vec<MergedMember>>,
}

/// A member.
#[derive(Debug)]
pub(super) struct MergedMember {
    pub(super) facts: Member,
    pub(super) sites: Sites,
    pub(super) required_intl: bool,
    /// Its default, as JSON.
    pub(super) default: Option<String>,
    pub(super) description: Bilingual,
}

/// The same thing in each of the sources.
#[derive(Debug)]
struct Sources<'a, T> {
    spec: Option<&'a T>,
    china: Option<&'a T>,
    international: Option<&'a T>,
}

/// Derived, it would ask for a `T` that is `Copy`.
impl<T> Clone for Sources<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Sources<'_, T> {}

impl<'a, T> Sources<'a, T> {
    fn map<U>(self, get: impl Fn(&'a T) -> Option<&'a U>) -> Sources<'a, U> {
        Sources {
            spec: self.spec.and_then(&get),
            china: self.china.and_then(&get),
            international: self.international.and_then(&get),
        }
    }

    fn first(self) -> Option<&'a T> {
        self.spec.or(self.china).or(self.international)
    }

    /// A thing that only a spec has is on both sites.
    fn sites(self) -> Sites {
        match (self.china.is_some(), self.international.is_some()) {
            (false, false) => Sites::BOTH,
            (cn, intl) => Sites { cn, intl },
        }
    }

    fn text(self, get: impl Fn(&T) -> &str) -> Bilingual {
        let get = |source: Option<&T>| source.map(&get).unwrap_or_default().to_owned();
        let spec = get(self.spec);
        Bilingual {
            english: if spec.is_empty() { get(self.international) } else { spec },
            chinese: get(self.china),
        }
    }
}

impl Merged {
    pub(super) fn new(spec: Option<&Service>, china: Option<&Service>, international: Option<&Service>) -> Self {
        let sources = Sources {
            spec,
            china,
            international,
        };
        let actions = by_name(sources, |service| &service.actions, |action| &action.name);
        let types = by_name(sources, |service| &service.types, |shared| &shared.name);
        let facts = sources.first().map(|service| Service {
            file: service.file.clone(),
            ..Service::default()
        });
        let mut merged = Self {
            facts: facts.unwrap_or_default(),
            title: sources.text(|service| &service.file.title),
            description: sources.text(|service| &service.file.description),
            actions: actions.into_iter().filter_map(merge_action).collect(),
            types: types.into_iter().filter_map(merge_type).collect(),
        };
        merged
            .actions
            .sort_by(|one, other| one.facts.name.value.cmp(&other.facts.name.value));
        merged
            .types
            .sort_by(|one, other| one.facts.name.value.cmp(&other.facts.name.value));
        merged
    }

    /// The sites that have any of its actions.
    pub(super) fn sites(&self) -> Sites {
        Sites {
            cn: self.actions.iter().any(|action| action.sites.cn),
            intl: self.actions.iter().any(|action| action.sites.intl),
        }
    }
}

fn merge_action(sources: Sources<'_, ActionFile>) -> Option<MergedAction> {
    let facts = sources.first()?;
    Some(MergedAction {
        facts: ActionFile {
            parameters: Vec::new(),
            output: Vec::new(),
            examples: examples(sources),
            ..facts.clone()
        },
        sites: sources.sites(),
        description: sources.text(|action| &action.description),
        parameters: members(sources, |action| Some(&action.parameters)),
        output: members(sources, |action| Some(&action.output)),
    })
}

/// Those of a spec, or else the first request of the first source that has any: more of one action show little that is
/// new, and they would be a tenth of a catalog.
fn examples(sources: Sources<'_, ActionFile>) -> Vec<Example> {
    let of_spec = sources.spec.map(|action| action.examples.clone()).unwrap_or_default();
    if !of_spec.is_empty() {
        return of_spec;
    }
    let sites = [sources.international, sources.china].into_iter().flatten();
    let mut requests = sites
        .flat_map(|action| &action.examples)
        .filter(|example| example.request.is_some());
    requests.next().cloned().into_iter().collect()
}

fn merge_type(sources: Sources<'_, TypeFile>) -> Option<MergedType> {
    let facts = sources.first()?;
    let is_structure = facts.members.is_some();
    Some(MergedType {
        description: sources.text(|shared| &shared.description),
        members: is_structure.then(|| members(sources, |shared| shared.members.as_ref())),
        facts: TypeFile {
            members: None,
            ..facts.clone()
        },
    })
}

fn members<'a, T>(sources: Sources<'a, T>, list: impl Fn(&'a T) -> Option<&'a Vec<Member>>) -> Vec<MergedMember> {
    let lists = sources.map(list);
    // A site that lacks the whole says nothing of its members.
    let owner = sources.sites();
    let merge = |member: Sources<'_, Member>| {
        let facts = member.first()?.clone();
        let mut sites = member.sites();
        (sites.cn, sites.intl) = (sites.cn || !owner.cn, sites.intl || !owner.intl);
        let required_intl = member.international.map_or(facts.required, |member| member.required);
        Some(MergedMember {
            required_intl,
            sites,
            default: facts.default.as_ref().map(|default| default.to_string()),
            description: member.text(|member| &member.description),
            facts,
        })
    };
    by_name(lists, |list| list, |member| &member.name)
        .into_iter()
        .filter_map(merge)
        .collect()
}

/// The things of lists by their names, in the order of the first source that has them.
fn by_name<'a, S, T>(
    sources: Sources<'a, S>,
    list: impl Fn(&'a S) -> &'a Vec<T>,
    name: impl Fn(&'a T) -> &'a str,
) -> Vec<Sources<'a, T>> {
    let lists = sources.map(|source| Some(list(source)));
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut things: Vec<Sources<'a, T>> = Vec::new();
    let mut place = |thing: &'a T, things: &mut Vec<Sources<'a, T>>| {
        *places.entry(name(thing)).or_insert_with(|| {
            things.push(Sources {
                spec: None,
                china: None,
                international: None,
            });
            things.len() - 1
        })
    };
    for thing in lists.spec.into_iter().flatten() {
        let at = place(thing, &mut things);
        things[at].spec = Some(thing);
    }
    for thing in lists.china.into_iter().flatten() {
        let at = place(thing, &mut things);
        things[at].china = Some(thing);
    }
    for thing in lists.international.into_iter().flatten() {
        let at = place(thing, &mut things);
        things[at].international = Some(thing);
    }
    things
}
