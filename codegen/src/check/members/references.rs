//! References of members to types and value sets.

use std::collections::BTreeSet;

use super::suggested_type::suggested_type;
use crate::check::names::is_identifier;
use crate::check::scope::{Scope, listed};
use crate::source::{Comparisons, Diagnostic, nearest, quoted};
use crate::spec::{BUILT_IN_TYPES, ItemType, Member, Spanned, TypeFile};

const LIST_PREFIX: &str = "Array of ";

pub(in crate::check) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let mut comparisons = Comparisons::default();
    for member in scope.member_lists().flat_map(|list| list.members) {
        check_type(scope, member, &mut comparisons, found);
        if let Some(values) = &member.values {
            check_values(scope, member, values, &mut comparisons, found);
        }
    }
}

/// The names of types that fit, to compare a wrong one with; none once there were too many comparisons.
fn known_names<'a>(scope: &Scope<'a>, comparisons: &mut Comparisons, fits: impl Fn(&TypeFile) -> bool) -> Vec<&'a str> {
    let types = &scope.service.types;
    if !comparisons.allow(types.len()) {
        return Vec::new();
    }
    let fitting = types.iter().filter(|declared| fits(declared));
    let names = fitting.map(|declared| declared.name.as_str());
    names.filter(|name| is_identifier(name)).collect()
}

/// Reports types that no action uses.
pub(in crate::check) fn check_use(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let reached = reached_types(scope);
    for declared in &scope.service.types {
        if !reached.contains(declared.name.as_str()) {
            let message = format!("no action uses the type {}", quoted(&declared.name));
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

fn check_type(scope: &Scope<'_>, member: &Member, comparisons: &mut Comparisons, found: &mut Vec<Diagnostic>) {
    let written = &member.type_name;
    let ItemType::Named(name) = member.type_ref().item else {
        return;
    };
    if !written.is_written() {
        return;
    }
    match scope.service.type_named(name) {
        Some(declared) if declared.members.is_none() && declared.is_value_set() => {
            let (label, item) = if declared.values.is_some() {
                ("a set of strings", "String")
            } else {
                ("a set of integers", "Integer")
            };
            found.push(
                Diagnostic::error(
                    "not-a-structure",
                    format!("{} is a set of values, not a structure", quoted(name)),
                )
                .at(written.span.clone(), label)
                .and(declared.name.span.clone(), "described here")
                .help(format!(
                    "write `\"type\": \"{}\", \"values\": \"{name}\"`",
                    written.replace(name, item)
                )),
            );
        }
        Some(_) => {}
        None if scope.has_type_file(name) => {} // its file has an error of its own
        None => found.push(unknown_type(scope, written, name, comparisons)),
    }
}

fn unknown_type(scope: &Scope<'_>, written: &Spanned<String>, name: &str, comparisons: &mut Comparisons) -> Diagnostic {
    Diagnostic::error("unknown-type", format!("unknown type {}", quoted(name)))
        .at(written.span.clone(), "no such type")
        .help(help_for_type(scope, written, name, comparisons))
}

fn help_for_type(scope: &Scope<'_>, written: &str, name: &str, comparisons: &mut Comparisons) -> String {
    let sought = suggested_type(name);
    let within_list = name.len() < written.len();
    if sought.list && (within_list || suggested_type(sought.item).list) {
        return "a list cannot hold lists: describe a type whose member is the inner list".to_owned();
    }
    let prefix = if sought.list || within_list { LIST_PREFIX } else { "" };
    let structures = known_names(scope, comparisons, |declared| declared.members.is_some());
    let same_structure = structures.iter().find(|known| known.eq_ignore_ascii_case(sought.item));
    if same_structure.is_none() && BUILT_IN_TYPES.contains(&sought.item) {
        let format = if sought.unsigned {
            " with `\"format\": \"uint64\"`"
        } else {
            ""
        };
        return format!("write `{prefix}{}`{format}", sought.item);
    }
    let known = BUILT_IN_TYPES.into_iter().chain(structures.iter().copied());
    if let Some(near) = same_structure.copied().or_else(|| nearest(sought.item, known)) {
        let folder = scope.type_file("*");
        format!("write `{prefix}{near}`; types are described in {folder}")
    } else if is_identifier(sought.item) {
        let file = scope.type_file(sought.item);
        let as_list = if sought.list {
            format!("write `{prefix}{}` and ", sought.item)
        } else {
            String::new()
        };
        format!(
            "{as_list}describe it in {file}, or write one of {}",
            listed(BUILT_IN_TYPES)
        )
    } else {
        format!(
            "write one of {}, the name of a type, or `Array of` one of these",
            listed(BUILT_IN_TYPES)
        )
    }
}

fn check_values(
    scope: &Scope<'_>,
    member: &Member,
    name: &Spanned<String>,
    comparisons: &mut Comparisons,
    found: &mut Vec<Diagnostic>,
) {
    let item = member.type_ref().item;
    let has_sets = matches!(item, ItemType::String | ItemType::Int64 | ItemType::Uint64);
    if scope.knows_type(member) && !has_sets {
        found.push(
            Diagnostic::error(
                "values-of-other-type",
                format!("{} has no allowed values", quoted(&member.type_name)),
            )
            .at(name.span.clone(), "for a String or an Integer alone, and lists of them")
            .and(member.type_name.span.clone(), "this type")
            .help(if item.is_number() {
                "take `values` out, and say what numbers there are by `minimum` and `maximum`"
            } else {
                "take `values` out, or fix the type"
            }),
        );
    }
    match scope.service.type_named(name) {
        Some(declared) if !declared.is_value_set() && declared.members.is_some() => found.push(
            Diagnostic::error(
                "not-a-value-set",
                format!("{} is a structure, not a set of values", quoted(name)),
            )
            .at(name.span.clone(), "a structure")
            .and(declared.name.span.clone(), "described here")
            .help("name a type that lists `values` or `integers`"),
        ),
        Some(declared) if has_sets && member.type_name.is_written() => {
            check_kind_of_set(member, name, declared, found);
        }
        Some(_) => {}
        None if scope.has_type_file(name) => {} // its file has an error of its own
        None => found.push(unknown_value_set(scope, name, comparisons)),
    }
}

/// Reports a set of strings for an integer, a set of integers for a string, and one of integers of another width.
fn check_kind_of_set(member: &Member, name: &Spanned<String>, declared: &TypeFile, found: &mut Vec<Diagnostic>) {
    let item = member.type_ref().item;
    let (label, help) = match (&declared.values, &declared.integers) {
        (Some(_), None) if item != ItemType::String => (
            "a set of strings",
            "make the type String, or name a type that lists `integers`",
        ),
        (None, Some(_)) if item == ItemType::String => (
            "a set of integers",
            "make the type Integer, or name a type that lists `values`",
        ),
        (None, Some(_)) if declared.is_unsigned() && item == ItemType::Int64 => (
            "of format `uint64`, and the member is signed",
            "constants have one type: give both the same `format`, or list the integers in a type for each",
        ),
        (None, Some(_)) if !declared.is_unsigned() && item == ItemType::Uint64 => (
            "signed, and the member is of format `uint64`",
            "constants have one type: give both the same `format`, or list the integers in a type for each",
        ),
        _ => return,
    };
    let message = format!(
        "the values of {} are not of the type of {}",
        quoted(name),
        quoted(&member.name)
    );
    found.push(
        Diagnostic::error("values-of-other-type", message)
            .at(name.span.clone(), label)
            .and(declared.name.span.clone(), "described here")
            .help(help),
    );
}

fn unknown_value_set(scope: &Scope<'_>, name: &Spanned<String>, comparisons: &mut Comparisons) -> Diagnostic {
    let sets = known_names(scope, comparisons, TypeFile::is_value_set);
    let help = match nearest(name, sets) {
        Some(near) => format!("write `{near}`; types are described in {}", scope.type_file("*")),
        None if is_identifier(name) => format!("list the allowed values in {}", scope.type_file(name)),
        None => "write the name of a type that lists `values` or `integers`".to_owned(),
    };
    Diagnostic::error("unknown-type", format!("unknown set of values {}", quoted(name)))
        .at(name.span.clone(), "no such type")
        .help(help)
}
