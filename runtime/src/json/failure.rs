//! What tells a failure from a success.

use serde_json::Value;

use super::read_error::ReadError;
use crate::record::{Record, Slot, UnknownMember, View};

const ERROR: &str = "Error";

/// What a service says of a request that it refused, or that failed.
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
}

/// The failure that a response tells of, if it does.
///
/// There are actions that declare an `Error` of their own: it is a failure only if it carries a code. One that is
/// not declared is a failure unless it is plainly none; if it has no code either, nobody knows what happened.
pub(super) fn failure_of(record: &dyn Record, unknown: &[UnknownMember]) -> Result<Option<Failure>, ReadError> {
    match (declared(record, ERROR), undeclared(unknown, ERROR)) {
        (Some(View::Record(error)), _) => Ok(record_failure(error)),
        (Some(View::Json(error)), _) => Ok(json_failure(error).unwrap_or_default()),
        (Some(_), _) | (None, None) => Ok(None),
        (None, Some(error)) => json_failure(error).map_err(|NoCode| ReadError::no_code(ERROR)),
    }
}

/// An error that neither has a code nor says that there is none.
struct NoCode;

fn json_failure(error: &Value) -> Result<Option<Failure>, NoCode> {
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
    Ok((!code.is_empty()).then_some(Failure { code, message }))
}

fn record_failure(error: &dyn Record) -> Option<Failure> {
    let text = |name| match declared(error, name) {
        Some(View::Str(text)) => text.to_owned(),
        _ => String::new(),
    };
    let (code, message) = (text("Code"), text("Message"));
    (!code.is_empty()).then_some(Failure { code, message })
}

fn declared<'a>(record: &'a dyn Record, name: &str) -> Option<View<'a>> {
    let index = record.shape().fields.iter().position(|field| field.name == name)?;
    record.get(index).map(Slot::view)
}

/// The undeclared member `name` of the response; the last one, if there are more.
pub(super) fn undeclared<'a>(unknown: &'a [UnknownMember], name: &str) -> Option<&'a Value> {
    let member = unknown.iter().rfind(|member| member.path == name)?;
    Some(&member.value)
}

/// A string, or a number for one.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
