//! Whether a request's parameters fit those that the spec declares.

use tc3_codegen::validate::{Coercion, Direction, Validator, Violation, ViolationKind};

use super::Read;
use crate::code::{INVALID_PARAMETER, INVALID_PARAMETER_VALUE, MISSING_PARAMETER, UNKNOWN_PARAMETER};
use crate::excerpt::excerpt;
use crate::refusal::Refusal;
use crate::routing::Route;

/// How many faults a message lists.
const MAX_LISTED: usize = 10;

/// How much of a value or a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// Compares the parameters with those that the action declares.
pub(crate) fn check(parameters: &Read, route: Route<'_>) -> Result<(), Refusal> {
    let fit = Validator {
        service: route.service,
        coercion: Coercion::Service,
        direction: Direction::Request,
    };
    let mut violations = fit.body(&parameters.json, &route.action.parameters);
    violations.sort_by_key(|violation| rank(&violation.kind));
    match violations.first() {
        None => Ok(()),
        Some(first) => Err(refusal(code(&first.kind), parameters.received.json(), &violations)),
    }
}

/// The kind that comes first decides the code.
fn rank(kind: &ViolationKind) -> u8 {
    match kind {
        ViolationKind::Missing => 0,
        ViolationKind::Unknown { .. } => 1,
        ViolationKind::WrongType { .. } => 2,
        ViolationKind::NotAllowed { .. } | ViolationKind::OutOfRange { .. } => 3,
    }
}

fn code(kind: &ViolationKind) -> &'static str {
    match kind {
        ViolationKind::Missing => MISSING_PARAMETER,
        ViolationKind::Unknown { .. } => UNKNOWN_PARAMETER,
        ViolationKind::WrongType { .. } => INVALID_PARAMETER,
        ViolationKind::NotAllowed { .. } | ViolationKind::OutOfRange { .. } => INVALID_PARAMETER_VALUE,
    }
}

fn refusal(code: &'static str, text: &str, violations: &[Violation]) -> Refusal {
    let mut faults: Vec<String> = violations
        .iter()
        .take(MAX_LISTED)
        .map(|violation| describe(violation, text))
        .collect();
    if let Some(more) = violations.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        faults.push(format!("and {more} more"));
    }
    Refusal::new(code, faults.join("; "))
}

/// One violation of the body `text`, in words.
fn describe(violation: &Violation, text: &str) -> String {
    let path = match violation.path.as_str() {
        "" => "the body".to_owned(),
        path => format!("`{}`", excerpt(path, MAX_SHOWN)),
    };
    let value = shown_value(violation, text);
    match &violation.kind {
        ViolationKind::Missing => format!("{path} is missing; it is required"),
        ViolationKind::Unknown { declared } => {
            format!("{path} is not a parameter; expected one of {}", declared.join(", "))
        }
        ViolationKind::WrongType { expected, found } => match value {
            Some(value) => format!("{path} is {found}, {value}; expected {expected}"),
            None => format!("{path} is {found}; expected {expected}"),
        },
        ViolationKind::NotAllowed { allowed } => {
            let value = value.unwrap_or("a value that is not allowed".to_owned());
            format!("{path} is {value}; expected one of {}", allowed.join(", "))
        }
        ViolationKind::OutOfRange { limit } => {
            let value = value.unwrap_or("out of range".to_owned());
            format!("{path} is {value}; expected {limit}")
        }
    }
}

/// The value as it was sent. Not of an object or a list: what they may hold besides is nobody's business.
fn shown_value(violation: &Violation, text: &str) -> Option<String> {
    let sent = text.get(violation.range.clone())?;
    let is_one_value = !sent.starts_with(['{', '[']) && sent != "null";
    (is_one_value && !violation.secret).then(|| excerpt(sent, MAX_SHOWN))
}
