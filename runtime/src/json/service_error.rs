//! Whether a response is an error of the service.
//!
//! Both come with HTTP status 200; only the member `Error` tells them apart.

use serde_json::Value;

use super::read_error::ReadError;
use crate::record::{Record, Slot, UnknownMember, View};

const ERROR: &str = "Error";

/// The error that a service returned.
pub(super) struct ServiceError {
    pub(super) code: String,
    pub(super) message: String,
}

/// Finds the error in a response, if it has one.
///
/// Some actions declare a member `Error` of their own, which is an error of the service only if it has a code. An
/// undeclared one is an error unless it is null or empty; without a code, it is not known what happened.
pub(super) fn find_service_error(
    record: &dyn Record,
    unknown: &[UnknownMember],
) -> Result<Option<ServiceError>, ReadError> {
    match (declared(record, ERROR), undeclared(unknown, ERROR)) {
        (Some(View::Record(error)), _) => Ok(record_error(error)),
        (Some(View::Json(error)), _) => Ok(json_error(error).unwrap_or_default()),
        (Some(_), _) | (None, None) => Ok(None),
        (None, Some(error)) => json_error(error).map_err(|NoCode| ReadError::no_code(ERROR)),
    }
}

/// An `Error` that has no code and is not empty either.
struct NoCode;

fn json_error(error: &Value) -> Result<Option<ServiceError>, NoCode> {
    match error {
        Value::Null => return Ok(None),
        Value::Object(members) if members.is_empty() => return Ok(None),
        _ => {}
    }
    let code = match error.get("Code") {
        Some(Value::Null) => return Ok(None),
        code => code.cloned().and_then(text).ok_or(NoCode)?,
    };
    let message = error.get("Message").cloned().and_then(text).unwrap_or_default();
    Ok((!code.is_empty()).then_some(ServiceError { code, message }))
}

fn record_error(error: &dyn Record) -> Option<ServiceError> {
    let text = |name| match declared(error, name) {
        Some(View::Str(text)) => text.to_owned(),
        _ => String::new(),
    };
    let (code, message) = (text("Code"), text("Message"));
    (!code.is_empty()).then_some(ServiceError { code, message })
}

fn declared<'a>(record: &'a dyn Record, name: &str) -> Option<View<'a>> {
    let index = record.shape().fields.iter().position(|field| field.name == name)?;
    record.get(index).map(Slot::view)
}

/// Returns the undeclared member `name` of the response, the last one if it occurs more than once.
pub(super) fn undeclared<'a>(unknown: &'a [UnknownMember], name: &str) -> Option<&'a Value> {
    let member = unknown.iter().rfind(|member| member.path == name)?;
    Some(&member.value)
}

/// Returns a string, also from a number in place of one.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
