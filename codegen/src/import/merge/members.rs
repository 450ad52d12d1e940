//! Merges lists of members: which member of the file is which of the source, in which order, and what each keeps.

use super::super::draft::SourceCapabilities;
use super::super::note::NoteKind;
use super::super::numbering::number_members;
use super::carry_over::completed;
use super::{Changes, kept, written};
use crate::naming::{self, same_but_spelling};
use crate::spec::Member;

/// A kind of member lists, and how they are merged.
#[derive(Clone, Copy)]
pub(super) struct MemberLists<'a> {
    noun: &'a str,
    capabilities: &'a SourceCapabilities,
    /// The type that they belong to, if it is one.
    owner: Option<&'a str>,
}

/// A merged list.
pub(super) struct Merged {
    pub(super) members: Vec<Member>,
    /// Members with another spelling: the name in the file, and that in the source.
    pub(super) respelled: Vec<(String, String)>,
}

/// Members in the order in which they were recorded: in a file, or with a release.
pub(super) struct RecordedOrder {
    pub(super) members: Vec<Member>,
    /// Whether the source has another order.
    pub(super) is_another: bool,
}

impl RecordedOrder {
    /// Puts members, each with its recorded place if it has one, in that order, and each of the others after the one that
    /// the source has before it.
    pub(super) fn of(source: Vec<(Option<usize>, Member)>) -> Self {
        let places: Vec<usize> = source.iter().filter_map(|(place, _)| *place).collect();
        if places.is_sorted() {
            return Self {
                members: source.into_iter().map(|(_, member)| member).collect(),
                is_another: false,
            };
        }
        // Each known member with the newcomers that follow it in the source.
        let mut groups: Vec<(usize, Vec<Member>)> = Vec::with_capacity(places.len());
        let mut members = Vec::new();
        for (place, member) in source {
            match (place, groups.last_mut()) {
                (Some(place), _) => groups.push((place, vec![member])),
                (None, Some((_, group))) => group.push(member),
                (None, None) => members.push(member),
            }
        }
        groups.sort_by_key(|(place, _)| *place);
        members.extend(groups.into_iter().flat_map(|(_, members)| members));
        Self {
            members,
            is_another: true,
        }
    }
}

impl<'a> MemberLists<'a> {
    pub(super) fn new(noun: &'a str, capabilities: &'a SourceCapabilities) -> Self {
        Self {
            noun,
            capabilities,
            owner: None,
        }
    }

    /// Makes the lists those of a type.
    pub(super) fn of(self, owner: &'a str) -> Self {
        Self {
            owner: Some(owner),
            ..self
        }
    }

    pub(super) fn merged(self, old: &[Member], new: Vec<Member>, changes: &mut Changes) -> Merged {
        let noun = self.noun;
        let matches: Vec<Option<usize>> = new.iter().map(|member| counterpart(member, &new, old)).collect();
        for (index, gone) in old.iter().enumerate() {
            if !matches.contains(&Some(index)) {
                changes.fact(format!("- {noun} {}", gone.name.value));
            }
        }
        let mut respelled = Vec::new();
        let mut merged: Vec<(Option<usize>, Member)> = Vec::with_capacity(new.len());
        for (new, index) in new.into_iter().zip(matches) {
            let Some(there) = index.and_then(|index| old.get(index)) else {
                changes.fact(format!("+ {noun} {}: {}", new.name.value, new.type_name.value));
                merged.push((None, new));
                continue;
            };
            if there.name != new.name {
                let names = (there.name.value.clone(), new.name.value.clone());
                changes.fact(format!("~ {noun} {} is spelled {}", names.0, names.1));
                let text = format!(
                    "{noun} {} is now {}: what was written about it is kept",
                    names.0, names.1
                );
                changes.note(NoteKind::Respelled, text);
                respelled.push(names);
            }
            let new = completed(new, there, self.capabilities, self.owner);
            merged.push((index, self.member(there, new, changes)));
        }
        let RecordedOrder {
            mut members,
            is_another,
        } = RecordedOrder::of(merged);
        if is_another {
            let text = format!("the source lists the {noun}s in another order: the order of the file is kept");
            changes.note(NoteKind::Order, text);
        }
        let recorded = with_new_spelling(old, &respelled);
        number_members(&mut members, &recorded);
        for member in &members {
            let is_known = recorded.iter().any(|recorded| recorded.name == member.name);
            if let Some(rust_name) = member.rust_name.as_ref().filter(|_| !is_known) {
                let (name, rust_name) = (&member.name.value, &rust_name.value);
                let text = format!("{noun} {name} is `{rust_name}` in Rust, since another one had its name first");
                changes.note(NoteKind::RustName, text);
            }
        }
        Merged { members, respelled }
    }

    fn member(self, old: &Member, new: Member, changes: &mut Changes) -> Member {
        let noun = self.noun;
        let name = &new.name.value;
        let mut differs = |fact: &str, old: &str, new: &str| {
            if old != new {
                changes.fact(format!("~ {noun} {name}: {fact} was {old}, is {new}"));
            }
        };
        differs("its type", &old.type_name, &new.type_name);
        differs("its width", width(old), width(&new));
        differs("`required`", truth(old.required), truth(new.required));
        differs("`nullable`", truth(old.nullable), truth(new.nullable));
        if let (None, Some(default)) = (&old.default, &new.default) {
            changes.fact(format!("~ {noun} {name}: its default is {}", default.value));
        }
        if old.secret.is_none() && new.secret == Some(true) {
            changes.fact(format!("~ {noun} {name}: it is secret"));
        }
        let deprecated = format!("{noun} {name} is deprecated");
        // The default width is not added to a file that leaves it out.
        let format = if width(old) == width(&new) {
            old.format.clone()
        } else {
            new.format.clone()
        };
        Member {
            format,
            required: new.required,
            nullable: new.nullable,
            secret: old.secret.or(new.secret),
            deprecated: kept(&old.deprecated, new.deprecated, &deprecated, changes),
            default: old.default.clone().or(new.default),
            description: written(&old.description, new.description),
            name: new.name,
            type_name: new.type_name,
            // No source states the rest.
            ..old.clone()
        }
    }
}

/// Returns the member of the file that is `member` of the source: the one of its name, or else the only one whose name
/// differs in capitals and underscores alone.
pub(super) fn counterpart(member: &Member, new: &[Member], old: &[Member]) -> Option<usize> {
    let exact = old.iter().position(|old| old.name == member.name);
    exact.or_else(|| {
        let is_free = |old: &Member| new.iter().all(|new| new.name != old.name);
        let is_like = |old: &Member| same_but_spelling(&old.name, &member.name);
        let mut like = old.iter().enumerate().filter(|(_, old)| is_like(old) && is_free(old));
        let (index, _) = like.next()?;
        let is_only_one = |name: &str| new.iter().filter(|new| same_but_spelling(&new.name, name)).count() == 1;
        (like.next().is_none() && is_only_one(&member.name)).then_some(index)
    })
}

/// Returns the members of a file under the names that the source has for them now, so that each keeps its Rust name.
pub(super) fn with_new_spelling(old: &[Member], respelled: &[(String, String)]) -> Vec<Member> {
    let mut members = old.to_vec();
    for member in &mut members {
        if let Some((_, new)) = respelled.iter().find(|(old, _)| *old == member.name.value) {
            let field = naming::field_name(member);
            member.name = new.clone().into();
            if naming::field_name(member) != field {
                member.rust_name = Some(field.trim_start_matches("r#").to_owned().into());
            }
        }
    }
    members
}

fn width(member: &Member) -> &str {
    let is_integer = member.type_name.ends_with("Integer");
    match &member.format {
        Some(format) => format,
        None if is_integer => "int64",
        None => "none",
    }
}

fn truth(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
