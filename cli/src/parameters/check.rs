//! Holds a request against what is declared, by the validator that also checks documented examples and the emulator's
//! requests, and says in a line each what is wrong.

use std::ops::Range;

use tc3_catalog::Found;
use tc3_codegen::spec::{ActionFile, Json, Service};
use tc3_codegen::validate::{Coercion, Direction, Validator, Violation, ViolationKind};

use super::{Fault, Faults, find, members_of};
use crate::json::{Value, write_compact};
use crate::near::{near_clause, nearest};

/// Values that are shown are cut after so many characters.
const MOST_SHOWN: usize = 60;
/// A set with more values is not shown whole.
const MOST_VALUES: usize = 12;

/// Adds what is wrong with the parameters of an action.
pub(super) fn check(body: &Value, found: &Found, action: &ActionFile, faults: &mut Faults) {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(body, &mut text);
    let hint = format!(
        "`tc3 {} {} help` shows the parameters; --no-check sends them all the same",
        found.service.file.name.value, action.name.value
    );
    for wrong in wrong_places(&String::from_utf8_lossy(&text), found, action) {
        if wrong.path.is_empty() || !faults.is_known(&wrong.path) {
            faults.add(Fault::with_hint(wrong.message, hint.clone()));
        }
    }
}

/// What is wrong with a part of a text of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrongPlace {
    /// The value, as the service names parameters: `AccessRegionSet.0.Bandwidth`. Empty for the whole.
    pub(crate) path: String,
    pub(crate) message: String,
    /// The bytes of the text.
    pub(crate) range: Range<usize>,
}

/// Returns what is wrong with the text of the parameters of an action: that it is no JSON, or each value that does not
/// match what is declared.
pub(crate) fn wrong_places(text: &str, found: &Found, action: &ActionFile) -> Vec<WrongPlace> {
    let json = match Json::parse(text) {
        Ok(json) => json,
        Err(error) => {
            return vec![WrongPlace {
                path: String::new(),
                message: format!("the parameters: {}", error.message),
                range: error.range,
            }];
        }
    };
    let service = &found.service;
    let validator = Validator {
        service,
        coercion: Coercion::Service,
        direction: Direction::Request,
    };
    let violations = validator.body(&json, &action.parameters).into_iter();
    violations
        .map(|violation| WrongPlace {
            message: message(&violation, text, service, action),
            path: violation.path,
            range: violation.range,
        })
        .collect()
}

fn message(violation: &Violation, text: &str, service: &Service, action: &ActionFile) -> String {
    // The whole has no name, and neither has a member that is called "".
    let path = match (violation.path.as_str(), &violation.kind) {
        ("", ViolationKind::Unknown { .. }) => "\"\"",
        ("", _) => "the parameters",
        (path, _) => path,
    };
    let value = if violation.secret {
        "the value".to_owned()
    } else {
        shown(text.get(violation.range.clone()).unwrap_or_default())
    };
    match &violation.kind {
        ViolationKind::Missing => format!("{path} is required"),
        ViolationKind::Unknown { declared } => {
            let name = path.rsplit('.').next().unwrap_or_default();
            let near = near_clause(&nearest(name, declared.iter().map(String::as_str)));
            match type_around(path, service, action) {
                Some(type_name) => format!("{path} is no member of {type_name}{near}"),
                None => format!("{path} is no parameter of {}{near}", action.name.value),
            }
        }
        ViolationKind::WrongType { expected, found } => {
            let value = match *found {
                _ if violation.secret => value,
                "a list" | "an object" => (*found).to_owned(),
                _ => value,
            };
            if expected.contains("Integer") && is_whole_number(&value) {
                let range = if expected.contains("uint64") {
                    "0 to 18446744073709551615"
                } else {
                    "64-bit integers"
                };
                return format!("{path}: {value} is not in the range of {range}");
            }
            format!("{path}: {value} is not {}", kind(expected))
        }
        ViolationKind::NotAllowed { allowed } => {
            let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
            if allowed.len() <= MOST_VALUES {
                return format!("{path}: {value} is not one of {}", allowed.join(", "));
            }
            let near = nearest(value.trim_matches('"'), allowed.iter().copied());
            format!(
                "{path}: {value} is not one of its {} values{}",
                allowed.len(),
                near_clause(&near)
            )
        }
        ViolationKind::OutOfRange { limit } => format!("{path}: {value} is out of range: {limit}"),
    }
}

/// The structure that the member at `path` is in; none for a parameter of the action.
fn type_around(path: &str, service: &Service, action: &ActionFile) -> Option<String> {
    let mut members = action.parameters.as_slice();
    let mut around = None;
    let steps: Vec<&str> = path.split('.').collect();
    for step in steps.split_last()?.1 {
        // A step that is no member is the number of an item, which is of the same type.
        if let Some(member) = find(members, step) {
            let type_name = member.type_name.trim_start_matches("Array of ");
            members = members_of(service, type_name);
            around = Some(type_name.to_owned());
        }
    }
    around
}

/// A declared type in words.
fn kind(expected: &str) -> String {
    match expected {
        "Integer" | "Integer of format uint64" => "an integer".to_owned(),
        "Float" => "a number".to_owned(),
        "Boolean" => "a boolean: true or false".to_owned(),
        "String" => "a string".to_owned(),
        "Date" | "Timestamp" | "Timestamp ISO8601" => format!("a string ({expected})"),
        "Object" => "an object".to_owned(),
        other => match other.strip_prefix("Array of ") {
            Some(item) => format!("a list of {item}"),
            None => format!("an object of type {other}"),
        },
    }
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.trim_matches('"').trim_start_matches('-');
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A value in a message: whole if it is short.
fn shown(value: &str) -> String {
    match value.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}..", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}
