//! Whether a response is an error of the service.
//!
//! Both come with HTTP status 200; only the member `Error` tells them apart.

use serde_json::Value;

use super::read_error::ReadError;
use crate::record::{EnvelopeMembers, Record, Slot, View};

const ERROR: &str = "Error";

/// The error that a service returned.
#[derive(Debug)]
pub(super) struct ServiceError {
    pub(super) code: String,
    pub(super) message: String,
}

/// Finds the error in a response, if it has one. Without a code, it is not known what happened, which is no success.
///
/// Some actions declare a member `Error` of their own, such as the error of the task that they report on. It is an error
/// of the call if the response has no other declared member: then the envelope of an error is all there is.
pub(super) fn find_service_error(
    record: Option<&dyn Record>,
    envelope: &EnvelopeMembers,
) -> Result<Option<ServiceError>, ReadError> {
    match record.and_then(|record| declared(record, ERROR)) {
        Some(_) if envelope.declared_members > 1 => Ok(None),
        Some(View::Record(error)) => record_error(error).map(Some),
        Some(View::Json(error)) => json_error(error),
        Some(_) => Ok(None),
        None => json_error(envelope.error.as_ref().unwrap_or(&Value::Null)),
    }
}

pub(super) fn json_error(error: &Value) -> Result<Option<ServiceError>, ReadError> {
    if error.is_null() {
        return Ok(None);
    }
    let code = error.get("Code").cloned().and_then(text).unwrap_or_default();
    let message = error.get("Message").cloned().and_then(text).unwrap_or_default();
    service_error(code, message).map(Some)
}

fn record_error(error: &dyn Record) -> Result<ServiceError, ReadError> {
    let text = |name| match declared(error, name) {
        Some(View::Str(text)) => text.to_owned(),
        _ => String::new(),
    };
    service_error(text("Code"), text("Message"))
}

fn service_error(code: String, message: String) -> Result<ServiceError, ReadError> {
    if code.is_empty() {
        Err(ReadError::no_code(ERROR))
    } else {
        Ok(ServiceError { code, message })
    }
}

fn declared<'a>(record: &'a dyn Record, name: &str) -> Option<View<'a>> {
    let index = record.shape().fields.iter().position(|field| field.name == name)?;
    record.get(index).map(Slot::view)
}

/// Returns a string, also from a number in place of one.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
