//! Merges lists of members: which member of the file is which of the source, in which order, and what each keeps.

use super::super::draft::SourceCapabilities;
use super::super::note::NoteKind;
use super::carry_over::completed;
use super::{Changes, kept, written};
use crate::naming;
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
        Merged {
            members: self.in_recorded_order(merged, changes),
            respelled,
        }
    }

    /// Puts the members that the file has in its order, and each of the others after the one that the source has before it.
    fn in_recorded_order(self, merged: Vec<(Option<usize>, Member)>, changes: &mut Changes) -> Vec<Member> {
        let indices: Vec<usize> = merged.iter().filter_map(|(index, _)| *index).collect();
        if indices.is_sorted() {
            return merged.into_iter().map(|(_, member)| member).collect();
        }
        changes.note(
            NoteKind::Order,
            format!(
                "the source lists the {}s in another order: the order of the file is kept",
                self.noun
            ),
        );
        // Each known member with the newcomers that follow it in the source.
        let mut groups: Vec<(usize, Vec<Member>)> = Vec::with_capacity(indices.len());
        let mut first = Vec::new();
        for (index, member) in merged {
            match (index, groups.last_mut()) {
                (Some(index), _) => groups.push((index, vec![member])),
                (None, Some((_, group))) => group.push(member),
                (None, None) => first.push(member),
            }
        }
        groups.sort_by_key(|(index, _)| *index);
        first.extend(groups.into_iter().flat_map(|(_, members)| members));
        first
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
        let field = naming::field_name(old);
        let is_same_field = old.rust_name.is_some() || naming::field_name(&new) == field;
        let rust_name = if is_same_field {
            old.rust_name.clone()
        } else {
            Some(field.trim_start_matches("r#").to_owned().into())
        };
        Member {
            format,
            rust_name,
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
fn counterpart(member: &Member, new: &[Member], old: &[Member]) -> Option<usize> {
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

/// Whether two names differ at most in capitals and underscores: `TcpTime` and `TCPTime`.
pub(in crate::import) fn same_but_spelling(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace('_', "").to_lowercase();
    letters(one) == letters(other)
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
