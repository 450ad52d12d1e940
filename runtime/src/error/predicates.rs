//! Predicates: what kind of error it is, and what the caller may do about it.
//!
//! The transport records whether any byte of the body was handed to the connection. An error after that is ambiguous: the
//! action may have been carried out, as it may after an `InternalError`. What is ambiguous is retried only if the request is
//! idempotent, since creating a resource twice is the worst that a client can do.

use http::StatusCode;

#[cfg(feature = "stream")]
use super::StreamError;
use super::{BrokenKind, ConnectErrorKind, Error, Kind};
use crate::codes::CommonErrorCode;
use crate::http_response::HttpResponse;

/// Predicates.
///
/// Each is about the response, or the failure without one, of the **last attempt** of the call, as are the code, the message,
/// the status and the first part of the text. There are two exceptions. [`is_ambiguous`](Self::is_ambiguous), and with it
/// [`is_retryable`](Self::is_retryable), are about **all attempts**: if only an earlier one may have been carried out, the
/// text names it (`attempt 1 may have been carried out: ..`). And if there were no credentials
/// ([`is_credentials`](Self::is_credentials)), the others are about the response to the request **for the credentials**, which
/// is what the text begins with (`not signed: sts AssumeRole: ..`).
impl Error {
    /// Returns whether the service returned this error code.
    ///
    /// The wire strings are compared, so that the same code matches whichever enum it is taken from; a plain string works
    /// as well.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{CommonErrorCode, Error};
    ///
    /// fn is_gone(error: &Error) -> bool {
    ///     error.is(CommonErrorCode::ResourceNotFound) || error.is("ResourceNotFound.ProxyGroup")
    /// }
    /// ```
    #[must_use]
    pub fn is(&self, code: impl AsRef<str>) -> bool {
        self.code() == Some(code.as_ref())
    }

    /// Returns whether the service returned an error.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(error: &tc3::Error) {
    /// if error.is_service() {
    ///     println!("{:?}: {:?}", error.code(), error.message());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn is_service(&self) -> bool {
        matches!(self.origin().0.kind, Kind::Service { .. })
    }

    /// Returns whether the request was not sent because there were no credentials to sign it with, in the last attempt if
    /// there were several.
    ///
    /// The other predicates, except [`is_ambiguous`](Self::is_ambiguous), describe the failed request for credentials.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn hint(error: &tc3::Error) -> Option<&str> {
    ///     error.is_credentials().then_some("set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY")
    /// }
    /// ```
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        matches!(self.0.kind, Kind::Credentials(_))
    }

    /// Returns whether the client rejected the call before it sent anything: a missing parameter or region, or credentials
    /// or settings that cannot be used.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # #[cfg(feature = "client")]
    /// let error = tc3::Client::builder().build().unwrap_err(); // no credentials
    /// # #[cfg(feature = "client")]
    /// assert!(error.is_validation());
    /// ```
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.origin().0.kind, Kind::Validation(_))
    }

    /// Returns whether no connection could be made. Nothing was sent, in the last attempt if there were several.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn hint(error: &tc3::Error) -> Option<&str> {
    ///     error.is_connect().then_some("check the endpoint and the proxy")
    /// }
    /// ```
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.origin().0.kind, Kind::Connect { .. })
    }

    /// Returns whether a time limit expired: that of connecting, of an attempt, of the whole call, of a wait, or of the
    /// silence in an event stream. A call that the client's own rate limit would delay beyond its timeout counts as well.
    ///
    /// Check [`is_ambiguous`](Self::is_ambiguous) before sending the request again:
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn may_send_again(error: &tc3::Error) -> bool {
    ///     error.is_timeout() && !error.is_ambiguous()
    /// }
    /// ```
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        #[cfg(feature = "stream")]
        if let Kind::Stream(StreamError::IdleTimeout(_)) = self.0.kind {
            return true;
        }
        matches!(
            self.origin().0.kind,
            Kind::Timeout { .. }
                | Kind::WaitTimeout { .. }
                | Kind::RateLimitTimeout { .. }
                | Kind::Connect {
                    kind: ConnectErrorKind::Timeout,
                    ..
                }
                | Kind::Broken {
                    kind: BrokenKind::Timeout,
                    ..
                }
        )
    }

    /// Returns whether the service throttled the request, because there were too many. An exhausted quota
    /// (`LimitExceeded`) is different: retrying does not help.
    ///
    /// These are the four codes `RequestLimitExceeded`, `RequestLimitExceeded.IPLimitExceeded`,
    /// `RequestLimitExceeded.UinLimitExceeded` and `RequestLimitExceeded.GlobalRegionUinLimitExceeded`. Other codes below
    /// `RequestLimitExceeded`, such as `RequestLimitExceeded.JobNumExceed`, are quotas of single services. A response with
    /// status 429 that is not an API response is a throttle too, that of a gateway.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn hint(error: &tc3::Error) -> Option<&str> {
    ///     error.is_throttled().then_some("slow down, or enable the feature `rate-limit`")
    /// }
    /// ```
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        use CommonErrorCode as Code;
        if let Kind::Unreadable { reports_success, .. } = self.origin().0.kind {
            return self.status() == Some(StatusCode::TOO_MANY_REQUESTS) && !reports_success;
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

    /// Returns whether the service rejected the credentials or the signature, or denied permission: `AuthFailure`,
    /// `UnauthorizedOperation` and the codes below them.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn hint(error: &tc3::Error) -> Option<&str> {
    ///     error.is_auth().then_some("check the credentials and the permissions of the account")
    /// }
    /// ```
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.is_or_is_below("AuthFailure") || self.is_or_is_below("UnauthorizedOperation")
    }

    /// Returns whether the action may have been carried out although the service did not report success.
    ///
    /// That is the case if, in any attempt,
    /// - a time limit expired or the connection broke after sending had begun,
    /// - a response is not an API response, and its status does not say that the request was rejected (see below),
    /// - strict mode rejected the response, which reports success, or
    /// - the service returned `InternalError`, `ServiceUnavailable` or a code below them, which do not reveal how far it
    ///   got.
    ///
    /// Sending a request that creates something again is then unsafe.
    ///
    /// # Responses that are not of the API
    /// An error of the service counts whatever the status. For everything else the status alone counts:
    ///
    /// | status | may have been carried out | retried if that is safe |
    /// |---|---|---|
    /// | 1xx: a final response has none of them | yes | no |
    /// | 2xx: an unreadable body | yes | yes |
    /// | 2xx: an event stream, or a body over a limit | yes | no, it would be the same |
    /// | 3xx: the redirecting server may have read the request | yes | no |
    /// | 408: a gateway waited too long, perhaps for the service | yes | yes |
    /// | 429: a gateway throttles | no | yes, whatever the action |
    /// | any other 4xx: the request was rejected | no | no |
    /// | 5xx | yes | yes |
    /// | any other | yes | no |
    /// | any but 2xx, with a body that reports success | yes | as above |
    ///
    /// What is safe is the table of [`RetryPolicy`](crate::RetryPolicy).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn may_have_been_created<T>(result: &tc3::CallResult<T>) -> bool {
    ///     result.as_ref().map_or_else(tc3::Error::is_ambiguous, |_| true)
    /// }
    /// ```
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.0.history.earlier_ambiguous.is_some() || self.is_last_attempt_ambiguous()
    }

    /// Returns whether the last attempt may have been carried out.
    pub(crate) fn is_last_attempt_ambiguous(&self) -> bool {
        match &self.0.kind {
            Kind::Timeout { sent, .. } | Kind::Broken { sent, .. } => *sent,
            Kind::Unreadable {
                reports_success: true, ..
            }
            | Kind::Anomalous { .. } => true,
            Kind::Unreadable { .. } | Kind::TooLarge { .. } | Kind::TooMuchMemory { .. } => {
                !self.status().is_some_and(is_rejection)
            }
            Kind::Service { .. } => self.is_server_side(),
            #[cfg(feature = "stream")]
            Kind::Stream(_) => true,
            Kind::Validation(_) | Kind::Unavailable(_) | Kind::Credentials(_) | Kind::Connect { .. } => false,
            Kind::RateLimitTimeout { .. } => false,
            Kind::PaginationLoop { .. } | Kind::WaitTimeout { .. } | Kind::WaitFailed { .. } => false,
        }
    }

    /// Returns whether sending the same request again is safe and may succeed: the error is transient, and either nothing
    /// was carried out or the request is idempotent, because the action only reads or the request has a `ClientToken` that
    /// the caller set.
    ///
    /// The client has retried such a call already, as often as its [`RetryPolicy`](crate::RetryPolicy) allows. A
    /// `ClientToken` that the client filled in does not count, since the next call has another one.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(queue: &mut Vec<String>, job: String, error: &tc3::Error) {
    /// if error.is_retryable() {
    ///     queue.push(job); // later
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_transient() && (self.0.history.is_idempotent || !self.is_ambiguous())
    }

    /// Returns whether pagination stopped because it might not have ended: the service returned a token, or a page by offset
    /// or page number, a second time, or 1000 pages in a row without new items, or a position that the request cannot hold.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn hint(error: &tc3::Error) -> Option<&str> {
    ///     error.is_pagination_loop().then_some("the service would never end the list")
    /// }
    /// ```
    #[must_use]
    pub fn is_pagination_loop(&self) -> bool {
        matches!(self.0.kind, Kind::PaginationLoop { .. })
    }

    /// Returns whether the caller's own check ended a wait, with `PollStatus::Failed`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(error: &tc3::Error) {
    /// if error.is_wait_failed() {
    ///     println!("it will never be ready: {error}");
    /// } else if error.is_timeout() {
    ///     println!("it is not ready yet: {error}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn is_wait_failed(&self) -> bool {
        matches!(self.0.kind, Kind::WaitFailed { .. })
    }

    /// Returns whether the error is transient: the cause may be gone in a moment, so that the same request can succeed.
    pub(crate) fn is_transient(&self) -> bool {
        match &self.0.kind {
            Kind::Service { .. } => self.is_throttled() || self.is_server_side(),
            Kind::Connect { kind, .. } => matches!(kind, ConnectErrorKind::Network | ConnectErrorKind::Timeout),
            Kind::Broken { kind, .. } => *kind != BrokenKind::Permanent,
            Kind::Timeout { .. } | Kind::RateLimitTimeout { .. } | Kind::WaitTimeout { .. } => true,
            Kind::Unavailable(_) => true,
            // An event stream is what the service answers, however often it is asked.
            Kind::Unreadable { .. } if self.0.response.as_ref().is_some_and(HttpResponse::is_stream) => false,
            Kind::Unreadable { .. } => self.status().is_some_and(may_be_different_next_time),
            Kind::Credentials(error) => error.cause.is_transient(),
            #[cfg(feature = "stream")]
            Kind::Stream(error) => matches!(error, StreamError::IdleTimeout(_)),
            Kind::Validation(_) | Kind::TooLarge { .. } | Kind::TooMuchMemory { .. } => false,
            Kind::Anomalous { .. } => false,
            Kind::PaginationLoop { .. } | Kind::WaitFailed { .. } => false,
        }
    }

    /// Returns whether the service failed, as opposed to the request being wrong.
    fn is_server_side(&self) -> bool {
        self.is_or_is_below("InternalError") || self.is_or_is_below("ServiceUnavailable")
    }

    fn is_or_is_below(&self, parent: &str) -> bool {
        let rest = self.code().and_then(|code| code.strip_prefix(parent));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// Returns whether a response with this status that is not of the API says that the request was not carried out. A gateway
/// that waited too long for the rest of a request may have passed it on; every other 4xx is about the request itself.
fn is_rejection(status: StatusCode) -> bool {
    status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT
}

/// Returns whether a response with this status that is not of the API may be one the next time: a page of a proxy or a
/// truncated body, as opposed to a redirect or a rejection.
fn may_be_different_next_time(status: StatusCode) -> bool {
    status.is_success()
        || status.is_server_error()
        || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
}
