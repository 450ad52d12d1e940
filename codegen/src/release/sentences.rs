//! Changes as sentences for a changelog: "`DescribeProxies` gained `TagSet`."
//!
//! Changes that say the same of several members or types are one sentence. Where a service has several versions, the
//! sentence ends in the version that it is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::version::Impact;
use crate::diff::{Change, Kind, Severity};
use crate::spec::Spec;

/// How many names a sentence lists, unless it is about what breaks callers.
const MOST_NAMES: usize = 20;

/// The sentences of a release, by what they do to callers.
pub(crate) type Sentences = BTreeMap<Impact, Vec<String>>;

/// Returns what a change does to callers.
pub(crate) fn impact(change: &Change) -> Impact {
    match change.severity {
        Severity::Breaking => Impact::Breaking,
        Severity::Addition => Impact::Addition,
        Severity::Note | Severity::Documentation => Impact::Documentation,
    }
}

/// Returns the changes from `old` to `new` in sentences, in the order of the changes.
pub(crate) fn sentences(changes: &[Change], old: &Spec, new: &Spec) -> Sentences {
    let services = || old.services.iter().chain(&new.services);
    let actions: BTreeSet<&str> = services()
        .flat_map(|service| service.actions.iter().map(|action| action.name.as_str()))
        .collect();
    let versions: BTreeSet<&str> = services().map(|service| service.file.version.as_str()).collect();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut indexes = HashMap::new();
    for change in changes {
        let (owner, member) = split(&change.place);
        // What is said of members is said once for each owner, and all else once for all places.
        let is_of_owner = names_member(change.kind);
        let key = (
            impact(change),
            change.kind,
            &change.version,
            &change.what,
            is_of_owner.then_some(owner),
        );
        let key = if names_value(change.kind) {
            (key.0, key.1, key.2, &change.service, Some(owner))
        } else {
            key
        };
        let index = *indexes.entry(key).or_insert(groups.len());
        if index == groups.len() {
            groups.push(Group {
                first: change,
                owner,
                members: Vec::new(),
                places: Vec::new(),
            });
        }
        if let Some(group) = groups.get_mut(index) {
            group.members.extend(member.map(code));
            if let Some(value) = value(change) {
                group.members.push(value);
            }
            group.places.push(place(&change.place, &actions));
        }
    }
    let mut sentences = Sentences::new();
    for group in groups {
        let mut sentence = group.sentence(&actions);
        if let (Some(version), true) = (&group.first.version, versions.len() > 1) {
            sentence = format!("{} ({version}).", sentence.trim_end_matches('.'));
        }
        sentences.entry(impact(group.first)).or_default().push(sentence);
    }
    sentences
}

/// Changes that become one sentence.
struct Group<'a> {
    first: &'a Change,
    /// The type or action that the changes are about.
    owner: &'a str,
    /// The members or values that they are about.
    members: Vec<String>,
    /// What they are about as a whole.
    places: Vec<String>,
}

impl Group<'_> {
    fn sentence(&self, actions: &BTreeSet<&str>) -> String {
        let Change {
            kind, what, severity, ..
        } = self.first;
        let owner = owner(self.owner, actions);
        let most = if *severity == Severity::Breaking {
            usize::MAX
        } else {
            MOST_NAMES
        };
        let members = listed(&self.members, most);
        let places = listed(&by_owner(&self.places), most);
        let is = if self.places.len() == 1 { "is" } else { "are" };
        let what = if self.places.len() == 1 {
            what.trim_end_matches('.').to_owned()
        } else {
            plural(what.trim_end_matches('.'))
        };
        let them = if self.members.len() == 1 { "it" } else { "them" };
        let reason = what.split_once(": ").map(|(_, reason)| reason);
        let because = reason.map_or(String::new(), |reason| format!(": {reason}"));
        match kind {
            Kind::MemberAdded => format!("{owner} gained {members}."),
            Kind::MemberRemoved => format!("{owner} lost {members}."),
            Kind::MemberRequired if what.starts_with("is new") => {
                format!(
                    "{owner} needs {members}, which {is} new{}.",
                    because.replace("takes it", &format!("takes {them}"))
                )
            }
            Kind::MemberRequired => {
                let was = if self.members.len() == 1 { "was" } else { "were" };
                let because = because.replace("takes it", &format!("takes {them}"));
                format!("{owner} needs {members}, which {was} optional{because}.")
            }
            Kind::MemberOptional => format!(
                "{owner} no longer needs {members}{}.",
                because.replace("takes it", &format!("takes {them}"))
            ),
            Kind::ActionAdded => format!("{places} {is} new."),
            Kind::ActionRemoved => format!("{places} {is} gone."),
            Kind::TypeAdded if what.starts_with("error codes") => format!("The error codes of {places} are listed."),
            Kind::TypeAdded => format!("The {} {places} {is} new.", self.noun("type")),
            Kind::TypeRemoved if what.starts_with("error codes") => {
                format!("The error codes of {places} are no longer listed.")
            }
            Kind::TypeRemoved if self.places.len() == 1 => {
                format!("The type {places} is gone, no longer has members, or is unused.")
            }
            Kind::TypeRemoved => format!("The types {places} are gone, no longer have members, or are unused."),
            Kind::RequestUseChanged if what.starts_with("a request uses it: ") => {
                format!("A request uses {places}, which none did{because}.")
            }
            Kind::RequestUseChanged if what.starts_with("a request may use it: ") => {
                format!("A request may use {places}, which none did{because}.")
            }
            Kind::OrderKept => {
                format!("The metadata lists the members of {places} in another order; the code keeps the one before.")
            }
            Kind::ValueAdded => format!("{owner} gained the {} {members}.", self.noun("value")),
            Kind::ErrorCodeAdded => format!("{owner} gained the {} {members}.", self.noun("code")),
            Kind::ValueRemoved => format!("{owner} lost the {} {members}.", self.noun("value")),
            Kind::ErrorCodeRemoved => format!("{owner} lost the {} {members}.", self.noun("code")),
            Kind::VersionAdded => capitalized(&what),
            Kind::Documentation if self.first.place.is_empty() => "The service is described differently.".to_owned(),
            Kind::Documentation => format!("{places} {is} described differently."),
            Kind::Examples => format!("The examples of {places} changed."),
            _ if self.first.place.is_empty() => capitalized(&what),
            _ if begins_with_verb(&what) => format!("{places} {what}."),
            _ => format!("{places}: {what}."),
        }
    }

    fn noun(&self, noun: &str) -> String {
        let plural = if self.places.len() == 1 { "" } else { "s" };
        format!("{noun}{plural}")
    }
}

/// Whether a sentence about the kind of change lists members of one owner.
fn names_member(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::MemberAdded | Kind::MemberRemoved | Kind::MemberRequired | Kind::MemberOptional
    )
}

/// Whether a sentence about the kind of change lists values, which its words name.
fn names_value(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ValueAdded | Kind::ValueRemoved | Kind::ErrorCodeAdded | Kind::ErrorCodeRemoved
    )
}

/// Returns the value in backticks that a change names, if it is about one.
fn value(change: &Change) -> Option<String> {
    let quoted = change.what.split('`').nth(1).filter(|_| names_value(change.kind));
    quoted.map(code)
}

fn split(place: &str) -> (&str, Option<&str>) {
    match place.split_once('.') {
        Some((owner, member)) => (owner, Some(member)),
        None => (place, None),
    }
}

/// Returns the name of a generated type as a reader knows it: that of the action, if it is a request or a response.
fn owner(name: &str, actions: &BTreeSet<&str>) -> String {
    let of = |ending: &str| name.strip_suffix(ending).filter(|action| actions.contains(action));
    match (of("Request"), of("Response"), of("ErrorCode")) {
        (Some(action), ..) => code(action),
        (_, Some(action), _) => format!("The response of {}", code(action)),
        (.., Some(action)) => code(action),
        _ => code(name),
    }
}

/// Returns what a change is about, within a sentence.
fn place(place: &str, actions: &BTreeSet<&str>) -> String {
    let (name, member) = split(place);
    let owner = owner(name, actions);
    match member {
        None => owner,
        Some(member) => match owner.strip_prefix("The response") {
            Some(of) => format!("{} in the response{of}", code(member)),
            None => format!("{} of {owner}", code(member)),
        },
    }
}

/// Returns places with the members of one owner together: "`Key` and `Value` of `TagPair`".
fn by_owner(places: &[String]) -> Vec<String> {
    let mut owners: Vec<(&str, Vec<String>)> = Vec::new();
    for place in places {
        let (name, owner) = place.split_at(place.find(' ').unwrap_or(place.len()));
        match owners
            .iter_mut()
            .find(|(known, _)| *known == owner && !owner.is_empty())
        {
            Some((_, names)) => names.push(name.to_owned()),
            None => owners.push((owner, vec![name.to_owned()])),
        }
    }
    let together = owners.into_iter();
    together
        .map(|(owner, names)| format!("{}{owner}", listed(&names, usize::MAX)))
        .collect()
}

fn listed(names: &[String], most: usize) -> String {
    let shown = names.get(..most.min(names.len())).unwrap_or(names);
    match (shown, names.len() - shown.len()) {
        ([], _) => String::new(),
        ([only], 0) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Whether the words go on after the name of what they are about.
fn begins_with_verb(what: &str) -> bool {
    const VERBS: [&str; 12] = [
        "is",
        "are",
        "was",
        "were",
        "may",
        "needs",
        "need",
        "pages",
        "page",
        "has",
        "have",
        "no longer",
    ];
    VERBS
        .iter()
        .any(|verb| what.strip_prefix(verb).is_some_and(|rest| rest.starts_with([' ', ':'])))
}

/// Returns what is said of one thing as it is said of several.
fn plural(what: &str) -> String {
    const VERBS: [(&str, &str); 6] = [
        ("is ", "are "),
        ("was ", "were "),
        ("has ", "have "),
        ("needs ", "need "),
        ("pages:", "page:"),
        ("no longer pages:", "no longer page:"),
    ];
    const REST: [(&str, &str); 9] = [
        (": `new` takes it until", ": `new` takes them until"),
        (": it stays an `Option`", ": they stay `Option`s"),
        (": it is no longer an `Option`", ": they are no longer `Option`s"),
        (": it is an `Option`", ": they are `Option`s"),
        (": it no longer has a `Default`", ": they no longer have a `Default`"),
        (", and it no longer has", ", and they no longer have"),
        (": its absence", ": their absence"),
        (": its members", ": their members"),
        ("so its users", "so their users"),
    ];
    let verb = VERBS.iter().find(|(one, _)| what.starts_with(one));
    let mut said = match verb {
        Some((one, many)) => what.replacen(one, many, 1),
        None => what.to_owned(),
    };
    for (one, many) in REST {
        said = said.replace(one, many);
    }
    said
}

fn capitalized(what: &str) -> String {
    let mut characters = what.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str()),
        None => String::new(),
    }
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

#[cfg(test)]
mod tests {
    use super::{by_owner, listed, plural};

    #[test]
    fn what_is_said_of_one_is_said_of_several() {
        for (one, several) in [
            (
                "is always there: it is no longer an `Option`",
                "are always there: they are no longer `Option`s",
            ),
            (
                "is deprecated, so its users get a warning: old",
                "are deprecated, so their users get a warning: old",
            ),
            (
                "is no longer required: `new` takes it until a release",
                "are no longer required: `new` takes them until a release",
            ),
            ("no longer pages: `pages` is gone", "no longer page: `pages` is gone"),
            ("`new` took (A), takes (B)", "`new` took (A), takes (B)"),
        ] {
            assert_eq!(plural(one), several);
        }
    }

    #[test]
    fn members_of_one_owner_are_together() {
        let places = ["`A` of `T`", "`B` of `T`", "`C` of `U`", "`V`"].map(str::to_owned);
        assert_eq!(by_owner(&places), ["`A` and `B` of `T`", "`C` of `U`", "`V`"]);
        assert_eq!(listed(&places, 2), "`A` of `T`, `B` of `T` and 2 more");
    }
}
