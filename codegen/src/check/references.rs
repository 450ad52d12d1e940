//! Names of types wherever a member refers to one.

use std::collections::BTreeSet;

use super::names::is_identifier;
use super::scope::{Scope, listed};
use crate::diagnostics::{Diagnostic, nearest, shown};
use crate::spec::{BUILT_IN_TYPES, ItemType, Member, Spanned, TypeFile};

const LIST_PREFIX: &str = "Array of ";

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for member in scope.member_lists().flat_map(|list| list.members) {
        check_type(scope, member, found);
        if let Some(values) = &member.values {
            check_values(scope, member, values, found);
        }
    }
}

/// Types that no action reaches.
pub(super) fn check_use(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let reached = reached_types(scope);
    for declared in &scope.service.types {
        if !reached.contains(declared.name.as_str()) {
            let message = format!("no action uses the type {}", shown(&declared.name));
            found.push(
                Diagnostic::warning("unused-type", message)
                    .at(declared.name.span.clone(), "never referred to")
                    .help("refer to it by `type` or `values`, or remove the file"),
            );
        }
    }
}

fn reached_types<'a>(scope: &Scope<'a>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut ahead: Vec<&Member> = scope
        .service
        .actions
        .iter()
        .flat_map(|action| action.parameters.iter().chain(&action.output))
        .collect();
    while let Some(member) = ahead.pop() {
        let by_type = match member.type_ref().item {
            ItemType::Named(name) => Some(name),
            _ => None,
        };
        let by_values = member.values.as_ref().map(|name| name.as_str());
        for name in by_type.into_iter().chain(by_values) {
            if reached.insert(name) {
                let declared = scope.service.type_named(name);
                ahead.extend(
                    declared
                        .and_then(|declared| declared.members.as_ref())
                        .into_iter()
                        .flatten(),
                );
            }
        }
    }
    reached
}

fn check_type(scope: &Scope<'_>, member: &Member, found: &mut Vec<Diagnostic>) {
    let written = &member.type_name;
    let ItemType::Named(name) = member.type_ref().item else {
        return;
    };
    if !written.is_written() {
        return;
    }
    match scope.service.type_named(name) {
        Some(declared) if declared.members.is_none() && declared.values.is_some() => found.push(
            Diagnostic::error(
                "not-a-structure",
                format!("{} is a set of values, not a structure", shown(name)),
            )
            .at(written.span.clone(), "a set of strings")
            .and(declared.name.span.clone(), "described here")
            .help(format!(
                "write `\"type\": \"{}\", \"values\": \"{name}\"`",
                written.replace(name, "String")
            )),
        ),
        Some(_) => {}
        None if scope.has_type_file(name) => {} // its file has a fault of its own
        None => found.push(unknown_type(scope, written, name)),
    }
}

fn unknown_type(scope: &Scope<'_>, written: &Spanned<String>, name: &str) -> Diagnostic {
    let prefix = if name.len() < written.len() { LIST_PREFIX } else { "" };
    let structures = names_where(scope, |declared| declared.members.is_some());
    let known = BUILT_IN_TYPES.into_iter().chain(structures);
    let help = if name.starts_with(LIST_PREFIX) {
        "a list cannot hold lists: describe a type whose member is the inner list".to_owned()
    } else if looks_like_list(name) {
        "a list is written `Array of ` and the type of its items: `Array of String`".to_owned()
    } else if let Some(near) = nearest(name, known) {
        let folder = scope.type_file("*");
        format!("write `{prefix}{near}`; types are described in {folder}")
    } else if is_identifier(name) {
        format!(
            "describe it in {}, or write one of {}",
            scope.type_file(name),
            listed(BUILT_IN_TYPES)
        )
    } else {
        format!(
            "write one of {}, the name of a type, or `Array of` one of these",
            listed(BUILT_IN_TYPES)
        )
    };
    Diagnostic::error("unknown-type", format!("unknown type {}", shown(name)))
        .at(written.span.clone(), "no such type")
        .help(help)
}

/// Whether somebody wrote a list as other languages write it: `String[]`, `List<String>`.
fn looks_like_list(name: &str) -> bool {
    let name = name.to_lowercase();
    !is_identifier(&name) && (name.contains("[]") || name.starts_with("list") || name.starts_with("array"))
}

fn check_values(scope: &Scope<'_>, member: &Member, name: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    if member.type_name.is_written() && member.type_ref().item != ItemType::String {
        found.push(
            Diagnostic::error(
                "values-of-non-string",
                format!("{} has no allowed values", shown(&member.type_name)),
            )
            .at(name.span.clone(), "for a String or an Array of String alone")
            .and(member.type_name.span.clone(), "this type")
            .help("take `values` out, or mend the type"),
        );
    }
    match scope.service.type_named(name) {
        Some(declared) if declared.values.is_none() && declared.members.is_some() => found.push(
            Diagnostic::error(
                "not-a-value-set",
                format!("{} is a structure, not a set of values", shown(name)),
            )
            .at(name.span.clone(), "a structure")
            .and(declared.name.span.clone(), "described here")
            .help("name a type that lists `values`"),
        ),
        Some(_) => {}
        None if scope.has_type_file(name) => {} // its file has a fault of its own
        None => found.push(unknown_value_set(scope, name)),
    }
}

fn unknown_value_set(scope: &Scope<'_>, name: &Spanned<String>) -> Diagnostic {
    let help = match nearest(name, names_where(scope, |declared| declared.values.is_some())) {
        Some(near) => format!("write `{near}`; types are described in {}", scope.type_file("*")),
        None if is_identifier(name) => format!("list the allowed values in {}", scope.type_file(name)),
        None => "write the name of a type that lists `values`".to_owned(),
    };
    Diagnostic::error("unknown-type", format!("unknown set of values {}", shown(name)))
        .at(name.span.clone(), "no such type")
        .help(help)
}

fn names_where<'a>(scope: &Scope<'a>, fits: impl Fn(&TypeFile) -> bool) -> impl Iterator<Item = &'a str> {
    let fitting = scope.service.types.iter().filter(move |declared| fits(declared));
    fitting.map(|declared| declared.name.as_str())
}
