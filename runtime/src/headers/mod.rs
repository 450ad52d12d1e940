//! Names and values of the request headers.

mod custom_header;

pub(crate) use custom_header::CustomHeaders;
pub use custom_header::Header;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::Error;

pub(crate) const JSON: &str = "application/json";

/// The value of `Authorization` for actions that take no signature.
pub(crate) const SKIP: &str = "SKIP";

pub(crate) const X_TC_ACTION: HeaderName = HeaderName::from_static("x-tc-action");
pub(crate) const X_TC_VERSION: HeaderName = HeaderName::from_static("x-tc-version");
pub(crate) const X_TC_TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
pub(crate) const X_TC_REGION: HeaderName = HeaderName::from_static("x-tc-region");
pub(crate) const X_TC_TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
pub(crate) const X_TC_LANGUAGE: HeaderName = HeaderName::from_static("x-tc-language");
#[cfg(feature = "encodings")]
pub(crate) const X_TC_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-tc-content-sha256");
pub(crate) const X_TC_REQUEST_CLIENT: HeaderName = HeaderName::from_static("x-tc-requestclient");

/// The value of a header.
///
/// # Errors
/// If `text` is empty, padded, or contains a character that no header can hold.
pub(crate) fn value(what: &str, text: &str) -> Result<HeaderValue, Error> {
    match HeaderValue::from_str(text) {
        Ok(value) if is_trimmed(value.as_bytes()) => Ok(value),
        _ => Err(refused(what)),
    }
}

fn is_trimmed(text: &[u8]) -> bool {
    !text.is_empty() && text.trim_ascii().len() == text.len()
}

fn refused(what: &str) -> Error {
    Error::refused(format!("{what} cannot be sent in a header"))
}

/// A [`value`] that is not copied.
pub(crate) fn owned(what: &str, text: impl Into<Bytes>) -> Result<HeaderValue, Error> {
    match HeaderValue::from_maybe_shared(text.into()) {
        Ok(value) if is_trimmed(value.as_bytes()) => Ok(value),
        _ => Err(refused(what)),
    }
}

/// A [`value`] marked as sensitive, which HTTP libraries keep out of logs and compression tables.
pub(crate) fn secret(what: &str, text: &str) -> Result<HeaderValue, Error> {
    let mut value = value(what, text)?;
    value.set_sensitive(true);
    Ok(value)
}
