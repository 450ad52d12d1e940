//! Holds an answer against what is declared, by the validator that also checks requests.

use tc3_catalog::Found;
use tc3_codegen::spec::Json;
use tc3_codegen::validate::{Coercion, Direction, Validator, Violation, ViolationKind};

use super::node_path::of_place;
use crate::explorer::web::reply::{object, text};
use crate::json::{Value, parse};

/// The most that are returned.
const MOST: usize = 50;
/// What every answer has and no action declares.
const REQUEST_ID: &str = "RequestId";

/// What does not match: `{path, message}` each. Values are not shown, as they may be secret.
pub(in crate::explorer) fn anomalies(found: &Found, answer: &str) -> Vec<Value> {
    let (Some(action), Ok(json)) = (found.action(), Json::parse(answer)) else {
        return Vec::new();
    };
    let validator = Validator {
        service: &found.service,
        coercion: Coercion::Service,
        direction: Direction::Response,
    };
    let violations = validator.body(&json, &action.output);
    if violations.is_empty() {
        return Vec::new();
    }
    drop(json);
    let value = parse(answer).unwrap_or(Value::Null);
    let violations = violations.iter().filter(|violation| violation.path != REQUEST_ID);
    let anomalies = violations.take(MOST).map(|violation| {
        object([
            ("path", text(of_place(&violation.path, &value))),
            ("message", text(message(violation))),
        ])
    });
    anomalies.collect()
}

fn message(violation: &Violation) -> String {
    match &violation.kind {
        ViolationKind::Missing => "it is declared, and is missing".to_owned(),
        ViolationKind::Unknown { .. } => "it is not declared".to_owned(),
        ViolationKind::WrongType { expected, found } => format!("{expected} is declared, and it is {found}"),
        ViolationKind::NotAllowed { .. } => "it is none of the values that are declared".to_owned(),
        ViolationKind::OutOfRange { limit } => format!("it is beyond what is declared: {limit}"),
    }
}
