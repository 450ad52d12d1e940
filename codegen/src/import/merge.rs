//! New facts over what is there: what a person wrote stays.
//!
//! | from the import | from the file, if it says so |
//! |---|---|
//! | members and their order, types, widths, `required`, `nullable` | descriptions, `rustName`, allowed values, defaults, units, limits, `secret` |
//! | actions and types that are new | pages, rate, region, error codes, examples, `readOnly`, why something is withdrawn |

use crate::spec::{ActionFile, ErrorCode, Example, Member, ServiceFile, Spanned, TypeFile};

/// What a merge did to a file, a line each; empty if its facts were the same.
pub(super) type Changes = Vec<String>;

pub(super) fn service(old: &ServiceFile, new: ServiceFile) -> (ServiceFile, Changes) {
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

pub(super) fn action(old: &ActionFile, new: ActionFile) -> (ActionFile, Changes) {
    let mut changes = Changes::new();
    let mut merged = ActionFile {
        description: written(&old.description, new.description),
        imported_from: new.imported_from,
        read_only: old.read_only || new.read_only,
        content: old.content.clone().or(new.content),
        signed: old.signed.clone().or(new.signed),
        deprecated: kept(&old.deprecated, new.deprecated, "the action is withdrawn", &mut changes),
        parameters: members("parameter", &old.parameters, new.parameters, &mut changes),
        output: members("output", &old.output, new.output, &mut changes),
        errors: codes(&old.errors, new.errors, &mut changes),
        examples: examples(&old.examples, new.examples, &mut changes),
        // The metadata says nothing of the rest.
        ..old.clone()
    };
    if changes.is_empty() {
        merged.imported_from.clone_from(&old.imported_from);
    }
    (merged, changes)
}

pub(super) fn shared(old: &TypeFile, new: TypeFile) -> (TypeFile, Changes) {
    let mut changes = Changes::new();
    let ours = old.members.as_deref().unwrap_or_default();
    let merged = TypeFile {
        schema: old.schema.clone().or(new.schema),
        description: written(&old.description, new.description),
        members: new
            .members
            .map(|members| self::members("member", ours, members, &mut changes)),
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

fn members(what: &str, old: &[Member], new: Vec<Member>, changes: &mut Changes) -> Vec<Member> {
    for gone in old.iter().filter(|old| new.iter().all(|new| new.name != old.name)) {
        changes.push(format!("- {what} {}", gone.name.value));
    }
    let merged = new
        .into_iter()
        .map(|new| match old.iter().find(|old| old.name == new.name) {
            Some(old) => member(what, old, new, changes),
            None => {
                changes.push(format!("+ {what} {}: {}", new.name.value, new.type_name.value));
                new
            }
        });
    merged.collect()
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
    let withdrawn = format!("{what} {name} is withdrawn");
    // A width that is the one taken for granted need not be written.
    let format = match width(old) == width(&new) {
        true => old.format.clone(),
        false => new.format,
    };
    Member {
        name: new.name,
        type_name: new.type_name,
        format,
        required: new.required,
        nullable: new.nullable,
        rust_name: old.rust_name.clone().or(new.rust_name),
        deprecated: kept(&old.deprecated, new.deprecated, &withdrawn, changes),
        description: written(&old.description, new.description),
        // The metadata says nothing of the rest.
        ..old.clone()
    }
}

/// Codes of a file that the import has not may be known from elsewhere.
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

/// Those of a file may have been corrected, so none is taken beside them.
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

/// What a person wrote, or else what was imported.
fn written(old: &Spanned<String>, new: Spanned<String>) -> Spanned<String> {
    match old.trim().is_empty() {
        true => new,
        false => old.clone(),
    }
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
