//! What kind of failure an error is.

use super::{Error, Kind};
use crate::codes::CommonErrorCode;

impl Error {
    /// Whether the cloud answered with this code. The wire strings are compared, so that the same
    /// code matches whichever enum it is taken from; a plain string will do as well.
    #[must_use]
    pub fn is(&self, code: impl AsRef<str>) -> bool {
        self.code() == Some(code.as_ref())
    }

    /// Whether the cloud answered with an error.
    #[must_use]
    pub fn is_service(&self) -> bool {
        matches!(self.0.kind, Kind::Service { .. })
    }

    /// Whether it was refused here: a missing parameter or region, credentials or settings that
    /// cannot be used. Nothing was sent.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.0.kind, Kind::Refused(_))
    }

    /// Whether no connection could be made. Nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect { .. })
    }

    /// Whether the time ran out, for connecting or for the whole call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Timeout { .. } | Kind::Connect { timed_out: true, .. }
        )
    }

    /// Whether the cloud turned the request away for coming too often. A used-up quota
    /// (`LimitExceeded`) is not that: repeating does not help.
    ///
    /// These are the four codes `RequestLimitExceeded`, and below it `IPLimitExceeded`,
    /// `UinLimitExceeded` and `GlobalRegionUinLimitExceeded`. Others below it, such as
    /// `RequestLimitExceeded.JobNumExceed`, are quotas of single services.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        use CommonErrorCode as Code;
        matches!(
            self.code_as(),
            Some(
                Code::RequestLimitExceeded
                    | Code::RequestLimitExceededIPLimitExceeded
                    | Code::RequestLimitExceededUinLimitExceeded
                    | Code::RequestLimitExceededGlobalRegionUinLimitExceeded
            )
        )
    }

    /// Whether the cloud did not accept key, token or signature, or denied permission:
    /// `AuthFailure`, `UnauthorizedOperation` and the codes below them.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        let is_or_is_below = |parent| {
            let rest = self.code().and_then(|code| code.strip_prefix(parent));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        is_or_is_below("AuthFailure") || is_or_is_below("UnauthorizedOperation")
    }

    /// Whether the request may have been carried out although no answer was understood: the time
    /// ran out or the connection broke after sending began, or what came back with a status of 2xx
    /// or 5xx is not an answer of the API. Repeating a call that creates something is then unsafe.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        match &self.0.kind {
            Kind::Timeout { sent, .. } | Kind::Broken { sent, .. } => *sent,
            Kind::Unreadable { .. } | Kind::TooLarge { .. } => self
                .status()
                .is_some_and(|status| status.is_success() || status.is_server_error()),
            Kind::Service { .. } | Kind::Refused(_) | Kind::Connect { .. } | Kind::Anomalous { .. } => false,
        }
    }
}
