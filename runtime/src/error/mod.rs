//! The one error type.

mod display;
mod ended;
mod facts;
mod no_key;
mod predicates;
#[cfg(feature = "tracing")]
mod traced;

pub(crate) use display::OneLine;

use std::borrow::Cow;
use std::time::Duration;

use self::no_key::NoKey;
use crate::record::Anomaly;
use crate::response::Answer;

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call, or the making of a client, failed. One pointer wide.
///
/// `Display` is one line that stands alone: service, action, what happened, the innermost cause, the
/// number of attempts if it is more than one, and the request id. [`source`](std::error::Error::source) has the chain of causes. Neither `Display`
/// nor `Debug` shows a value of a request, the offset or number of a page aside, or a byte of an answer that is not the
/// API's own error message.
///
/// If there was no key to sign with, [`is_credentials`](Self::is_credentials) says so, and code, message, request id,
/// status, headers and the other predicates are those of the failed request for a key; that failure is the
/// `source` too, and an `Error` itself. Service and action are those of the call. [`is_ambiguous`](Self::is_ambiguous)
/// alone is always about the call's own request.
///
/// ```
/// use tc3_runtime::{CommonErrorCode, Error};
///
/// fn may_exist(error: &Error) -> bool {
///     error.is_ambiguous() || error.is(CommonErrorCode::ResourceInUse)
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<CallName>,
    kind: Kind,
    answer: Option<Answer>,
    history: History,
}

/// What is known of the attempts of a call.
#[derive(Clone, Copy, Default)]
pub(crate) struct History {
    pub(crate) attempts: u32,
    /// Whether an attempt before the last one may have been carried out.
    pub(crate) earlier_ambiguous: bool,
    /// Whether the caller may send the request again although it may have been carried out.
    pub(crate) may_be_sent_again: bool,
}

/// What kept a connection from being made.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "nothing connects without a client")
)]
pub(crate) enum Hindrance {
    Network,
    Time,
    /// A certificate that is not trusted, or no roots to trust.
    Trust,
    /// A proxy that is set up not to let the request through.
    Refusal,
}

/// Why the client stopped reading a stream of events.
#[cfg(feature = "stream")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamFault {
    /// Nothing came for this long.
    Idle(Duration),
    /// An event has more bytes than this.
    EventTooLarge(usize),
}

/// The call an error belongs to.
#[derive(Clone)]
pub(crate) struct CallName {
    pub(crate) service: Cow<'static, str>,
    pub(crate) action: Cow<'static, str>,
}

#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, reason = "nothing is sent without a client")
)]
enum Kind {
    /// The cloud's own error.
    Service {
        code: String,
        message: String,
        request_id: Option<String>,
    },
    /// Refused here, before anything was sent.
    Refused(String),
    /// Not signed, so not sent.
    NoKey(NoKey),
    /// No connection, so nothing was sent.
    Connect {
        host: String,
        hindrance: Hindrance,
        source: BoxError,
    },
    /// The time for an attempt or for the whole call ran out.
    Timeout { after: Duration, sent: bool },
    /// Held back by the client's own rate limit: the wait for its turn would take longer than is left of the
    /// call's time.
    #[cfg_attr(
        not(feature = "rate-limit"),
        expect(dead_code, reason = "nothing is held back without a rate limit")
    )]
    NoTurn { wait: Duration, time: Duration },
    /// The connection failed after it was made.
    Broken { sent: bool, source: BoxError },
    /// An answer came that is not one of the API.
    Unreadable {
        source: BoxError,
        /// Whether the body may hold a key, and was not kept.
        is_secret: bool,
    },
    /// An answer came that is larger than the client reads.
    TooLarge { limit: usize },
    /// A stream of events ended before its end.
    #[cfg(feature = "stream")]
    Stream(StreamFault),
    /// A good answer that strict mode does not accept.
    Anomalous {
        anomalies: Vec<Anomaly>,
        request_id: Option<String>,
    },
    /// Pages that do not come to an end as they should.
    Endless { reason: String, request_id: Option<String> },
    /// The time of a wait ran out.
    Overdue {
        asked: u32,
        waited: Duration,
        deadline: Duration,
        /// How the last call failed, if it did.
        last: Option<Error>,
    },
    /// A wait that the caller's check ended.
    GivenUp { reason: String, request_id: Option<String> },
}

impl Error {
    /// Credentials, endpoint or settings that cannot be used.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::from(Kind::Refused(message.into()))
    }

    pub(crate) fn service_error(answer: Answer, code: String, message: String, request_id: Option<String>) -> Self {
        Self::from(Kind::Service {
            code,
            message,
            request_id,
        })
        .with_answer(answer)
    }

    pub(crate) fn unreadable(answer: Answer, source: impl Into<BoxError>) -> Self {
        Self::from(Kind::Unreadable {
            source: source.into(),
            is_secret: false,
        })
        .with_answer(answer)
    }

    pub(crate) fn anomalous(answer: Answer, anomalies: Vec<Anomaly>, request_id: Option<String>) -> Self {
        Self::from(Kind::Anomalous { anomalies, request_id }).with_answer(answer)
    }

    /// The call it is the error of; that for the key, if there is no other.
    fn call_name(&self) -> Option<&CallName> {
        self.0.call.as_ref().or_else(|| self.cause()?.call_name())
    }

    fn with_answer(mut self, answer: Answer) -> Self {
        self.0.answer = Some(answer);
        self
    }
}

#[cfg(feature = "client")]
impl Error {
    pub(crate) fn of_call(mut self, call: CallName) -> Self {
        self.0.call = Some(call);
        self
    }

    /// A call that is refused before it is sent.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::config(message)
    }

    pub(crate) fn with_history(mut self, history: History) -> Self {
        self.0.history = history;
        self
    }

    pub(crate) fn connect(host: String, hindrance: Hindrance, source: BoxError) -> Self {
        Self::from(Kind::Connect {
            host,
            hindrance,
            source,
        })
    }

    pub(crate) fn timeout(after: Duration, sent: bool) -> Self {
        Self::from(Kind::Timeout { after, sent })
    }

    #[cfg(feature = "rate-limit")]
    pub(crate) fn no_turn(wait: Duration, time: Duration) -> Self {
        Self::from(Kind::NoTurn { wait, time })
    }

    /// The wait for its turn that the client's own rate limit asks for.
    pub(crate) fn wait_for_turn(&self) -> Option<Duration> {
        match self.0.kind {
            Kind::NoTurn { wait, .. } => Some(wait),
            _ => None,
        }
    }

    pub(crate) fn broken(sent: bool, source: impl Into<BoxError>) -> Self {
        Self::from(Kind::Broken {
            sent,
            source: source.into(),
        })
    }

    pub(crate) fn too_large(answer: Answer, limit: usize) -> Self {
        Self::from(Kind::TooLarge { limit }).with_answer(answer)
    }
}

#[cfg(feature = "stream")]
impl Error {
    pub(crate) fn stream(fault: StreamFault) -> Self {
        Self::from(Kind::Stream(fault))
    }

    /// An error after the head of the answer came, but not its end.
    pub(crate) fn with_head(self, head: Answer<()>) -> Self {
        self.with_answer(head.map(|()| bytes::Bytes::new()))
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(Inner {
            call: None,
            kind,
            answer: None,
            history: History::default(),
        }))
    }
}
