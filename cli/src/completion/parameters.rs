//! The parameters of an action: their names at any depth, and their values.

use tc3_codegen::spec::{ItemType, Member, Service, TypeFile};

use super::candidate::Candidate;
use super::position::{Given, global};
use crate::near::folded;

/// The most items of a list that are offered one by one.
const MAX_INDEX: usize = 20;

/// The parameters of an action, and those of them that were given.
pub(super) struct Parameters<'a> {
    pub(super) service: &'a Service,
    pub(super) members: &'a [Member],
    pub(super) given: &'a [Given<'a>],
}

/// How names are spelled, after what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `GroupName`, as they are sent.
    Sent,
    /// `group-name`
    Hyphens,
    /// `group_name`
    Underscores,
}

/// What follows the part of a path that is written.
enum Place<'a> {
    Members(&'a [Member]),
    /// An index; whether the items have members.
    Index(bool),
    Nothing,
}

impl<'a> Parameters<'a> {
    /// The names that may follow the dashes of `typed`: `--Gro`, `--AccessRegionSet.0.Ba`.
    pub(super) fn names(&self, typed: &str) -> Vec<Candidate> {
        let typed = typed.trim_start_matches('-');
        let (prefix, typed) = match typed.strip_prefix("api.") {
            Some(typed) => ("--api.", typed),
            None => ("--", typed),
        };
        let (path, last) = match typed.rfind('.') {
            Some(dot) => typed.split_at(dot + 1),
            None => ("", typed),
        };
        let spelling = Spelling::of(typed);
        let segments: Vec<&str> = path.split_terminator('.').collect();
        let candidates = match self.place(&segments) {
            Place::Members(members) => self.members_of(members, &segments, spelling),
            Place::Index(has_members) => self.indices(&segments, has_members),
            Place::Nothing => Vec::new(),
        };
        let mut candidates: Vec<Candidate> = candidates
            .into_iter()
            .map(|candidate| Candidate {
                value: format!("{prefix}{path}{}", candidate.value),
                ..candidate
            })
            .collect();
        if segments.is_empty() && !last.is_empty() {
            candidates.extend(self.inner_names(prefix, spelling));
        }
        candidates
    }

    /// The values of the parameter `name`.
    pub(super) fn values(&self, name: &str) -> Vec<Candidate> {
        let Some(member) = self.member(name.strip_prefix("api.").unwrap_or(name)) else {
            return Vec::new();
        };
        let item = self.service.type_of(member).item;
        let set = member.values.as_ref().map(|values| &values.value[..]);
        let set = set.or(match item {
            ItemType::Named(name) => Some(name),
            _ => None,
        });
        let mut values = set
            .and_then(|set| self.service.type_named(set))
            .map(values_of)
            .unwrap_or_default();
        if item == ItemType::Boolean {
            values = vec![Candidate::new("true", ""), Candidate::new("false", "")];
        }
        if let Some(default) = &member.default {
            let text = default
                .value
                .as_str()
                .map_or_else(|| default.value.to_string(), str::to_owned);
            match values.iter_mut().find(|candidate| candidate.value == text) {
                Some(known) => known.description = format!("default; {}", known.description),
                None => values.insert(0, Candidate::new(text, "default")),
            }
        }
        values
    }

    /// Whether a parameter takes several values.
    pub(super) fn is_list(&self, name: &str) -> bool {
        self.member(name)
            .is_some_and(|member| self.service.type_of(member).list)
    }

    /// The member that a path names: `AccessRegionSet.0.Bandwidth`.
    fn member(&self, path: &str) -> Option<&'a Member> {
        let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
        let segments: Vec<&str> = path.split('.').collect();
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            // An item of a list of texts or numbers.
            return self.member(parents).filter(|_| !parents.is_empty());
        }
        let (_, parents) = segments.split_last()?;
        match self.place(parents) {
            Place::Members(members) => find(members, name),
            Place::Index(_) | Place::Nothing => None,
        }
    }

    fn place(&self, segments: &[&str]) -> Place<'a> {
        let mut place = Place::Members(self.members);
        let mut item: Option<ItemType<'a>> = None;
        for segment in segments {
            place = match place {
                Place::Members(members) => {
                    let Some(member) = find(members, segment) else {
                        return Place::Nothing;
                    };
                    let type_ref = self.service.type_of(member);
                    item = Some(type_ref.item);
                    let inside = self.inside(type_ref.item);
                    match (type_ref.list, inside) {
                        (true, inside) => Place::Index(inside.is_some()),
                        (false, Some(members)) => Place::Members(members),
                        (false, None) => Place::Nothing,
                    }
                }
                Place::Index(_) => match item.and_then(|item| self.inside(item)) {
                    Some(members) if segment.bytes().all(|byte| byte.is_ascii_digit()) => Place::Members(members),
                    _ => Place::Nothing,
                },
                Place::Nothing => return Place::Nothing,
            };
        }
        place
    }

    fn inside(&self, item: ItemType<'a>) -> Option<&'a [Member]> {
        match item {
            ItemType::Named(name) => self.service.type_named(name)?.members.as_deref(),
            _ => None,
        }
    }

    /// Required ones first; those that were given are left out unless more of them can be.
    fn members_of(&self, members: &'a [Member], path: &[&str], spelling: Spelling) -> Vec<Candidate> {
        let (required, optional): (Vec<&Member>, Vec<&Member>) = members.iter().partition(|member| member.required);
        let mut candidates = Vec::new();
        for member in required.into_iter().chain(optional) {
            let name = spelling.spell(&member.name);
            // A spelling that names an option of the command means that option.
            let name = if path.is_empty() && global(&name).is_some() {
                member.name.value.clone()
            } else {
                name
            };
            let type_ref = self.service.type_of(member);
            let full: Vec<String> = path.iter().copied().chain([&member.name[..]]).map(folded).collect();
            let description = describe(member);
            let (given_here, below) = self.given_below(&full);
            if (!given_here || type_ref.list) && below == 0 {
                candidates.push(Candidate::new(name.clone(), &description));
            }
            if self.inside(type_ref.item).is_some() && (!given_here || below > 0) {
                let nested = if type_ref.list {
                    format!("{name}.{below}.")
                } else {
                    format!("{name}.")
                };
                candidates.push(Candidate::new(nested, &description));
                if type_ref.list && below > 0 {
                    candidates.push(Candidate::new(format!("{name}.{}.", below - 1), &description));
                }
            }
        }
        candidates
    }

    fn indices(&self, path: &[&str], has_members: bool) -> Vec<Candidate> {
        let full: Vec<String> = path.iter().copied().map(folded).collect();
        let (_, next) = self.given_below(&full);
        let end = if has_members { "." } else { "" };
        let first = if has_members { 0 } else { next };
        let indices = (first..=next).rev().take(MAX_INDEX);
        indices
            .map(|index| Candidate::new(format!("{index}{end}"), ""))
            .collect()
    }

    /// Whether a path was given itself, and the index that follows those that were given below it; for what has no
    /// index, 1 if anything was given below it.
    fn given_below(&self, path: &[String]) -> (bool, usize) {
        let mut is_given = false;
        let mut next = 0;
        for given in self.given.iter().filter(|given| given.global.is_none()) {
            let name = given.name.strip_prefix("api.").unwrap_or(given.name);
            let segments: Vec<String> = name.split('.').map(folded).collect();
            match segments.strip_prefix(path) {
                Some([]) => is_given = true,
                Some([below, ..]) => next = next.max(below.parse().map_or(1, |index: usize| index.saturating_add(1))),
                None => {}
            }
        }
        (is_given, next)
    }

    /// The names one level below, for a part of a name that no parameter itself has: `--Ban` finds
    /// `--AccessRegionSet.0.Bandwidth`.
    fn inner_names(&self, prefix: &str, spelling: Spelling) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for member in self.members {
            let type_ref = self.service.type_of(member);
            let Some(inside) = self.inside(type_ref.item) else {
                continue;
            };
            let outer = spelling.spell(&member.name);
            let (_, next) = self.given_below(&[folded(&member.name)]);
            let index = if type_ref.list {
                format!(".{}", next.saturating_sub(1))
            } else {
                String::new()
            };
            for inner in inside {
                let name = format!("{prefix}{outer}{index}.{}", spelling.spell(&inner.name));
                candidates.push(Candidate::new(name, &describe(inner)).remote());
            }
        }
        candidates
    }
}

fn find<'a>(members: &'a [Member], name: &str) -> Option<&'a Member> {
    let wanted = folded(name);
    let exact = members.iter().find(|member| member.name.value == name);
    exact.or_else(|| members.iter().find(|member| folded(&member.name) == wanted))
}

fn values_of(set: &TypeFile) -> Vec<Candidate> {
    let texts = set.values.iter().flatten();
    let texts = texts.map(|value| Candidate::new(value.value.value.clone(), &value.description));
    let integers = set.integers.iter().flatten();
    let integers = integers.map(|value| {
        let description = format!("{}: {}", value.rust_name.value, value.description.value);
        Candidate::new(value.value.value.to_string(), &description)
    });
    texts.chain(integers).collect()
}

/// `Integer, required: ID of the project`.
fn describe(member: &Member) -> String {
    let required = if member.required { ", required" } else { "" };
    let deprecated = if member.deprecated.is_some() {
        ", deprecated"
    } else {
        ""
    };
    let first = member.description.lines().next().unwrap_or_default();
    let separator = if first.is_empty() { "" } else { ": " };
    format!("{}{required}{deprecated}{separator}{first}", member.type_name.value)
}

impl Spelling {
    /// The one that `typed` begins, as sent unless it begins in lower case.
    fn of(typed: &str) -> Self {
        let is_lower = typed.starts_with(|first: char| first.is_lowercase());
        match is_lower {
            false => Self::Sent,
            true if typed.contains('_') => Self::Underscores,
            true => Self::Hyphens,
        }
    }

    fn spell(self, name: &str) -> String {
        let separator = match self {
            Self::Sent => return name.to_owned(),
            Self::Hyphens => '-',
            Self::Underscores => '_',
        };
        let letters: Vec<char> = name.chars().collect();
        let mut spelled = String::new();
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            let after = letters.get(at + 1);
            let begins = letter.is_uppercase()
                && before.is_some_and(|before| {
                    before.is_lowercase() || before.is_ascii_digit() || after.is_some_and(|after| after.is_lowercase())
                });
            if begins && !spelled.ends_with(['-', '_']) {
                spelled.push(separator);
            }
            spelled.extend(letter.to_lowercase());
        }
        spelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_they_were_begun() {
        for (typed, name, expected) in [
            ("", "GroupName", "GroupName"),
            ("Gr", "IPAddressVersion", "IPAddressVersion"),
            ("gr", "GroupName", "group-name"),
            ("ip", "IPAddressVersion", "ip-address-version"),
            ("group_", "GroupName", "group_name"),
            ("h", "Http3Supported", "http3-supported"),
            ("a", "A_B", "a_b"),
        ] {
            assert_eq!(Spelling::of(typed).spell(name), expected, "{typed}");
        }
    }
}
