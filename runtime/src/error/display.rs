//! `Display` and `Debug`: one line per error, without secrets.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

#[cfg(feature = "stream")]
use super::StreamError;
use super::{AmbiguousAttempt, BoxError, CallName, Error, Kind};
use crate::http_response::{HttpResponse, USE_STREAM};
use crate::sanitize::OneLine;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_failure(f)?;
        match &self.0.history.earlier_ambiguous {
            _ if self.is_last_attempt_ambiguous() => f.write_str("; the request may have been carried out")?,
            Some(AmbiguousAttempt { number, failure }) => {
                write!(f, "; attempt {number} may have been carried out: {failure}")?;
            }
            None => {}
        }
        match (self.attempts(), self.request_id().map(OneLine)) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(id)) => write!(f, " (request id {id})"),
            (attempts, None) => write!(f, " (after {attempts} attempts)"),
            (attempts, Some(id)) => write!(f, " (after {attempts} attempts, request id {id})"),
        }
    }
}

impl Error {
    /// Formats the call and what happened.
    pub(super) fn fmt_failure(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(CallName { service, action }) = &self.0.call {
            write!(f, "{service} {action}: ")?;
        }
        self.fmt_kind(f)
    }

    /// Returns the error as an attempt of a call that went on after it.
    #[cfg(feature = "client")]
    pub(crate) fn ambiguous_attempt(&self) -> AmbiguousAttempt {
        struct Failure<'a>(&'a Error);
        impl Display for Failure<'_> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.0.fmt_kind(f)
            }
        }
        AmbiguousAttempt {
            number: self.attempts(),
            failure: Failure(self).to_string().into(),
        }
    }

    /// Formats what happened, without the consequences.
    fn fmt_kind(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Service { code, message, .. } => {
                write!(f, "{}: {}", OneLine(code), OneLine(message))?;
            }
            Kind::Validation(message) if self.0.call.is_some() => write!(f, "not sent: {message}")?,
            Kind::Validation(message) | Kind::Unavailable(message) => f.write_str(message)?,
            Kind::Credentials(error) => {
                if self.0.call.is_some() {
                    f.write_str("not signed: ")?;
                }
                error.fmt(f)?;
            }
            Kind::Connect { host, source, .. } => {
                write!(f, "cannot connect to {host}: {}", root_cause(source))?;
            }
            Kind::Timeout { after, .. } => write!(f, "no response within {after:?}")?,
            Kind::RateLimitTimeout { delay, timeout } => write!(
                f,
                "the client's rate limit delays the call by {:?}, beyond its timeout of {timeout:?}",
                Duration::from_millis(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
            )?,
            Kind::Broken { source, .. } => {
                write!(f, "the connection failed: {}", root_cause(source))?;
            }
            Kind::Unreadable { source, .. } => {
                self.fmt_response(f)?;
                write!(f, " is not an API response: {}", root_cause(source))?;
            }
            Kind::TooLarge { limit } => {
                self.fmt_response(f)?;
                write!(f, " exceeds the limit of {limit} bytes")?;
                if self.0.response.as_ref().is_some_and(HttpResponse::is_stream) {
                    write!(f, ": {USE_STREAM}")?;
                }
            }
            Kind::TooMuchMemory { limit } => {
                self.fmt_response(f)?;
                write!(f, " needs more than {limit} bytes of memory, the limit for its values")?;
            }
            #[cfg(feature = "stream")]
            Kind::Stream(StreamError::IdleTimeout(idle)) => write!(f, "the stream was idle for {idle:?}")?,
            #[cfg(feature = "stream")]
            Kind::Stream(StreamError::EventTooLarge(limit)) => {
                write!(f, "an event exceeds the limit of {limit} bytes")?;
            }
            Kind::Anomalous { anomalies, count, .. } => {
                f.write_str("the response does not match the spec: ")?;
                list(f, anomalies, *count)?;
            }
            Kind::PaginationLoop { reason, .. } => write!(f, "pagination loop: {reason}")?,
            Kind::WaitTimeout {
                calls,
                waited,
                deadline,
                last,
            } => {
                let noun = if *calls == 1 { "call" } else { "calls" };
                write!(
                    f,
                    "wait timeout: not ready after {calls} {noun} in {waited:?} of {deadline:?}"
                )?;
                if let Some(last) = last {
                    f.write_str("; the last call failed: ")?;
                    last.fmt_kind(f)?;
                }
            }
            Kind::WaitFailed { reason, .. } => write!(f, "wait failed: {}", OneLine(reason))?,
        }
        Ok(())
    }

    /// Formats status, content type and length of the response, never the body itself.
    fn fmt_response(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const LONGEST_TYPE: usize = 80;
        let Some(HttpResponse { status, headers, .. }) = &self.0.response else {
            return f.write_str("the response");
        };
        write!(f, "HTTP {}", status.as_u16())?;
        if status.is_redirection() {
            f.write_str(" (redirects are not followed)")?;
        }
        let content_type = headers.get(http::header::CONTENT_TYPE);
        match content_type.and_then(|value| value.to_str().ok()) {
            Some(text) if text.len() <= LONGEST_TYPE => write!(f, " with {}", OneLine(text))?,
            Some(_) => f.write_str(" with an overlong content type")?,
            None => f.write_str(" without a content type")?,
        }
        match self.raw_body() {
            Some(body) => write!(f, " ({} bytes)", body.len()),
            None => Ok(()),
        }
    }
}

/// Formats the same line as `Display`, since a `main` that returns the error prints it with `Debug`; `{:#?}` shows the
/// parts.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return Display::fmt(self, f);
        }
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if let Some(status) = self.status() {
            debug.field("status", &status.as_u16());
        }
        if let Some(source) = std::error::Error::source(self) {
            debug.field("source", &source);
        }
        debug.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Connect { source, .. } | Kind::Broken { source, .. } | Kind::Unreadable { source, .. } => {
                Some(&**source)
            }
            Kind::Credentials(error) => Some(&*error.cause),
            Kind::WaitTimeout { last, .. } => last.as_ref().map(|last| last as _),
            _ => None,
        }
    }
}

pub(super) fn root_cause(error: &BoxError) -> &(dyn std::error::Error + 'static) {
    let mut cause: &(dyn std::error::Error + 'static) = &**error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause
}

/// Formats the first few items and the number of the others.
fn list(f: &mut Formatter<'_>, items: &[impl Display], count: usize) -> fmt::Result {
    const SHOWN: usize = 3;
    for (index, item) in items.iter().take(SHOWN).enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { "; " })?;
    }
    match count.checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(more) => write!(f, "; and {more} more"),
    }
}
