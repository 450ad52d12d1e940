//! What cannot be a key is refused where it is read, by the name it has there.

use crate::Error;

pub(super) fn validate_value(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::config(format!("{name} is empty")));
    }
    if value.trim() != value {
        return Err(Error::config(format!("{name} begins or ends with white space")));
    }
    Ok(())
}

/// The id and the token are sent in headers, where a line break would be an injection.
pub(super) fn validate_header_text(name: &str, value: &str) -> Result<(), Error> {
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Error::config(format!("{name} holds characters that no key has")))
}
