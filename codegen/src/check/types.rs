//! Type files: structures and sets of allowed values.

use std::collections::HashMap;

use super::scope::{Origin, Scope};
use crate::source::is_hidden;
use crate::source::{Diagnostic, quoted};
use crate::spec::{AllowedValue, TypeFile};

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for declared in &scope.service.types {
        check_shape(scope, declared, found);
        if let Some(values) = &declared.values {
            check_values(declared, values, found);
        }
    }
}

fn check_shape(scope: &Scope<'_>, declared: &TypeFile, found: &mut Vec<Diagnostic>) {
    let name = &declared.name;
    let message = match (&declared.members, &declared.values) {
        (Some(_), Some(_)) => "has both `members` and `values`",
        (None, None) if !scope.is_damaged(&declared.name) => "has neither `members` nor `values`",
        _ => return,
    };
    if name.is_written() {
        found.push(
            Diagnostic::error("type-shape", format!("the type {} {message}", quoted(name)))
                .at(name.span.clone(), message)
                .help("a structure has `members`; a set of allowed strings has `values`"),
        );
    }
}

fn check_values(declared: &TypeFile, values: &[AllowedValue], found: &mut Vec<Diagnostic>) {
    if values.is_empty() && declared.name.is_written() {
        found.push(
            Diagnostic::error(
                "no-values",
                format!("the type {} allows no value", quoted(&declared.name)),
            )
            .at(declared.name.span.clone(), "`values` is empty")
            .help("list the allowed strings, or use the type `String` without `values`"),
        );
    }
    let mut first_by_value = HashMap::new();
    for value in values
        .iter()
        .map(|allowed| &allowed.value)
        .filter(|value| value.is_written())
    {
        if value.is_empty() {
            found.push(
                Diagnostic::error("empty-value", "an allowed value is empty")
                    .at(value.span.clone(), "no text")
                    .help("write the value as it is sent; a member that may be absent needs no value for that"),
            );
        }
        if value.chars().any(is_hidden) {
            found.push(super::texts::hidden_character(Origin::Hand, value, &value.span));
        }
        if let Some(first) = first_by_value.insert(value.as_str(), value) {
            found.push(
                Diagnostic::error(
                    "duplicate-value",
                    format!("the value {} is listed twice", quoted(value)),
                )
                .at(value.span.clone(), "listed again here")
                .and(first.span.clone(), "first listed here")
                .help("keep one of the two"),
            );
        }
    }
}
