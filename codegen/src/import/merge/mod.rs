//! Merges an import into an existing file: what a person wrote stays.
//!
//! | from the import | from the file, if it has them |
//! |---|---|
//! | members, types, widths, `required`, `nullable` | the order of members, descriptions, `rustName`, allowed values, defaults, units, limits |
//! | new actions and types; date, rate limit and region, if the source states them | error codes, edited examples, the reason for a deprecation |
//! | what is inferred, if the file says nothing | `readOnly`, `paging`, `secret`, whatever they are |
//!
//! The order stays because the arguments of a generated `new` follow it. A member whose name has only other capitals or
//! underscores than before is the same member. Error codes are added and never removed. Each changed fact is a line of the
//! report, and `importedFrom` of an action or a type changes only if there is one.

mod carry_over;
mod examples;
mod members;
#[cfg(feature = "cli")]
mod released;

#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use std::fmt::Display;

pub(super) use carry_over::{Pair, remarks};
pub(super) use examples::fingerprint;
use members::MemberLists;
#[cfg(feature = "cli")]
pub(crate) use released::{Keep, keep_released};

#[cfg(feature = "cli")]
use super::draft::Draft;
use super::draft::{STUB, SourceCapabilities};
use super::note::{Note, NoteKind};
use super::numbering::number_codes;
#[cfg(feature = "cli")]
use crate::spec::Service;
use crate::spec::{ActionFile, ErrorCode, Paging, ServiceFile, Spanned, TypeFile};

/// What a merge changed in a file, and what else there is to say about it.
#[derive(Default)]
pub(super) struct Changes {
    /// The changed facts, one line each; empty if they were the same.
    pub(super) facts: Vec<String>,
    pub(super) notes: Vec<(NoteKind, String)>,
}

impl Changes {
    fn fact(&mut self, text: impl Into<String>) {
        self.facts.push(text.into());
    }

    fn note(&mut self, kind: NoteKind, text: impl Into<String>) {
        self.notes.push((kind, text.into()));
    }

    /// Returns the notes, with the file that they are about.
    pub(super) fn notes_on(&self, path: &str) -> Vec<Note> {
        let note = |(kind, text): &(NoteKind, String)| Note::new(*kind, path, text);
        self.notes.iter().map(note).collect()
    }
}

pub(super) fn service(old: &ServiceFile, new: ServiceFile, _: &SourceCapabilities) -> (ServiceFile, Changes) {
    let mut changes = Changes::default();
    let merged = ServiceFile {
        schema: old.schema.clone().or(new.schema),
        title: written(&old.title, new.title),
        description: written(&old.description, new.description),
        imported_from: old.imported_from.clone(),
        host: old.host.clone(),
        default_version: old.default_version,
        errors: codes(&old.errors, new.errors, &mut changes),
        name: new.name,
        version: new.version,
    };
    (merged, changes)
}

pub(super) fn action(old: &ActionFile, new: ActionFile, capabilities: &SourceCapabilities) -> (ActionFile, Changes) {
    let mut changes = Changes::default();
    let parameters = MemberLists::new("parameter", capabilities).merged(&old.parameters, new.parameters, &mut changes);
    let output = MemberLists::new("output", capabilities).merged(&old.output, new.output, &mut changes);
    let read_only = decided("`readOnly`", old.read_only, new.read_only, &mut changes);
    let mut merged = ActionFile {
        description: written(&old.description, new.description),
        imported_from: new.imported_from,
        read_only,
        paging: paging(
            old,
            new.paging,
            read_only,
            &parameters.respelled,
            &output.respelled,
            &mut changes,
        ),
        host: old.host.clone().or(new.host),
        streaming: (old.streaming.value || new.streaming.value).into(),
        content: old.content.clone().or(new.content),
        signed: old.signed.clone().or(new.signed),
        deprecated: kept(
            &old.deprecated,
            new.deprecated,
            "the action is deprecated",
            &mut changes,
        ),
        last_updated: stated(
            "the date of the page",
            &old.last_updated,
            new.last_updated,
            &mut changes,
        ),
        rate_limit: stated("the rate limit", &old.rate_limit, new.rate_limit, &mut changes),
        region_required: region(old, new.region_required, capabilities, &mut changes),
        parameters: parameters.members,
        output: output.members,
        errors: codes(&old.errors, new.errors, &mut changes),
        examples: examples::merged(&old.examples, new.examples, capabilities, &mut changes),
        // No source states the rest.
        ..old.clone()
    };
    if old.name != new.name {
        changes.fact(format!("~ the action is spelled {}", new.name.value));
        merged.name = new.name;
    }
    if changes.facts.is_empty() {
        merged.imported_from.clone_from(&old.imported_from);
    }
    (merged, changes)
}

pub(super) fn shared(old: &TypeFile, new: TypeFile, capabilities: &SourceCapabilities) -> (TypeFile, Changes) {
    let mut changes = Changes::default();
    let owner = new.name.value.clone();
    let lists = MemberLists::new("member", capabilities).of(&owner);
    let ours = old.members.as_deref().unwrap_or_default();
    if old.name != new.name {
        changes.fact(format!("~ the type is spelled {owner}"));
    }
    let merged = TypeFile {
        schema: old.schema.clone().or(new.schema),
        description: if old.description.value == STUB {
            new.description
        } else {
            written(&old.description, new.description)
        },
        members: new.members.map(|new| lists.merged(ours, new, &mut changes).members),
        imported_from: if changes.facts.is_empty() {
            old.imported_from.clone()
        } else {
            new.imported_from
        },
        name: new.name,
        values: new.values,
        format: new.format,
        integers: new.integers,
    };
    (merged, changes)
}

/// Returns a service version as it is after an import of `draft` over `old`, without the actions and types that `draft`
/// lacks. Sets of values stay, since no source names them.
#[cfg(feature = "cli")]
pub(crate) fn merged(draft: Draft, old: &Service) -> Service {
    let capabilities = &draft.capabilities;
    let named: BTreeSet<String> = draft.types.iter().map(|shared| shared.name.value.clone()).collect();
    let is_kept = |old: &&TypeFile| old.is_value_set() && !named.contains(&old.name.value);
    let values = old.types.iter().filter(is_kept).cloned();
    let actions = draft.actions.into_iter().map(|new| match old.action(&new.name) {
        Some(old) => action(old, new, capabilities).0,
        None => new,
    });
    let types = draft.types.into_iter().map(|new| match old.type_named(&new.name) {
        Some(old) => shared(old, new, capabilities).0,
        None => new,
    });
    Service {
        folder: draft.folder,
        file: service(&old.file, draft.service, capabilities).0,
        actions: actions.collect(),
        types: types.chain(values).collect(),
        emulator: None,
    }
}

/// Keeps what is decided about a flag, or else takes what was inferred.
fn decided(key: &str, old: Option<bool>, new: Option<bool>, changes: &mut Changes) -> Option<bool> {
    if old.is_none() && new == Some(true) {
        changes.fact(format!("~ {key} is true"));
    }
    old.or(new)
}

/// Keeps how an action pages, or else takes what was inferred, unless it may change something.
fn paging(
    old: &ActionFile,
    new: Option<Paging>,
    read_only: Option<bool>,
    parameters: &[(String, String)],
    output: &[(String, String)],
    changes: &mut Changes,
) -> Option<Paging> {
    let Some(mut paging) = old.paging.clone() else {
        let inferred = new.filter(|_| read_only == Some(true));
        if let Some(paging) = &inferred {
            changes.fact(format!("~ it pages by {}", paging.position.value));
        }
        return inferred;
    };
    let respell = |name: &mut Spanned<String>, respelled: &[(String, String)]| {
        if let Some((_, new)) = respelled.iter().find(|(old, _)| *old == name.value) {
            *name = new.clone().into();
        }
    };
    respell(&mut paging.position, parameters);
    respell(&mut paging.items, output);
    for name in paging.size.iter_mut() {
        respell(name, parameters);
    }
    let members = [&mut paging.total, &mut paging.next, &mut paging.more, &mut paging.last];
    for name in members.into_iter().flatten() {
        respell(name, output);
    }
    Some(paging)
}

/// Merges a fact about an action that the source may not state.
fn stated<T: Clone + PartialEq + Display>(
    what: &str,
    old: &Option<Spanned<T>>,
    new: Option<Spanned<T>>,
    changes: &mut Changes,
) -> Option<Spanned<T>> {
    match (old, &new) {
        (None, Some(new)) => changes.fact(format!("~ {what} is {}", new.value)),
        (Some(old), Some(new)) if old != new => {
            changes.fact(format!("~ {what} was {}, is {}", old.value, new.value));
        }
        _ => {}
    }
    new.or_else(|| old.clone())
}

fn region(old: &ActionFile, new: bool, capabilities: &SourceCapabilities, changes: &mut Changes) -> bool {
    if !capabilities.regions || old.region_required == new {
        return old.region_required;
    }
    changes.fact(format!("~ `regionRequired` was {}, is {new}", old.region_required));
    new
}

/// Merges error codes. Codes that only the file has may be known from elsewhere.
fn codes(old: &[ErrorCode], new: Vec<ErrorCode>, changes: &mut Changes) -> Vec<ErrorCode> {
    let mut merged = old.to_vec();
    for code in new {
        if old.iter().all(|old| old.code != code.code) {
            changes.fact(format!("+ error code {}", code.code.value));
            merged.push(code);
        }
    }
    number_codes(&mut merged, old);
    merged
}

fn kept(
    old: &Option<Spanned<String>>,
    new: Option<Spanned<String>>,
    change: &str,
    changes: &mut Changes,
) -> Option<Spanned<String>> {
    if old.is_none() && new.is_some() {
        changes.fact(format!("~ {change}"));
    }
    old.clone().or(new)
}

/// Returns what a person wrote, or else what was imported.
fn written(old: &Spanned<String>, new: Spanned<String>) -> Spanned<String> {
    if old.trim().is_empty() { new } else { old.clone() }
}
