//! What kind of failure an error is.

use http::StatusCode;

#[cfg(feature = "stream")]
use super::StreamFault;
use super::{Error, Hindrance, Kind};
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
        matches!(self.origin().0.kind, Kind::Service { .. })
    }

    /// Whether the request was not sent for want of a key to sign it with, in the last attempt if there were more.
    /// What went wrong with the key the other predicates tell, [`is_ambiguous`](Self::is_ambiguous) aside.
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        matches!(self.0.kind, Kind::NoKey(_))
    }

    /// Whether it was refused here: a missing parameter or region, credentials or settings that
    /// cannot be used. Nothing was sent.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.origin().0.kind, Kind::Refused(_))
    }

    /// Whether no connection could be made. Nothing was sent, in the last attempt if there were more.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.origin().0.kind, Kind::Connect { .. })
    }

    /// Whether the time ran out, for connecting, for an attempt, for the whole call, for a wait or, in a stream of
    /// events, for the next of it to come, or would have run out before the client's own rate limit let the call go.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        #[cfg(feature = "stream")]
        if let Kind::Stream(StreamFault::Idle(_)) = self.0.kind {
            return true;
        }
        matches!(
            self.origin().0.kind,
            Kind::Timeout { .. }
                | Kind::Overdue { .. }
                | Kind::NoTurn { .. }
                | Kind::Connect {
                    hindrance: Hindrance::Time,
                    ..
                }
        )
    }

    /// Whether the cloud turned the request away for coming too often. A used-up quota
    /// (`LimitExceeded`) is not that: repeating does not help.
    ///
    /// These are the four codes `RequestLimitExceeded`, and below it `IPLimitExceeded`,
    /// `UinLimitExceeded` and `GlobalRegionUinLimitExceeded`. Others below it, such as
    /// `RequestLimitExceeded.JobNumExceed`, are quotas of single services. An answer with status 429
    /// that is not the API's own is a throttle too: a gateway's.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        use CommonErrorCode as Code;
        if matches!(self.origin().0.kind, Kind::Unreadable { .. }) {
            return self.status() == Some(StatusCode::TOO_MANY_REQUESTS);
        }
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
        self.is_or_is_below("AuthFailure") || self.is_or_is_below("UnauthorizedOperation")
    }

    /// Whether the request may have been carried out although the cloud did not tell of success: the
    /// time ran out or the connection broke after sending began, what came back with a status of 2xx
    /// or 5xx is not an answer of the API, or the cloud answered `InternalError`,
    /// `ServiceUnavailable` or a code below them, which do not say how far it came. It is enough that
    /// this is so of one attempt. Repeating a call that creates something is then unsafe.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        if self.0.history.earlier_ambiguous {
            return true;
        }
        match &self.0.kind {
            Kind::Timeout { sent, .. } | Kind::Broken { sent, .. } => *sent,
            Kind::Unreadable { .. } | Kind::TooLarge { .. } => self
                .status()
                .is_some_and(|status| status.is_success() || status.is_server_error()),
            Kind::Service { .. } => self.is_fault_of_the_cloud(),
            #[cfg(feature = "stream")]
            Kind::Stream(_) => true,
            Kind::Refused(_) | Kind::NoKey(_) | Kind::Connect { .. } | Kind::NoTurn { .. } | Kind::Anomalous { .. } => {
                false
            }
            Kind::Endless { .. } | Kind::Overdue { .. } | Kind::GivenUp { .. } => false,
        }
    }

    /// Whether sending the same request again is safe and may help: the failure is one that passes,
    /// and either nothing was carried out or it does no harm to do it again, since the action only
    /// reads or the request bears a `ClientToken` of the caller's. The client has then repeated it
    /// already, as often as its [`RetryPolicy`](crate::RetryPolicy) allows.
    ///
    /// A `ClientToken` that the client filled does not count: the next call has another one.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_passing() && (self.0.history.may_be_sent_again || !self.is_ambiguous())
    }

    /// Whether the cause may be gone in a moment, so that the same request can succeed.
    pub(crate) fn is_passing(&self) -> bool {
        match &self.0.kind {
            Kind::Service { .. } => self.is_throttled() || self.is_fault_of_the_cloud(),
            Kind::Connect { hindrance, .. } => !matches!(hindrance, Hindrance::Trust | Hindrance::Refusal),
            Kind::Timeout { .. } | Kind::NoTurn { .. } | Kind::Broken { .. } | Kind::Overdue { .. } => true,
            Kind::Unreadable { .. } => {
                self.is_throttled() || self.status().is_some_and(|status| status.is_server_error())
            }
            Kind::NoKey(no_key) => no_key.cause.is_passing(),
            #[cfg(feature = "stream")]
            Kind::Stream(fault) => matches!(fault, StreamFault::Idle(_)),
            Kind::Refused(_) | Kind::TooLarge { .. } | Kind::Anomalous { .. } => false,
            Kind::Endless { .. } | Kind::GivenUp { .. } => false,
        }
    }

    fn is_fault_of_the_cloud(&self) -> bool {
        self.is_or_is_below("InternalError") || self.is_or_is_below("ServiceUnavailable")
    }

    fn is_or_is_below(&self, parent: &str) -> bool {
        let rest = self.code().and_then(|code| code.strip_prefix(parent));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
