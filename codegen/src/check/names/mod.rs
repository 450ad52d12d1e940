//! Names of actions, types, members and of the Rust items made from them.

#[cfg(feature = "generate")]
mod collisions;

use std::collections::BTreeMap;

use super::scope::Scope;
use crate::source::{Diagnostic, quoted};
use crate::spec::{BUILT_IN_TYPES, Spanned};

#[cfg(feature = "generate")]
pub(super) use collisions::check as check_rust_names;

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let actions = scope.service.actions.iter().map(|action| &action.name);
    let types = scope.service.types.iter().map(|declared| &declared.name);
    for (kind, name) in
        (actions.clone().map(|name| ("an action", name))).chain(types.clone().map(|name| ("a type", name)))
    {
        check_name(kind, name, found);
        check_file_name(scope, name, found);
        if device_name(name) {
            found.push(
                Diagnostic::error("reserved-name", format!("{kind} cannot be named {}", quoted(name)))
                    .at(name.span.clone(), "a file cannot have this name on Windows")
                    .help("names such as `CON`, `NUL` and `COM1` are devices there"),
            );
        }
    }
    check_repeated("action", "duplicate-action", actions, found);
    check_repeated("type", "duplicate-type", types, found);
    check_taken(scope, found);
    for list in scope.member_lists() {
        for member in list.members {
            check_name(list.role.noun_with_article(), &member.name, found);
            if let Some(name) = &member.rust_name {
                check_rust_name(name, is_field_name(name), "a field", "access_region", found);
            }
        }
    }
    let service = scope.service;
    let values = service
        .types
        .iter()
        .flat_map(|declared| declared.values.iter().flatten());
    let of_actions = service.actions.iter().flat_map(|action| &action.errors);
    let codes = service.file.errors.iter().chain(of_actions);
    let of_values = values.filter_map(|value| value.rust_name.as_ref());
    for name in of_values.chain(codes.filter_map(|code| code.rust_name.as_ref())) {
        check_rust_name(name, is_variant_name(name), "a variant", "Cn2", found);
    }
    let integers = service
        .types
        .iter()
        .flat_map(|declared| declared.integers.iter().flatten());
    for name in integers
        .map(|integer| &integer.rust_name)
        .filter(|name| name.is_written())
    {
        check_rust_name(name, is_constant_name(name), "a constant", "BEING_CREATED", found);
    }
}

/// Whether `name` is an ASCII identifier, which is valid in Rust and in every file system.
pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether Windows reserves `name` for a device, in any case and with any extension.
pub(super) fn device_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let numbered = name.strip_prefix("COM").or_else(|| name.strip_prefix("LPT"));
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
}

fn check_name(kind: &str, name: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    if name.is_written() && !is_identifier(name) {
        found.push(
            Diagnostic::error("bad-name", format!("{} is not the name of {kind}", quoted(name)))
                .at(name.span.clone(), "not an identifier")
                .help("a name starts with a letter and goes on in letters, digits and `_`, all ASCII"),
        );
    }
}

fn check_file_name(scope: &Scope<'_>, name: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    let Some(source) = scope.sources.get(name.span.file).filter(|_| is_identifier(name)) else {
        return;
    };
    let file = source.path.rsplit('/').next().unwrap_or_default();
    if file.strip_suffix(".json") != Some(name) {
        found.push(
            Diagnostic::error(
                "file-name",
                format!("{} is in a file named {}", quoted(name), quoted(file)),
            )
            .at(name.span.clone(), "not the name of the file")
            .help(format!("rename the file to `{}.json`, or fix the name", name.value)),
        );
    }
}

fn check_rust_name(name: &Spanned<String>, fits: bool, kind: &str, example: &str, found: &mut Vec<Diagnostic>) {
    if !fits {
        found.push(
            Diagnostic::error("bad-rust-name", format!("{} cannot name {kind} in Rust", quoted(name)))
                .at(name.span.clone(), format!("not the name of {kind}"))
                .help(format!("write it in the case of Rust's own names: `{example}`")),
        );
    }
}

fn is_field_name(name: &str) -> bool {
    is_identifier(name) && !name.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_variant_name(name: &str) -> bool {
    is_identifier(name) && name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('_')
}

fn is_constant_name(name: &str) -> bool {
    is_identifier(name) && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Reports names that are equal, or equal on a file system that ignores case.
fn check_repeated<'a>(
    noun: &str,
    code: &'static str,
    names: impl Iterator<Item = &'a Spanned<String>>,
    found: &mut Vec<Diagnostic>,
) {
    let mut first_by_name: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for name in names.filter(|name| name.is_written()) {
        let Some(first) = first_by_name.get(&name.to_ascii_lowercase()) else {
            first_by_name.insert(name.to_ascii_lowercase(), name);
            continue;
        };
        let (message, help) = if first.value == name.value {
            (
                format!("the {noun} {} is described twice", quoted(name)),
                "keep one of the two files",
            )
        } else {
            (
                format!(
                    "the {noun}s {} and {} differ by case alone",
                    quoted(first),
                    quoted(name)
                ),
                "give one of them another name: where file systems fold case, only one of the files survives",
            )
        };
        found.push(
            Diagnostic::error(code, message)
                .at(name.span.clone(), "described again here")
                .and(first.span.clone(), "first described here")
                .help(help),
        );
    }
}

/// Reports types whose names are reserved.
fn check_taken(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    const MADE_FOR_ACTIONS: [&str; 3] = ["Request", "Response", "ErrorCode"];
    for name in scope.service.types.iter().map(|declared| &declared.name) {
        if BUILT_IN_TYPES.contains(&name.as_str()) {
            found.push(
                Diagnostic::error("reserved-name", format!("{} is a built-in type", quoted(name)))
                    .at(name.span.clone(), "means the built-in type wherever it is used")
                    .help("give the type another name; type names are not sent"),
            );
        }
        for suffix in MADE_FOR_ACTIONS {
            let action = name
                .strip_suffix(suffix)
                .and_then(|action| scope.service.action(action));
            if let Some(action) = action {
                found.push(
                    Diagnostic::error("reserved-name", format!("{} is generated for an action", quoted(name)))
                        .at(name.span.clone(), "the same name")
                        .and(action.name.span.clone(), "this action")
                        .help("give the type another name; type names are not sent"),
                );
            }
        }
    }
}
