//! The habits of tccli's parser, which is Python's argparse: an option may be cut short to a prefix that no other one
//! has, and the last of several wins.

use std::ffi::OsString;

use tc3_codegen::spec::{ActionFile, ItemType, Member, Service};

use crate::arguments::{OPTIONS, OptionSpec, Takes};
use crate::near::{folded, near_clause, nearest};
use crate::secret_names::looks_secret;

/// A line in parts.
#[derive(Debug, Default)]
pub(super) struct Line {
    parts: Vec<Part>,
}

/// Words that belong together.
#[derive(Debug)]
struct Part {
    /// The name of the option without dashes; `None` for a bare word.
    option: Option<String>,
    /// After an `=`.
    inline: Option<OsString>,
    /// The bare word, or the values of the option.
    words: Vec<OsString>,
}

/// A line with whole names, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expanded {
    Words(Vec<OsString>),
    Ambiguous { given: String, matches: Vec<String> },
    Unknown { words: Vec<String>, near: Vec<String> },
}

impl Line {
    pub(super) fn read(words: &[OsString]) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut takes_more = 0_usize;
        for word in words {
            let text = word.to_string_lossy();
            if let Some(option) = text.strip_prefix("--").filter(|option| !option.is_empty()) {
                let (name, inline) = match option.split_once('=') {
                    Some((name, value)) => (name, Some(OsString::from(value))),
                    None => (option, None),
                };
                takes_more = match (global(name), &inline) {
                    (_, Some(_)) => 0,
                    (Some(option), None) => usize::from(matches!(option.takes, Takes::Value(_))),
                    (None, None) => usize::MAX,
                };
                parts.push(Part {
                    option: Some(name.to_owned()),
                    inline,
                    words: Vec::new(),
                });
                continue;
            }
            match parts.last_mut().filter(|_| takes_more > 0) {
                Some(part) => {
                    part.words.push(word.clone());
                    takes_more -= 1;
                }
                None => parts.push(Part {
                    option: None,
                    inline: None,
                    words: vec![word.clone()],
                }),
            }
        }
        Self { parts }
    }

    /// The last value of a global option.
    pub(super) fn value_of(&self, name: &str) -> Option<String> {
        let parts = self.parts.iter().rev();
        let mut given = parts.filter(|part| {
            let option = part.option.as_deref().and_then(global);
            option.is_some_and(|option| option.name == name)
        });
        let part = given.next()?;
        let value = part.inline.as_ref().or_else(|| part.words.first())?;
        Some(value.to_string_lossy().into_owned())
    }

    /// Leaves out an option that has an empty value, which to tccli is no option at all.
    pub(super) fn drop_if_empty(&mut self, name: &str) {
        if self.value_of(name).is_some_and(|value| value.is_empty()) {
            self.parts.retain(|part| {
                let option = part.option.as_deref().and_then(global);
                option.is_none_or(|option| option.name != name)
            });
        }
    }

    /// The names of the service and the action.
    pub(super) fn action(&self) -> Option<(&str, &str)> {
        let bare = self.parts.iter().filter(|part| part.option.is_none());
        let mut bare = bare.filter_map(|part| part.words.first().and_then(|word| word.to_str()));
        Some((bare.next()?, bare.next()?))
    }

    fn into_words(self) -> Vec<OsString> {
        let words = self.parts.into_iter().flat_map(|part| {
            let option = part.option.map(|name| {
                let mut word = OsString::from(format!("--{name}"));
                if let Some(value) = &part.inline {
                    word.push("=");
                    word.push(value);
                }
                word
            });
            option.into_iter().chain(part.words)
        });
        words.collect()
    }
}

/// Writes out the names of options that were cut short, and leaves the last of several alone. Without the action nothing
/// is known of its parameters, and the line stays as it is.
pub(super) fn expand(mut line: Line, action: Option<(&Service, &ActionFile)>) -> Expanded {
    let Some((service, action)) = action else {
        return Expanded::Words(line.into_words());
    };
    for part in &mut line.parts {
        let Some(given) = &part.option else { continue };
        if given == "help" || global(given).is_some() {
            continue;
        }
        match whole_name(service, &action.parameters, given) {
            Match::Whole => {}
            Match::Begins(names) => match &names[..] {
                [only] => part.option = Some(only.clone()),
                [] => {
                    let near = nearest(given, action.parameters.iter().map(|member| member.name.as_str()));
                    let near = (!near.is_empty()).then(|| format!("tccli: --{given}{}", near_clause(&near)));
                    return Expanded::Unknown {
                        words: shown(part, given),
                        near: near.into_iter().collect(),
                    };
                }
                _ => {
                    return Expanded::Ambiguous {
                        given: given.clone(),
                        matches: names,
                    };
                }
            },
        }
    }
    keep_last(&mut line.parts);
    Expanded::Words(line.into_words())
}

/// An unknown option and its values, which tccli names too.
fn shown(part: &Part, given: &str) -> Vec<String> {
    let option = format!("--{given}");
    let shown = |word: &OsString| {
        if looks_secret(given) {
            "..".to_owned()
        } else {
            word.to_string_lossy().into_owned()
        }
    };
    let values = part.words.iter().map(shown);
    std::iter::once(option).chain(values).collect()
}

enum Match {
    /// It is the name of a parameter in one of its spellings.
    Whole,
    /// It begins these names.
    Begins(Vec<String>),
}

fn whole_name(service: &Service, members: &[Member], given: &str) -> Match {
    if let Some(name) = given.strip_prefix("api.") {
        return match whole_name(service, members, name) {
            Match::Whole => Match::Whole,
            Match::Begins(names) => Match::Begins(names.iter().map(|name| format!("api.{name}")).collect()),
        };
    }
    let (path, last) = match given.rfind('.') {
        Some(dot) => given.split_at(dot + 1),
        None => ("", given),
    };
    let Some(members) = members_at(service, members, path) else {
        return Match::Begins(Vec::new());
    };
    let is_index = !path.is_empty() && !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if is_index || members.iter().any(|member| folded(&member.name) == folded(last)) {
        return Match::Whole;
    }
    let begun = members.iter().filter(|member| member.name.starts_with(last));
    let mut names: Vec<String> = begun.map(|member| format!("{path}{}", member.name.value)).collect();
    if path.is_empty() {
        let globals = OPTIONS.iter().filter(|option| option.name.starts_with(last));
        names.extend(globals.map(|option| option.name.to_owned()));
    }
    Match::Begins(names)
}

/// The members that may follow `path`, which is empty or ends with a dot.
fn members_at<'a>(service: &'a Service, members: &'a [Member], path: &str) -> Option<&'a [Member]> {
    let mut members = members;
    for segment in path.split_terminator('.') {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let member = members.iter().find(|member| folded(&member.name) == folded(segment))?;
        members = match service.type_of(member).item {
            ItemType::Named(name) => service.type_named(name)?.members.as_deref().unwrap_or_default(),
            _ => &[],
        };
    }
    Some(members)
}

fn keep_last(parts: &mut Vec<Part>) {
    // `--DryRun` is a parameter and `--dry-run` an option: they are not two of one.
    let name = |given: &str| (global(given).is_some(), folded(given));
    let names: Vec<_> = parts.iter().map(|part| part.option.as_deref().map(name)).collect();
    let mut place = 0;
    parts.retain(|_| {
        let (name, after) = (names.get(place), names.get(place + 1..).unwrap_or_default());
        place += 1;
        !name.is_some_and(|name| name.is_some() && after.contains(name))
    });
}

fn global(name: &str) -> Option<&'static OptionSpec> {
    OPTIONS
        .iter()
        .find(|option| option.name == name || option.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action() -> Service {
        let member = |name: &str, type_name: &str| Member {
            name: name.to_owned().into(),
            type_name: type_name.to_owned().into(),
            ..Member::default()
        };
        let parameters = ["Limit", "Order", "OrderField", "ProxyIds", "Filter"].map(|name| member(name, "String"));
        let tag = tc3_codegen::spec::TypeFile {
            name: "Tag".to_owned().into(),
            members: Some(vec![member("TagKey", "String"), member("TagValue", "String")]),
            ..Default::default()
        };
        Service {
            actions: vec![ActionFile {
                name: "A".to_owned().into(),
                parameters: parameters
                    .into_iter()
                    .chain([member("TagSet", "Array of Tag")])
                    .collect(),
                ..ActionFile::default()
            }],
            types: vec![tag],
            ..Service::default()
        }
    }

    fn expanded(line: &str) -> Expanded {
        let service = action();
        let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        expand(
            Line::read(&words),
            service.actions.first().map(|action| (&service, action)),
        )
    }

    #[test]
    fn prefixes_are_written_out() {
        for (line, whole) in [
            ("s A --Lim 5", "s A --Limit 5"),
            ("s A --Lim=5 --Prox a b", "s A --Limit=5 --ProxyIds a b"),
            ("s A --Order x", "s A --Order x"),
            ("s A --TagSet.0.TagK k", "s A --TagSet.0.TagKey k"),
            ("s A --prof p --limit 5", "s A --profile p --limit 5"),
            (
                "s A --Limit 1 --Limit 2 --profile a --profile b",
                "s A --Limit 2 --profile b",
            ),
            // A parameter and an option whose names differ in letter case alone.
            ("s A --Order a --order b --Limit 1", "s A --order b --Limit 1"),
            (
                "s A --Filter a --filter b --dry-run",
                "s A --Filter a --filter b --dry-run",
            ),
            ("--profile p s A help", "--profile p s A help"),
            ("s A --api.Lim 5", "s A --api.Limit 5"),
        ] {
            match expanded(line) {
                Expanded::Words(words) => {
                    let texts: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
                    assert_eq!(texts.join(" "), whole);
                }
                other => panic!("{line}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_begins_several_names_or_none_is_refused() {
        let ambiguous = Expanded::Ambiguous {
            given: "Ord".to_owned(),
            matches: vec!["Order".to_owned(), "OrderField".to_owned()],
        };
        assert_eq!(expanded("s A --Ord x"), ambiguous);
        assert!(matches!(expanded("s A --Nope 1"), Expanded::Unknown { words, .. } if words == ["--Nope", "1"]));
        assert!(matches!(expanded("s A --TagSet.0.Nope 1"), Expanded::Unknown { .. }));
        assert!(matches!(expanded("s A --Limit.Nope 1"), Expanded::Unknown { .. }));
    }
}
