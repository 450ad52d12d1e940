//! What spans and events may record about an error.
//!
//! Nothing here comes from the other side, the error code aside: a message of the service may quote a parameter of the
//! request, so it never reaches telemetry. The caller of the failed call has the message.

use super::display::root_cause;
use super::{Error, Kind};

impl Error {
    /// Returns the error of the operating system, the TLS library or the HTTP library.
    pub(crate) fn transport_cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Connect { source, .. } | Kind::Broken { source, .. } => Some(root_cause(source)),
            Kind::Credentials(error) => error.cause.transport_cause(),
            _ => None,
        }
    }

    /// Returns the reason in the client's own words, which hold no secret.
    pub(crate) fn own_text(&self) -> Option<String> {
        match &self.0.kind {
            Kind::Validation(text) | Kind::Unavailable(text) => Some(text.clone()),
            Kind::Credentials(error) => error.cause.own_text(),
            _ => self.transport_cause().map(ToString::to_string),
        }
    }
}
