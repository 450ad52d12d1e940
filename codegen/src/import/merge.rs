//! Merges an import into an existing file: what a person wrote stays.
//!
//! | from the import | from the file, if it has them |
//! |---|---|
//! | members and their order, types, widths, `required`, `nullable` | descriptions, `rustName`, allowed values, defaults, units, limits, `secret` |
//! | new actions and types; date, rate limit and region, if the source states them | error codes, examples, `readOnly`, the reason for a deprecation |
//!
//! Error codes are added and never removed. Examples are imported only into a file without examples, since existing ones
//! may have been corrected. Each changed fact is a line of the report, and `importedFrom` of an action or a type changes
//! only if there is one.

#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use std::fmt::Display;

use super::carry_over::completed;
#[cfg(feature = "cli")]
use super::draft::Draft;
use super::draft::{STUB, SourceCapabilities};
#[cfg(feature = "cli")]
use crate::spec::Service;
use crate::spec::{ActionFile, ErrorCode, Example, Member, ServiceFile, Spanned, TypeFile};

/// What a merge changed in a file, one line each; empty if its facts were the same.
pub(super) type Changes = Vec<String>;

pub(super) fn service(old: &ServiceFile, new: ServiceFile, _: &SourceCapabilities) -> (ServiceFile, Changes) {
    let mut changes = Changes::new();
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
    let mut changes = Changes::new();
    let mut merged = ActionFile {
        description: written(&old.description, new.description),
        imported_from: new.imported_from,
        read_only: old.read_only || new.read_only,
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
        parameters: Members::new("parameter", capabilities).merged(&old.parameters, new.parameters, &mut changes),
        output: Members::new("output", capabilities).merged(&old.output, new.output, &mut changes),
        errors: codes(&old.errors, new.errors, &mut changes),
        examples: examples(&old.examples, new.examples, &mut changes),
        // No source states the rest.
        ..old.clone()
    };
    if changes.is_empty() {
        merged.imported_from.clone_from(&old.imported_from);
    }
    (merged, changes)
}

pub(super) fn shared(old: &TypeFile, new: TypeFile, capabilities: &SourceCapabilities) -> (TypeFile, Changes) {
    let mut changes = Changes::new();
    let owner = new.name.value.clone();
    let members = Members {
        owner: Some(&owner),
        ..Members::new("member", capabilities)
    };
    let ours = old.members.as_deref().unwrap_or_default();
    let merged = TypeFile {
        schema: old.schema.clone().or(new.schema),
        description: if old.description.value == STUB {
            new.description
        } else {
            written(&old.description, new.description)
        },
        members: new.members.map(|new| members.merged(ours, new, &mut changes)),
        imported_from: if changes.is_empty() {
            old.imported_from.clone()
        } else {
            new.imported_from
        },
        name: new.name,
        values: new.values,
    };
    (merged, changes)
}

/// Returns a service version as it is after an import of `draft` over `old`, without the actions and types that `draft`
/// lacks. Sets of values stay, since no source names them.
#[cfg(feature = "cli")]
pub(crate) fn merged(draft: Draft, old: &Service) -> Service {
    let capabilities = &draft.capabilities;
    let named: BTreeSet<String> = draft.types.iter().map(|shared| shared.name.value.clone()).collect();
    let is_kept = |old: &&TypeFile| old.values.is_some() && !named.contains(&old.name.value);
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

/// How the members of a list are merged.
#[derive(Clone, Copy)]
struct Members<'a> {
    what: &'a str,
    capabilities: &'a SourceCapabilities,
    /// The type that they belong to, if it is one.
    owner: Option<&'a str>,
}

impl<'a> Members<'a> {
    fn new(what: &'a str, capabilities: &'a SourceCapabilities) -> Self {
        Self {
            what,
            capabilities,
            owner: None,
        }
    }

    fn merged(self, old: &[Member], new: Vec<Member>, changes: &mut Changes) -> Vec<Member> {
        let what = self.what;
        for gone in old.iter().filter(|old| new.iter().all(|new| new.name != old.name)) {
            changes.push(format!("- {what} {}", gone.name.value));
        }
        let merged = new
            .into_iter()
            .map(|new| match old.iter().find(|old| old.name == new.name) {
                Some(old) => member(what, old, completed(new, old, self.capabilities, self.owner), changes),
                None => {
                    changes.push(format!("+ {what} {}: {}", new.name.value, new.type_name.value));
                    new
                }
            });
        merged.collect()
    }
}

fn member(what: &str, old: &Member, new: Member, changes: &mut Changes) -> Member {
    let name = &new.name.value;
    let mut differs = |fact: &str, old: &str, new: &str| {
        if old != new {
            changes.push(format!("~ {what} {name}: {fact} was {old}, is {new}"));
        }
    };
    differs("its type", &old.type_name, &new.type_name);
    differs("its width", width(old), width(&new));
    differs("`required`", truth(old.required), truth(new.required));
    differs("`nullable`", truth(old.nullable), truth(new.nullable));
    if let (None, Some(default)) = (&old.default, &new.default) {
        changes.push(format!("~ {what} {name}: its default is {}", default.value));
    }
    let deprecated = format!("{what} {name} is deprecated");
    // The default width is not added to a file that leaves it out.
    let format = if width(old) == width(&new) {
        old.format.clone()
    } else {
        new.format
    };
    Member {
        name: new.name,
        type_name: new.type_name,
        format,
        required: new.required,
        nullable: new.nullable,
        rust_name: old.rust_name.clone().or(new.rust_name),
        deprecated: kept(&old.deprecated, new.deprecated, &deprecated, changes),
        default: old.default.clone().or(new.default),
        description: written(&old.description, new.description),
        // No source states the rest.
        ..old.clone()
    }
}

/// Merges a fact about an action that the source may not state.
fn stated<T: Clone + PartialEq + Display>(
    what: &str,
    old: &Option<Spanned<T>>,
    new: Option<Spanned<T>>,
    changes: &mut Changes,
) -> Option<Spanned<T>> {
    match (old, &new) {
        (None, Some(new)) => changes.push(format!("~ {what} is {}", new.value)),
        (Some(old), Some(new)) if old != new => {
            changes.push(format!("~ {what} was {}, is {}", old.value, new.value));
        }
        _ => {}
    }
    new.or_else(|| old.clone())
}

fn region(old: &ActionFile, new: bool, capabilities: &SourceCapabilities, changes: &mut Changes) -> bool {
    if !capabilities.regions || old.region_required == new {
        return old.region_required;
    }
    let (old, new_flag) = (truth(old.region_required), truth(new));
    changes.push(format!("~ `regionRequired` was {old}, is {new_flag}"));
    new
}

/// Merges error codes. Codes that only the file has may be known from elsewhere.
fn codes(old: &[ErrorCode], new: Vec<ErrorCode>, changes: &mut Changes) -> Vec<ErrorCode> {
    let mut merged = old.to_vec();
    for code in new {
        if old.iter().all(|old| old.code != code.code) {
            changes.push(format!("+ error code {}", code.code.value));
            merged.push(code);
        }
    }
    merged
}

/// Keeps the examples of the file, which may have been corrected, or else takes the imported ones.
fn examples(old: &[Example], new: Vec<Example>, changes: &mut Changes) -> Vec<Example> {
    if !old.is_empty() {
        return old.to_vec();
    }
    changes.extend(new.iter().map(|example| format!("+ example {}", example.title.value)));
    new
}

fn kept(
    old: &Option<Spanned<String>>,
    new: Option<Spanned<String>>,
    change: &str,
    changes: &mut Changes,
) -> Option<Spanned<String>> {
    if old.is_none() && new.is_some() {
        changes.push(format!("~ {change}"));
    }
    old.clone().or(new)
}

/// Returns what a person wrote, or else what was imported.
fn written(old: &Spanned<String>, new: Spanned<String>) -> Spanned<String> {
    if old.trim().is_empty() { new } else { old.clone() }
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
