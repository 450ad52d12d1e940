//! What may be told of an error where nobody asked for it: nothing that the other side wrote but its code.

use super::display::root_cause;
use super::{Error, Kind};

impl Error {
    /// What kind of failure it is, in one word of a fixed set.
    pub(crate) fn outcome(&self) -> &'static str {
        match &self.0.kind {
            Kind::Service { .. } => "service_error",
            Kind::Refused(_) => "refused",
            Kind::Connect { .. } => "not_connected",
            Kind::Timeout { .. } | Kind::NoTurn { .. } => "timed_out",
            Kind::Broken { .. } => "broken",
            #[cfg(feature = "stream")]
            Kind::Stream(_) => "broken",
            Kind::Unreadable { .. } => "unreadable",
            Kind::TooLarge { .. } => "too_large",
            Kind::Anomalous { .. } => "anomalous",
            Kind::NoKey(_) => "no_credentials",
            Kind::Endless { .. } => "endless",
            Kind::Overdue { .. } => "overdue",
            Kind::GivenUp { .. } => "given_up",
        }
    }

    /// What the operating system, the TLS or the HTTP library said.
    pub(crate) fn root_cause_outside(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Connect { source, .. } | Kind::Broken { source, .. } => Some(root_cause(source)),
            Kind::NoKey(no_key) => no_key.cause.root_cause_outside(),
            _ => None,
        }
    }

    /// The reason in the words of this side, which hold no secret.
    pub(crate) fn own_text(&self) -> Option<String> {
        match &self.0.kind {
            Kind::Refused(text) => Some(text.clone()),
            Kind::NoKey(no_key) => no_key.cause.own_text(),
            _ => self.root_cause_outside().map(ToString::to_string),
        }
    }
}
