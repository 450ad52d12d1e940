//! Validates the parameters of a request against those that the spec declares.

use tc3_codegen::validate::{Coercion, Direction, Validator, Violation, ViolationKind};

use super::Params;
use crate::routing::Route;
use crate::wire::error::ApiError;
use crate::wire::error::{INVALID_PARAMETER, INVALID_PARAMETER_VALUE, MISSING_PARAMETER, UNKNOWN_PARAMETER};
use crate::wire::sanitize::{excerpt, other_letter_case};
use crate::wire::tolerance::Tolerance;

/// The most violations in a message.
const MAX_VIOLATIONS: usize = 10;

/// Checks the parameters against the declarations of the action. The most basic violation decides the error code.
/// Those of an action that is not declared are not checked.
pub(crate) fn validate(params: &Params, route: Route<'_>, tolerance: &Tolerance) -> Result<(), ApiError> {
    if !route.is_declared {
        return Ok(());
    }
    let validator = Validator {
        service: route.service,
        coercion: Coercion::Service,
        direction: Direction::Request,
    };
    let mut violations = validator.body(&params.json, &route.action.parameters);
    if tolerance.is_lenient() {
        let is_unknown = |violation: &mut Violation| matches!(violation.kind, ViolationKind::Unknown { .. });
        let unknown: Vec<Violation> = violations.extract_if(.., is_unknown).collect();
        if !unknown.is_empty() {
            tolerance.forgive(to_error(UNKNOWN_PARAMETER, params.received.json(), &unknown))?;
        }
    }
    violations.sort_by_key(|violation| rank(&violation.kind));
    match violations.first() {
        None => Ok(()),
        Some(first) => Err(to_error(code(&first.kind), params.received.json(), &violations)),
    }
}

/// The rank of a kind of violation: the lowest decides the error code.
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

fn to_error(code: &'static str, text: &str, violations: &[Violation]) -> ApiError {
    let mut messages: Vec<String> = violations
        .iter()
        .take(MAX_VIOLATIONS)
        .map(|violation| describe(violation, text))
        .collect();
    if let Some(more) = violations.len().checked_sub(MAX_VIOLATIONS).filter(|more| *more > 0) {
        messages.push(format!("and {more} more"));
    }
    ApiError::new(code, messages.join("; "))
}

/// Describes a violation in the body `text`.
fn describe(violation: &Violation, text: &str) -> String {
    let path = match violation.path.as_str() {
        "" => "the body".to_owned(),
        path => format!("`{}`", excerpt(path)),
    };
    let value = quoted_value(violation, text);
    match &violation.kind {
        ViolationKind::Missing => format!("{path} is missing; it is required"),
        ViolationKind::Unknown { declared } => {
            format!(
                "{path} is not a parameter{}; expected one of {}",
                other_letter_case(last_name(&violation.path), declared.iter().map(String::as_str)),
                declared.join(", ")
            )
        }
        ViolationKind::WrongType { expected, .. } if text.get(violation.range.clone()) == Some("\"\"") => format!(
            "{path} is an empty string; expected {expected}. Leave out a parameter without a value: Tencent Cloud's SDK \
             for Node.js sends `undefined` so in a GET"
        ),
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

/// The name at the end of a path such as `AccessRegionSet.0.Bandwidth`.
fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// The value as it was sent, unless it is secret, or an object or a list, which may contain secrets.
fn quoted_value(violation: &Violation, text: &str) -> Option<String> {
    let sent = text.get(violation.range.clone())?;
    let is_one_value = !sent.starts_with(['{', '[']) && sent != "null";
    (is_one_value && !violation.secret).then(|| excerpt(sent))
}
