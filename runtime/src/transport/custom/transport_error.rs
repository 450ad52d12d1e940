//! Why a transport has no response, and what is known about the request.

use std::fmt;

use crate::Error;
use crate::error::{BoxError, BrokenKind, ConnectErrorKind};

/// The error of a transport: the cause, whether the request may have been sent, and whether another attempt may succeed.
///
/// [`new`](Self::new) is the safe choice where nothing is known: the request may have been sent, and the cause may be gone in
/// a moment. `Display` is that of the cause, which becomes part of the error of the call, so it must not hold a secret.
///
/// ```
/// # use tc3_runtime as tc3;
/// use std::io;
/// use tc3::transport::TransportError;
///
/// fn classify(error: io::Error, is_connected: bool) -> TransportError {
///     let timed_out = error.kind() == io::ErrorKind::TimedOut;
///     let error = TransportError::new(error);
///     let error = if is_connected { error } else { error.not_sent() };
///     if timed_out { error.timed_out() } else { error }
/// }
/// assert!(classify(io::ErrorKind::ConnectionReset.into(), true).may_have_been_sent());
/// ```
pub struct TransportError {
    source: BoxError,
    is_sent: bool,
    cause: Cause,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Transient,
    Timeout,
    Permanent,
}

impl TransportError {
    /// Creates an error after which the request may have been sent, and another attempt may succeed.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self {
            source: source.into(),
            is_sent: true,
            cause: Cause::Transient,
        }
    }

    /// States that no byte of the request was sent, nor will be: there was no connection. The error of the call is
    /// [`is_connect`](crate::Error::is_connect).
    #[must_use]
    pub fn not_sent(mut self) -> Self {
        self.is_sent = false;
        self
    }

    /// States that a time limit of the transport expired. The error of the call is [`is_timeout`](crate::Error::is_timeout).
    /// Of this and [`permanent`](Self::permanent) the last counts.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.cause = Cause::Timeout;
        self
    }

    /// States that another attempt would fail in the same way, for example because the certificate is not trusted.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.cause = Cause::Permanent;
        self
    }

    /// Returns whether the request may have been sent.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.is_sent
    }

    /// Returns whether a time limit of the transport expired.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.cause == Cause::Timeout
    }

    /// Returns whether another attempt may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.cause != Cause::Permanent
    }

    /// The error of an attempt to send a request to `host`.
    pub(super) fn into_error(self, host: String) -> Error {
        if self.is_sent {
            return self.into_broken();
        }
        let kind = match self.cause {
            Cause::Transient => ConnectErrorKind::Network,
            Cause::Timeout => ConnectErrorKind::Timeout,
            Cause::Permanent => ConnectErrorKind::Permanent,
        };
        Error::connect(host, kind, self.source)
    }

    /// The error of an attempt whose request was sent.
    fn into_broken(self) -> Error {
        let kind = match self.cause {
            Cause::Transient => BrokenKind::Network,
            Cause::Timeout => BrokenKind::Timeout,
            Cause::Permanent => BrokenKind::Permanent,
        };
        Error::broken_by(kind, true, self.source)
    }
}

/// The error of reading a body, after the head of its response was received.
pub(crate) fn body_error(error: BoxError) -> Error {
    match error.downcast::<TransportError>() {
        Ok(error) => error.into_broken(),
        Err(error) => Error::broken(true, error),
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("source", &self.source)
            .field("may_have_been_sent", &self.is_sent)
            .field("is_timeout", &self.is_timeout())
            .field("is_transient", &self.is_transient())
            .finish()
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
