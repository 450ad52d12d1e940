//! Defaults and examples: JSON values that have to match their declared types, and the messages for violations.

use std::ops::Range;

mod defaults;
mod examples;

pub(in crate::check) use defaults::check as check_defaults;
pub(in crate::check) use examples::check as check_examples;

use super::scope::listed;
use crate::source::{nearest, quoted};
use crate::spec::{Json, JsonValue};
use crate::validate::{Violation, ViolationKind};

/// Message, label and help for a violation of `body`, which is `what`: "the example's request".
pub(super) fn words(what: &str, body: &Json, violation: &Violation) -> (String, String, String) {
    let path = quoted(&violation.path);
    match &violation.kind {
        ViolationKind::Missing => (
            format!("{path} is required, but missing from {what}"),
            format!("no {} in this object", quoted(last_part(&violation.path))),
            "add it, or take `required` out of its declaration".to_owned(),
        ),
        ViolationKind::Unknown { declared } => (
            format!("{} is not declared", subject(what, &violation.path)),
            "no member of this name".to_owned(),
            unknown_help(last_part(&violation.path), declared),
        ),
        ViolationKind::WrongType { expected, found } => (
            format!(
                "{} is not of its type, {}",
                subject(what, &violation.path),
                quoted(expected)
            ),
            found_label(found, expected),
            format!("write a value of type {}, or fix the declared type", quoted(expected)),
        ),
        ViolationKind::NotAllowed { allowed } => (
            format!("{} is not an allowed value", subject(what, &violation.path)),
            "not in the list".to_owned(),
            help_for_value(text_at(body, &violation.range), allowed),
        ),
        ViolationKind::OutOfRange { limit } => (
            format!("{} is beyond its limit", subject(what, &violation.path)),
            format!("the limit: {limit}"),
            "write a value within the limit, or fix the declared limit".to_owned(),
        ),
    }
}

/// The bytes to underline: the value, or the opening brace of an object that lacks a member.
pub(super) fn place(violation: &Violation) -> Range<usize> {
    let start = violation.range.start;
    match violation.kind {
        ViolationKind::Missing => start..start + 1,
        _ => violation.range.clone(),
    }
}

/// Whether `violation` may be for something that is missing from what was read of a type.
pub(super) fn depends_on_types(violation: &Violation) -> bool {
    match violation.kind {
        ViolationKind::NotAllowed { .. } => true,
        ViolationKind::Unknown { .. } | ViolationKind::Missing => violation.path.contains('.'),
        _ => false,
    }
}

fn found_label(found: &str, expected: &str) -> String {
    match found {
        "a number" if expected.starts_with("Integer") => "not whole, or out of the type's range".to_owned(),
        found => found.to_owned(),
    }
}

fn subject(what: &str, path: &str) -> String {
    if path.is_empty() {
        what.to_owned()
    } else {
        format!("{} of {what}", quoted(path))
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn unknown_help(name: &str, declared: &[String]) -> String {
    let declared = declared.iter().map(String::as_str);
    match nearest(name, declared.clone()) {
        Some(near) => format!("write {}, or declare {} too", quoted(near), quoted(name)),
        None if declared.len() == 0 => "take it out, or declare it: nothing is declared there".to_owned(),
        None => format!("take it out, or declare it; declared are {}", listed(declared)),
    }
}

fn help_for_value(given: Option<&str>, allowed: &[String]) -> String {
    let same = |value: &&String| given.is_some_and(|given| value.eq_ignore_ascii_case(given));
    match allowed.iter().find(same) {
        Some(same) => format!("write {}: values are case-sensitive", quoted(same)),
        None => format!(
            "allowed are {}; add the value to the list if the service takes it",
            listed(allowed.iter().map(String::as_str))
        ),
    }
}

/// The string at `range` of `json`.
fn text_at<'a>(json: &'a Json, range: &Range<usize>) -> Option<&'a str> {
    match &json.value {
        JsonValue::String(text) => Some(text.as_str()).filter(|_| json.range == *range),
        JsonValue::Array(items) => items.iter().find_map(|item| text_at(item, range)),
        JsonValue::Object(entries) => entries.iter().find_map(|entry| text_at(&entry.value, range)),
        _ => None,
    }
}
