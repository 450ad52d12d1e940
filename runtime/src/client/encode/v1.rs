//! Messages signed in version 1: the parameters are flattened here, the common ones are added by each attempt.
//!
//! Names are signed with `.` in place of `_`, as the official Python SDK does and the one for Node does not.

use http::Method;

use super::{FORM, HttpMethod, flatten};
use crate::Error;
use crate::client::message::{Auth, Message, V1Form};
use crate::sign::v1::{Algorithm, COMMON_PARAMETERS};

/// # Errors
/// If the action has a parameter with the name of a common one (`Version`, `Region`, ..): one would replace the other.
pub(super) fn message(json: &[u8], method: HttpMethod, algorithm: Algorithm) -> Result<Message, Error> {
    let parameters = flatten::flatten(json)?;
    let taken = parameters
        .iter()
        .find(|(name, _)| COMMON_PARAMETERS.contains(&name.as_str()));
    if let Some((name, _)) = taken {
        return Err(Error::refused(format!(
            "a signature of version 1 has a parameter `{name}` of its own, so the action's own cannot be sent"
        )));
    }
    Ok(Message {
        method: match method {
            HttpMethod::Post => Method::POST,
            HttpMethod::Get => Method::GET,
        },
        content_type: FORM.into(),
        auth: Auth::V1(V1Form { algorithm, parameters }),
        ..Message::empty()
    })
}
