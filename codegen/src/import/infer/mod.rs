//! Facts that an import infers because no source states them: which actions only read, how they page, and which members
//! are secret.
//!
//! Each is a rule over names and shapes, so each may be wrong, and each is listed in the report of the import. A person
//! decides otherwise by writing it down: `"readOnly": false`, `"paging": {"kind": "none"}` or `"secret": false` in the
//! spec file, or an override; another import leaves what is written alone.

mod paging;
mod secret;

use std::collections::{BTreeMap, BTreeSet};

use paging::Inference;
pub(super) use paging::is_page_number;

use super::note::{Note, NoteKind};
use crate::spec::{ActionFile, Member, Paging, TypeFile};

/// What an import inferred about the files of a service version.
#[derive(Clone, Debug, Default)]
pub struct Inferred {
    read_only: BTreeSet<String>,
    paging: BTreeSet<String>,
    /// Why the paging of an action is unclear.
    unclear: BTreeMap<String, String>,
    /// Members by their owner, an action or type.
    secret: BTreeSet<(String, String)>,
}

impl Inferred {
    /// Infers what no source states about an action, and fills it in. `description` is what the source says about a
    /// parameter, whether or not descriptions are imported.
    pub(super) fn action<'a>(&mut self, file: &mut ActionFile, description: impl Fn(&str) -> &'a str) {
        let name = file.name.value.clone();
        if file.read_only.is_none() && is_read_only(&name) {
            file.read_only = Some(true);
            self.read_only.insert(name.clone());
        }
        if file.paging.is_none() && file.is_read_only() {
            match paging::infer(file, description) {
                Inference::Paged(paging) => {
                    file.paging = Some(*paging);
                    self.paging.insert(name.clone());
                }
                Inference::Ambiguous(why) => {
                    self.unclear.insert(name.clone(), why);
                }
                Inference::NotPaged => {}
            }
        }
        self.members(&name, &mut file.parameters);
        self.members(&name, &mut file.output);
    }

    /// Infers which members of a type are secret, and marks them.
    pub(super) fn shared(&mut self, file: &mut TypeFile) {
        if let Some(members) = &mut file.members {
            self.members(&file.name, members);
        }
    }

    fn members(&mut self, owner: &str, members: &mut [Member]) {
        let marked = secret::mark(members);
        self.secret
            .extend(marked.into_iter().map(|name| (owner.to_owned(), name)));
    }

    /// Adds what was inferred about other files of the same service version.
    pub(super) fn extend(&mut self, other: Self) {
        self.read_only.extend(other.read_only);
        self.paging.extend(other.paging);
        self.unclear.extend(other.unclear);
        self.secret.extend(other.secret);
    }

    /// Returns notes on what was inferred about an action and is so in `file`, which overrides and people may have changed,
    /// but was not in `old`.
    pub(super) fn notes_on_action(&self, file: &ActionFile, old: Option<&ActionFile>) -> Vec<Note> {
        let name = &file.name.value;
        let place = format!("actions/{name}.json");
        let mut notes = Vec::new();
        let was_read_only = old.is_some_and(|old| old.read_only.is_some());
        if self.read_only.contains(name) && file.is_read_only() && !was_read_only {
            let text = "only reads, since its name begins with Describe or List";
            notes.push(Note::new(NoteKind::ReadOnly, &place, text));
        }
        let was_paged = old.is_some_and(|old| old.paging.is_some());
        if let Some(paging) = file.pages().filter(|_| self.paging.contains(name) && !was_paged) {
            notes.push(Note::new(NoteKind::Paging, &place, described(paging)));
        }
        if let Some(why) = self
            .unclear
            .get(name)
            .filter(|_| file.paging.is_none() && old.is_none())
        {
            let text = format!("not paged: {why}");
            notes.push(Note::new(NoteKind::PagingUnclear, &place, text));
        }
        let (old_parameters, old_output) = old.map_or((&[][..], &[][..]), |old| (&old.parameters, &old.output));
        notes.extend(self.notes_on_members(name, &place, "parameter ", &file.parameters, old_parameters));
        notes.extend(self.notes_on_members(name, &place, "output ", &file.output, old_output));
        notes
    }

    /// Returns notes on what was inferred about a type and is so in `file`, but was not in `old`.
    pub(super) fn notes_on_type(&self, file: &TypeFile, old: Option<&TypeFile>) -> Vec<Note> {
        let name = &file.name.value;
        let members = file.members.as_deref().unwrap_or_default();
        let old = old.and_then(|old| old.members.as_deref()).unwrap_or_default();
        self.notes_on_members(name, &format!("types/{name}.json"), "", members, old)
    }

    fn notes_on_members(&self, owner: &str, place: &str, noun: &str, members: &[Member], old: &[Member]) -> Vec<Note> {
        let was_decided = |name: &str| {
            let mut named = old.iter().filter(|old| old.name.value == name);
            named.any(|old| old.secret.is_some())
        };
        let secret = members
            .iter()
            .filter(|member| member.is_secret() && !was_decided(&member.name))
            .filter(|member| self.secret.contains(&(owner.to_owned(), member.name.value.clone())));
        let note = |member: &Member| {
            let text = format!("{noun}{} is secret, by its name", member.name.value);
            Note::new(NoteKind::Secret, place, text)
        };
        secret.map(note).collect()
    }
}

/// Returns how an action pages, in words: `pages by Offset and Limit: items ProxySet, total TotalCount`.
fn described(paging: &Paging) -> String {
    let mut text = format!("pages by {}", paging.position.value);
    if let Some(size) = &paging.size {
        text.push_str(&format!(" and {}", size.value));
    }
    if let Some(first) = &paging.first_page {
        text.push_str(&format!(" from {}", first.value));
    }
    text.push_str(&format!(": items {}", paging.items.value));
    let members = [
        ("total", &paging.total),
        ("next token", &paging.next),
        ("more", &paging.more),
        ("last", &paging.last),
    ];
    for (noun, member) in members {
        if let Some(member) = member {
            text.push_str(&format!(", {noun} {}", member.value));
        }
    }
    text
}

/// Whether an action of this name only reads, so that it is safe to repeat.
fn is_read_only(action: &str) -> bool {
    action.starts_with("Describe") || action.starts_with("List")
}
