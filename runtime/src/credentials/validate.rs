//! Validates the format of credentials where they are read, by the name that they have there.

use crate::Error;

/// # Errors
/// If the value is empty or padded.
pub(super) fn validate_value(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::config(format!("{name} is empty")));
    }
    if value.trim() != value {
        return Err(Error::config(format!("{name} begins or ends with white space")));
    }
    Ok(())
}

/// # Errors
/// If the value cannot be sent in a header. In the id and the token, a line break would be an injection.
pub(super) fn validate_header_text(name: &str, value: &str) -> Result<(), Error> {
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Error::config(format!(
        "{name} holds characters that no credentials have"
    )))
}

/// Whether the names of roles and of sessions may have the character.
#[cfg(feature = "client")]
pub(super) fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}
