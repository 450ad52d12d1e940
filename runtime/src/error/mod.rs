//! The error type of the client, one for everything that can fail.

mod accessors;
mod credentials;
mod display;
mod json_form;
mod predicates;
#[cfg(feature = "tracing")]
mod telemetry;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use self::credentials::CredentialsError;
use crate::http_response::HttpResponse;
use crate::json::ReadError;
use crate::record::{Anomaly, Findings};

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The error of a call, or of building a client. It is one pointer wide.
///
/// `Display` is one complete line: service, action, what happened, the innermost cause, the number of attempts if there
/// was more than one, and the request ID. [`source`](std::error::Error::source) is the chain of causes. Neither
/// `Display` nor `Debug` shows a value of the request, except the offset or number of a page, or any part of a response
/// except the service's error code and message. `Serialize` gives the same facts as a
/// [documented object](#impl-Serialize-for-Error), for structured logs.
///
/// If there were no credentials to sign the request with, [`is_credentials`](Self::is_credentials) returns true. Code,
/// message, request ID, status, headers and the other predicates are then those of the failed request for credentials,
/// which is also the `source`, as an `Error` of its own. Service and action are those of the call, and
/// [`is_ambiguous`](Self::is_ambiguous) is always about the call's own request.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{CommonErrorCode, Error};
///
/// fn may_exist(error: &Error) -> bool {
///     error.is_ambiguous() || error.is(CommonErrorCode::ResourceInUse)
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<CallName>,
    kind: Kind,
    response: Option<HttpResponse>,
    history: History,
}

/// What is known about the attempts of a call.
#[derive(Clone, Default)]
pub(crate) struct History {
    pub(crate) attempts: u32,
    /// The first attempt before the last one that is ambiguous.
    pub(crate) earlier_ambiguous: Option<AmbiguousAttempt>,
    /// Whether the request is idempotent, so that the caller may send it again even if it is ambiguous.
    pub(crate) is_idempotent: bool,
}

/// An attempt that may have been carried out.
#[derive(Clone)]
pub(crate) struct AmbiguousAttempt {
    /// From 1.
    pub(crate) number: u32,
    /// Its error, without its consequences.
    pub(crate) failure: Arc<str>,
}

/// Why no connection was made.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "nothing connects without a client")
)]
pub(crate) enum ConnectErrorKind {
    Network,
    Timeout,
    /// The certificate is not trusted, or there are no root certificates.
    Trust,
    /// The proxy is configured not to let the request through.
    ProxyRefused,
    /// Another attempt would fail in the same way: one side speaks TLS and the other does not, or a custom transport
    /// reports it.
    Permanent,
}

/// Why a connection failed after it was established.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "nothing is sent without a client")
)]
pub(crate) enum BrokenKind {
    Network,
    /// A time limit of a custom transport expired.
    Timeout,
    /// Another attempt would fail in the same way.
    Permanent,
}

/// Why the client stopped reading an event stream.
#[cfg(feature = "stream")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamError {
    /// Nothing was received for this long.
    IdleTimeout(Duration),
    /// An event exceeds this number of bytes.
    EventTooLarge(usize),
}

/// The call that an error belongs to.
#[derive(Clone)]
pub(crate) struct CallName {
    pub(crate) service: Cow<'static, str>,
    pub(crate) action: Cow<'static, str>,
}

#[cfg(feature = "client")]
impl From<&'static crate::ActionInfo> for CallName {
    fn from(info: &'static crate::ActionInfo) -> Self {
        Self {
            service: info.service.into(),
            action: info.name.into(),
        }
    }
}

#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "nothing is sent without a client")
)]
enum Kind {
    /// The service returned an error.
    Service {
        code: String,
        message: String,
        request_id: Option<String>,
    },
    /// The client rejected the request or its settings before anything was sent.
    Validation(String),
    /// A provider has no credentials at the moment.
    Unavailable(String),
    /// There were no credentials, so the request was not sent.
    Credentials(CredentialsError),
    /// There was no connection, so the request was not sent.
    Connect {
        host: String,
        kind: ConnectErrorKind,
        source: BoxError,
    },
    /// The timeout of an attempt or of the whole call expired.
    Timeout { after: Duration, sent: bool },
    /// The client's own rate limit would delay the call beyond its timeout.
    #[cfg_attr(
        not(feature = "rate-limit"),
        expect(dead_code, reason = "nothing is delayed without a rate limit")
    )]
    RateLimitTimeout { delay: Duration, timeout: Duration },
    /// The connection failed after it was established.
    Broken {
        kind: BrokenKind,
        sent: bool,
        source: BoxError,
    },
    /// The response is not an API response.
    Unreadable {
        source: BoxError,
        /// Whether the body reports success and only the status does not.
        reports_success: bool,
        /// Whether the body may hold credentials, and was not kept.
        is_secret: bool,
    },
    /// The response exceeds the client's size limit.
    TooLarge { limit: usize },
    /// The values of the response need more memory than the client allows.
    TooMuchMemory { limit: usize },
    /// An event stream ended early.
    #[cfg(feature = "stream")]
    Stream(StreamError),
    /// Strict mode rejected a response because of its anomalies.
    Anomalous {
        anomalies: Vec<Anomaly>,
        /// How many there are, those that were not kept included.
        count: usize,
        request_id: Option<String>,
    },
    /// Pagination would not end.
    PaginationLoop { reason: String, request_id: Option<String> },
    /// The deadline of a wait passed.
    WaitTimeout {
        calls: u32,
        waited: Duration,
        deadline: Duration,
        /// The error of the last call, if it failed.
        last: Option<Error>,
    },
    /// The caller's check ended a wait.
    WaitFailed { reason: String, request_id: Option<String> },
}

impl Error {
    /// Creates the error of credentials, an endpoint or settings that cannot be used.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::from(Kind::Validation(message.into()))
    }

    pub(crate) fn service_error(
        response: HttpResponse,
        code: String,
        message: String,
        request_id: Option<String>,
    ) -> Self {
        Self::from(Kind::Service {
            code,
            message,
            request_id,
        })
        .with_response(response)
    }

    pub(crate) fn unreadable(response: HttpResponse, source: impl Into<BoxError>) -> Self {
        Self::from(Kind::Unreadable {
            source: source.into(),
            reports_success: false,
            is_secret: false,
        })
        .with_response(response)
    }

    /// Creates the error of a body that was not decoded.
    pub(crate) fn not_decoded(response: HttpResponse, error: ReadError) -> Self {
        match error.limit() {
            Some(limit) => Self::from(Kind::TooMuchMemory { limit }).with_response(response),
            None => Self::unreadable(response, error),
        }
    }

    /// Creates the error of a response whose body reports success, against its status.
    pub(crate) fn contradictory(response: HttpResponse) -> Self {
        Self::from(Kind::Unreadable {
            source: "the body reports success, but the status does not".into(),
            reports_success: true,
            is_secret: false,
        })
        .with_response(response)
    }

    pub(crate) fn anomalous(response: HttpResponse, findings: Findings, request_id: Option<String>) -> Self {
        let kind = Kind::Anomalous {
            anomalies: findings.anomalies,
            count: findings.anomaly_count,
            request_id,
        };
        Self::from(kind).with_response(response)
    }

    /// Returns the call that this is the error of, or that for the credentials if there is no other.
    fn call_name(&self) -> Option<&CallName> {
        self.0.call.as_ref().or_else(|| self.cause()?.call_name())
    }

    fn with_response(mut self, response: HttpResponse) -> Self {
        self.0.response = Some(response);
        self
    }
}

#[cfg(feature = "client")]
impl Error {
    pub(crate) fn of_call(mut self, call: CallName) -> Self {
        self.0.call = Some(call);
        self
    }

    /// Creates the error of a request that is rejected before it is sent.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::config(message)
    }

    /// Creates the error of a request without a region; `why` says what needs one.
    pub(crate) fn no_region(why: &str) -> Self {
        Self::refused(format!(
            "{why}; set one with `.region(\"ap-guangzhou\")` on the client's builder, or on the `CallOptions` of the call"
        ))
    }

    pub(crate) fn with_history(mut self, history: History) -> Self {
        self.0.history = history;
        self
    }

    pub(crate) fn connect(host: String, kind: ConnectErrorKind, source: BoxError) -> Self {
        Self::from(Kind::Connect { host, kind, source })
    }

    /// Adds a note to the host of an error of connecting.
    pub(crate) fn with_connect_note(mut self, note: &str) -> Self {
        if let Kind::Connect { host, .. } = &mut self.0.kind {
            host.push_str(note);
        }
        self
    }

    pub(crate) fn timeout(after: Duration, sent: bool) -> Self {
        Self::from(Kind::Timeout { after, sent })
    }

    #[cfg(feature = "rate-limit")]
    pub(crate) fn rate_limit_timeout(delay: Duration, timeout: Duration) -> Self {
        Self::from(Kind::RateLimitTimeout { delay, timeout })
    }

    /// Returns the delay that the client's own rate limit requires before the call.
    pub(crate) fn rate_limit_delay(&self) -> Option<Duration> {
        match self.0.kind {
            Kind::RateLimitTimeout { delay, .. } => Some(delay),
            _ => None,
        }
    }

    pub(crate) fn broken(sent: bool, source: impl Into<BoxError>) -> Self {
        Self::broken_by(BrokenKind::Network, sent, source)
    }

    pub(crate) fn broken_by(kind: BrokenKind, sent: bool, source: impl Into<BoxError>) -> Self {
        Self::from(Kind::Broken {
            kind,
            sent,
            source: source.into(),
        })
    }

    pub(crate) fn too_large(response: HttpResponse, limit: usize) -> Self {
        Self::from(Kind::TooLarge { limit }).with_response(response)
    }

    pub(crate) fn pagination_loop(reason: String, request_id: &str) -> Self {
        let request_id = non_empty(request_id);
        Self::from(Kind::PaginationLoop { reason, request_id })
    }

    pub(crate) fn wait_failed(reason: String, request_id: &str) -> Self {
        let request_id = non_empty(request_id);
        Self::from(Kind::WaitFailed { reason, request_id })
    }

    pub(crate) fn wait_timeout(calls: u32, waited: Duration, deadline: Duration, last: Option<Self>) -> Self {
        Self::from(Kind::WaitTimeout {
            calls,
            waited,
            deadline,
            last,
        })
    }
}

#[cfg(feature = "client")]
fn non_empty(request_id: &str) -> Option<String> {
    (!request_id.is_empty()).then(|| request_id.to_owned())
}

#[cfg(feature = "stream")]
impl Error {
    pub(crate) fn stream(error: StreamError) -> Self {
        Self::from(Kind::Stream(error))
    }

    /// Adds the status and the headers of a response whose body did not end.
    pub(crate) fn with_head(self, head: HttpResponse<()>) -> Self {
        self.with_response(head.map(|()| bytes::Bytes::new()))
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(Inner {
            call: None,
            kind,
            response: None,
            history: History::default(),
        }))
    }
}
