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

/// Validates a secret key that a program made. It is never sent, so nothing but a rejected signature would show what is
/// wrong with it. White space inside is left alone: only in text that somebody typed is it the beginning of a note.
///
/// # Errors
/// If the key holds control characters, quotation marks, or anything that is not ASCII.
#[cfg(feature = "client")]
pub(super) fn validate_key_text(name: &str, value: &str) -> Result<(), Error> {
    let is_key_byte = |byte: u8| (byte.is_ascii_graphic() || byte == b' ') && !is_quotation_mark(byte);
    if value.bytes().all(is_key_byte) {
        return Ok(());
    }
    Err(Error::config(format!(
        "{name} holds characters that no credentials have"
    )))
}

/// Validates an id, a key or a token that somebody may have typed, into a file or a variable.
///
/// # Errors
/// If it is empty or padded, or holds what no credentials have: quotation marks, white space, a note.
pub(super) fn validate_typed(name: &str, value: &str) -> Result<(), Error> {
    validate_value(name, value)?;
    let why = if value.bytes().any(is_quotation_mark) {
        "holds a quotation mark; write the value without quotes"
    } else if value.contains(char::is_whitespace) {
        "holds white space; nothing may follow the value, not even a note"
    } else {
        return validate_header_text(name, value);
    };
    Err(Error::config(format!("{name} {why}")))
}

fn is_quotation_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

/// Whether the names of roles and of sessions may have the character.
#[cfg(feature = "client")]
pub(super) fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}
