//! Where what is looked for was found.

use super::likeness::{Likeness, Query};
use crate::cli::contents::Version;
use crate::spec::{ActionFile, Member, Service, TypeFile};

/// What was found in a service version.
pub(super) struct Hits<'a> {
    query: &'a Query,
    list: Vec<Hit>,
}

/// In the order of which hits are printed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    grade: Grade,
    likeness: Likeness,
    kind: Kind,
    is_other_version: bool,
    /// Of names that fit alike, the one with the least besides fits best.
    length: usize,
    place: String,
}

/// Many members have a name that a service, an action or a type is looked for by, and would come before it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Exact,
    Words,
    WordsOfMember,
    Substring,
    Description,
}

impl Grade {
    fn of(likeness: Likeness, kind: Kind) -> Self {
        match (likeness, kind) {
            (Likeness::Exact, _) => Self::Exact,
            (Likeness::Prefix | Likeness::Words, Kind::Member) => Self::WordsOfMember,
            (Likeness::Prefix | Likeness::Words, _) => Self::Words,
            (Likeness::Substring, _) => Self::Substring,
            (Likeness::Description, _) => Self::Description,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Service,
    Action,
    Type,
    Member,
}

impl<'a> Hits<'a> {
    pub(super) fn in_service(query: &'a Query, version: &Version, service: &Service) -> Self {
        let mut hits = Self {
            query,
            list: Vec::new(),
        };
        hits.look(version, service);
        hits
    }

    fn look(&mut self, version: &Version, service: &Service) {
        let place = format!("{} {}", version.service, version.version);
        let file = &service.file;
        let described = format!("{} {}", *file.title, *file.description);
        self.judge(version, Kind::Service, &version.service, &described, || place.clone());
        for action in &service.actions {
            self.action(version, &place, action);
        }
        for shared in &service.types {
            self.shared(version, &place, shared);
        }
    }

    fn action(&mut self, version: &Version, place: &str, action: &ActionFile) {
        let place = format!("{place} action {}", *action.name);
        self.judge(version, Kind::Action, &action.name, &action.description, || {
            place.clone()
        });
        self.members(version, &format!("{place} parameter"), &action.parameters);
        self.members(version, &format!("{place} output"), &action.output);
    }

    fn shared(&mut self, version: &Version, place: &str, shared: &TypeFile) {
        let place = format!("{place} type {}", *shared.name);
        self.judge(version, Kind::Type, &shared.name, &shared.description, || place.clone());
        let members = shared.members.as_deref().unwrap_or_default();
        self.members(version, &format!("{place} member"), members);
    }

    fn members(&mut self, version: &Version, place: &str, members: &[Member]) {
        for member in members {
            self.judge(version, Kind::Member, &member.name, &member.description, || {
                format!("{place} {}", *member.name)
            });
        }
    }

    fn judge(&mut self, version: &Version, kind: Kind, name: &str, description: &str, place: impl FnOnce() -> String) {
        let Some(likeness) = self.query.likeness(name, description) else {
            return;
        };
        let place = match likeness {
            Likeness::Description => format!("{} (description)", place()),
            _ => place(),
        };
        self.list.push(Hit {
            grade: Grade::of(likeness, kind),
            likeness,
            kind,
            is_other_version: !version.is_default,
            length: name.len(),
            place,
        });
    }

    /// The places of all hits, the best first.
    pub(super) fn best_first(all: Vec<Self>) -> Vec<String> {
        let mut list: Vec<Hit> = all.into_iter().flat_map(|hits| hits.list).collect();
        list.sort_unstable();
        list.into_iter().map(|hit| hit.place).collect()
    }
}
