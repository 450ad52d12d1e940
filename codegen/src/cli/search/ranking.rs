//! Ranks what a search finds: first by how well a name matches, then by what it names.
//!
//! Members come after services, actions and types that match equally well by whole words: most names are members, and
//! would come before what one searches for by the same word.

use crate::cli::service_source::Version;
use crate::naming::snake_case;
use crate::spec::{ActionFile, Member, Service, TypeFile};

/// How well a name or its description matches a query, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MatchQuality {
    /// The words of the query are the whole name.
    Exact,
    /// The name starts with the words.
    Prefix,
    /// Each word is a word of the name.
    Words,
    /// Each word is a part of the name.
    Substring,
    /// Each word is a part of the name or of its description.
    Description,
}

/// Words to search for, in any case and order.
pub(super) struct Query {
    words: Vec<String>,
    /// The words without spaces, as in a name.
    joined: String,
}

impl Query {
    /// Splits the words at spaces.
    pub(super) fn new(words: &[String]) -> Self {
        let words: Vec<String> = words
            .iter()
            .flat_map(|word| word.split_whitespace())
            .map(str::to_lowercase)
            .collect();
        Self {
            joined: words.concat(),
            words,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Matches a name and its description; `None` if they do not match.
    fn match_quality(&self, name: &str, description: &str) -> Option<MatchQuality> {
        let lower = name.to_lowercase();
        if lower == self.joined {
            return Some(MatchQuality::Exact);
        }
        if lower.starts_with(&self.joined) {
            return Some(MatchQuality::Prefix);
        }
        let mut words = self.words.iter();
        if words.clone().all(|word| lower.contains(word)) {
            let of_name = snake_case(name);
            let of_name: Vec<&str> = of_name.split('_').collect();
            return Some(if words.all(|word| of_name.contains(&word.as_str())) {
                MatchQuality::Words
            } else {
                MatchQuality::Substring
            });
        }
        if description.is_empty() {
            return None;
        }
        let description = description.to_lowercase();
        let matches = words.all(|word| description.contains(word) || lower.contains(word));
        matches.then_some(MatchQuality::Description)
    }
}

/// The hits in a service version.
pub(super) struct Hits<'a> {
    query: &'a Query,
    list: Vec<Hit>,
}

/// A hit; hits are printed in this order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    grade: Grade,
    quality: MatchQuality,
    kind: Kind,
    is_other_version: bool,
    /// Of names that match equally well, the shortest is the best.
    length: usize,
    place: String,
}

/// The quality of a match and the kind of the name together, so that members come after the others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Exact,
    Words,
    WordsOfMember,
    Substring,
    Description,
}

impl Grade {
    fn of(quality: MatchQuality, kind: Kind) -> Self {
        match (quality, kind) {
            (MatchQuality::Exact, _) => Self::Exact,
            (MatchQuality::Prefix | MatchQuality::Words, Kind::Member) => Self::WordsOfMember,
            (MatchQuality::Prefix | MatchQuality::Words, _) => Self::Words,
            (MatchQuality::Substring, _) => Self::Substring,
            (MatchQuality::Description, _) => Self::Description,
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
    pub(super) fn search(query: &'a Query, version: &Version, service: &Service) -> Self {
        let mut hits = Self {
            query,
            list: Vec::new(),
        };
        hits.add_service(version, service);
        hits
    }

    fn add_service(&mut self, version: &Version, service: &Service) {
        let place = format!("{} {}", version.service, version.version);
        let file = &service.file;
        let described = format!("{} {}", *file.title, *file.description);
        self.add(version, Kind::Service, &version.service, &described, || place.clone());
        for action in &service.actions {
            self.add_action(version, &place, action);
        }
        for shared in &service.types {
            self.add_type(version, &place, shared);
        }
    }

    fn add_action(&mut self, version: &Version, place: &str, action: &ActionFile) {
        let place = format!("{place} action {}", *action.name);
        self.add(version, Kind::Action, &action.name, &action.description, || {
            place.clone()
        });
        self.add_members(version, &format!("{place} parameter"), &action.parameters);
        self.add_members(version, &format!("{place} output"), &action.output);
    }

    fn add_type(&mut self, version: &Version, place: &str, shared: &TypeFile) {
        let place = format!("{place} type {}", *shared.name);
        self.add(version, Kind::Type, &shared.name, &shared.description, || place.clone());
        let members = shared.members.as_deref().unwrap_or_default();
        self.add_members(version, &format!("{place} member"), members);
    }

    fn add_members(&mut self, version: &Version, place: &str, members: &[Member]) {
        for member in members {
            self.add(version, Kind::Member, &member.name, &member.description, || {
                format!("{place} {}", *member.name)
            });
        }
    }

    fn add(&mut self, version: &Version, kind: Kind, name: &str, description: &str, place: impl FnOnce() -> String) {
        let Some(quality) = self.query.match_quality(name, description) else {
            return;
        };
        let place = match quality {
            MatchQuality::Description => format!("{} (description)", place()),
            _ => place(),
        };
        self.list.push(Hit {
            grade: Grade::of(quality, kind),
            quality,
            kind,
            is_other_version: !version.is_default,
            length: name.len(),
            place,
        });
    }

    /// Returns the places of all hits, the best first.
    pub(super) fn best_first(all: Vec<Self>) -> Vec<String> {
        let mut list: Vec<Hit> = all.into_iter().flat_map(|hits| hits.list).collect();
        list.sort_unstable();
        list.into_iter().map(|hit| hit.place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MatchQuality, Query};

    #[test]
    fn names_match_better_than_descriptions() {
        let cases = [
            ("CreateProxyGroup", "create proxy group", Some(MatchQuality::Exact)),
            ("CreateProxyGroup", "CREATEPROXY", Some(MatchQuality::Prefix)),
            ("CreateProxyGroup", "group proxy", Some(MatchQuality::Words)),
            ("CreateProxyGroup", "roxy", Some(MatchQuality::Substring)),
            ("DescribeSubnetIDs", "ids", Some(MatchQuality::Words)),
            ("CreateProxyGroup", "makes group", Some(MatchQuality::Description)),
            ("CreateProxyGroup", "makes groups", None),
        ];
        for (name, words, expected) in cases {
            let query = Query::new(&[words.to_owned()]);
            assert_eq!(query.match_quality(name, "Makes one."), expected, "{name}: {words}");
        }
    }
}
