//! Type files: structures and sets of allowed values.

use std::collections::HashMap;

use super::scope::{Origin, Scope};
use crate::source::is_hidden;
use crate::source::{Diagnostic, quoted};
use crate::spec::{AllowedValue, NamedInteger, TypeFile};

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for declared in &scope.service.types {
        check_shape(scope, declared, found);
        if let Some(values) = &declared.values {
            check_values(declared, values, found);
        }
        if let Some(integers) = &declared.integers {
            check_integers(declared, integers, found);
        }
        check_format(declared, found);
    }
}

fn check_shape(scope: &Scope<'_>, declared: &TypeFile, found: &mut Vec<Diagnostic>) {
    let name = &declared.name;
    let message = match (&declared.members, &declared.values, &declared.integers) {
        (Some(_), Some(_), _) => "has both `members` and `values`",
        (Some(_), None, Some(_)) => "has both `members` and `integers`",
        (None, Some(_), Some(_)) => "has both `values` and `integers`",
        (None, None, None) if !scope.is_damaged(&declared.name) => "has neither `members`, `values` nor `integers`",
        _ => return,
    };
    if name.is_written() {
        found.push(
            Diagnostic::error("type-shape", format!("the type {} {message}", quoted(name)))
                .at(name.span.clone(), message)
                .help("a structure has `members`; a set of allowed strings has `values`, one of integers `integers`"),
        );
    }
}

fn check_format(declared: &TypeFile, found: &mut Vec<Diagnostic>) {
    let Some(format) = &declared.format else {
        return;
    };
    if declared.integers.is_some() {
        super::members::limits::check_known_format(format, found);
    } else {
        found.push(
            Diagnostic::error("misplaced-key", format!("{} has no `format`", quoted(&declared.name)))
                .at(format.span.clone(), "for a type with `integers` alone")
                .help("take `format` out"),
        );
    }
}

fn check_integers(declared: &TypeFile, integers: &[NamedInteger], found: &mut Vec<Diagnostic>) {
    if integers.is_empty() && declared.name.is_written() {
        found.push(
            Diagnostic::error(
                "no-values",
                format!("the type {} allows no value", quoted(&declared.name)),
            )
            .at(declared.name.span.clone(), "`integers` is empty")
            .help("list the allowed integers, or use the type `Integer` without `values`"),
        );
    }
    let mut first_by_value = HashMap::new();
    let mut first_by_name = HashMap::new();
    for integer in integers {
        let (value, name) = (&integer.value, &integer.rust_name);
        if declared.is_unsigned() && value.value < 0 {
            found.push(
                Diagnostic::error(
                    "integer-out-of-range",
                    format!("the value {} is not an integer of format `uint64`", value.value),
                )
                .at(value.span.clone(), "less than 0")
                .help("take it out, or take `format` out of this type and of the members that refer to it"),
            );
        }
        if let Some(first) = first_by_value.insert(value.value, value).filter(|_| value.is_written()) {
            found.push(
                Diagnostic::error("duplicate-value", format!("the value {} is listed twice", value.value))
                    .at(value.span.clone(), "listed again here")
                    .and(first.span.clone(), "first listed here")
                    .help("keep one of the two"),
            );
        }
        if let Some(first) = first_by_name.insert(name.as_str(), name).filter(|_| name.is_written()) {
            found.push(
                Diagnostic::error("name-collision", format!("two constants are named {}", quoted(name)))
                    .at(name.span.clone(), "the second")
                    .and(first.span.clone(), "the first")
                    .help("give one of them another `rustName`"),
            );
        }
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
