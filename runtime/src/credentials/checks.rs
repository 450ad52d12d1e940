//! What cannot be a key is refused where it is read, by the name it has there.

use std::ffi::OsString;

use crate::Error;

/// Reads one variable; `None` if it is not set.
pub(crate) fn variable(lookup: &impl Fn(&str) -> Option<OsString>, name: &str) -> Result<Option<String>, Error> {
    let Some(value) = lookup(name) else {
        return Ok(None);
    };
    let Ok(value) = value.into_string() else {
        return Err(Error::config(format!("{name} is not valid Unicode")));
    };
    check_value(name, &value)?;
    Ok(Some(value))
}

pub(super) fn check_value(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::config(format!("{name} is empty")));
    }
    if value.trim() != value {
        return Err(Error::config(format!("{name} begins or ends with white space")));
    }
    Ok(())
}

/// The id and the token are sent in headers, where a line break would be an injection.
pub(super) fn check_header_text(name: &str, value: &str) -> Result<(), Error> {
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Error::config(format!("{name} holds characters that no key has")))
}
