//! Answers to actions that are known by name only.

use serde_json::Value;

use crate::json::Decoded;
use crate::response::Answer;
use crate::{Error, Response};

/// Reads `{"Response": {..}}`. An `Error` inside counts as one only with a code: there are actions
/// whose output has a member of that name.
pub(super) fn decode(answer: Answer) -> Result<Response<Value>, Error> {
    let root = match serde_json::from_slice::<Value>(&answer.body) {
        Ok(root) => root,
        Err(error) => return Err(Error::unreadable(answer, error)),
    };
    let Value::Object(mut root) = root else {
        return Err(Error::unreadable(answer, "the body is not a JSON object"));
    };
    let Some(value @ Value::Object(_)) = root.remove("Response") else {
        return Err(Error::unreadable(answer, "the body has no object named Response"));
    };
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let request_id = text(&value["RequestId"]);
    if let Some(code) = text(&value["Error"]["Code"]) {
        let message = text(&value["Error"]["Message"]).unwrap_or_default();
        return Err(Error::service_error(answer, code, message, request_id));
    }
    if let Some(reason) = answer.contradiction() {
        return Err(Error::unreadable(answer, reason));
    }
    let (unknown, anomalies) = (Vec::new(), Vec::new());
    Ok(Response::new(
        Decoded {
            value,
            request_id,
            unknown,
            anomalies,
        },
        answer,
    ))
}
