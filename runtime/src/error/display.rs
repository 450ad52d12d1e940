//! How an error reads.

use std::fmt::{self, Display, Formatter, Write};
use std::time::Duration;

#[cfg(feature = "stream")]
use super::StreamFault;
use super::{BoxError, CallName, Error, Kind};
use crate::response::{Answer, USE_STREAM};

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_failure(f)?;
        if self.is_ambiguous() {
            f.write_str("; the request may have been carried out")?;
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
    /// Which call, and what happened.
    pub(super) fn fmt_failure(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(CallName { service, action }) = &self.0.call {
            write!(f, "{service} {action}: ")?;
        }
        self.fmt_what(f)
    }

    /// What happened, without what it means.
    fn fmt_what(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Service { code, message, .. } => {
                write!(f, "{}: {}", OneLine(code), OneLine(message))?;
            }
            Kind::Refused(message) if self.0.call.is_some() => write!(f, "not sent: {message}")?,
            Kind::Refused(message) => f.write_str(message)?,
            Kind::NoKey(no_key) => {
                if self.0.call.is_some() {
                    f.write_str("not signed: ")?;
                }
                no_key.fmt(f)?;
            }
            Kind::Connect { host, source, .. } => {
                write!(f, "cannot connect to {host}: {}", root_cause(source))?;
            }
            Kind::Timeout { after, .. } => write!(f, "no answer within {after:?}")?,
            Kind::NoTurn { wait, time } => write!(
                f,
                "the client's rate limit lets it go in {:?}, too late for a call of {time:?}",
                Duration::from_millis(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
            )?,
            Kind::Broken { source, .. } => {
                write!(f, "the connection failed: {}", root_cause(source))?;
            }
            Kind::Unreadable { source, .. } => {
                self.fmt_answer(f)?;
                write!(f, " is not an answer of the API: {}", root_cause(source))?;
            }
            Kind::TooLarge { limit } => {
                self.fmt_answer(f)?;
                write!(f, " is larger than the {limit} bytes this client reads")?;
                if self.0.answer.as_ref().is_some_and(Answer::is_stream) {
                    write!(f, ": {USE_STREAM}")?;
                }
            }
            #[cfg(feature = "stream")]
            Kind::Stream(StreamFault::Idle(idle)) => write!(f, "nothing more came of the stream for {idle:?}")?,
            #[cfg(feature = "stream")]
            Kind::Stream(StreamFault::EventTooLarge(limit)) => {
                write!(f, "an event is larger than the {limit} bytes this client reads")?;
            }
            Kind::Anomalous { anomalies, .. } => {
                f.write_str("the answer deviates from its description: ")?;
                list(f, anomalies)?;
            }
            Kind::Endless { reason, .. } => write!(f, "the pages do not come to an end: {reason}")?,
            Kind::Overdue {
                asked,
                waited,
                deadline,
                last,
            } => {
                let times = if *asked == 1 { "time" } else { "times" };
                write!(f, "not ready: asked {asked} {times} in {waited:?} of {deadline:?}")?;
                if let Some(last) = last {
                    f.write_str("; the last call failed: ")?;
                    last.fmt_what(f)?;
                }
            }
            Kind::GivenUp { reason, .. } => write!(f, "given up: {}", OneLine(reason))?,
        }
        Ok(())
    }

    /// Status, content type and length of an answer; the body itself never.
    fn fmt_answer(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const LONGEST_TYPE: usize = 80;
        let Some(Answer { status, headers, .. }) = &self.0.answer else {
            return f.write_str("what came back");
        };
        write!(f, "HTTP {}", status.as_u16())?;
        if status.is_redirection() {
            f.write_str(" (redirects are not followed)")?;
        }
        let content_type = headers.get(http::header::CONTENT_TYPE);
        match content_type.and_then(|value| value.to_str().ok()) {
            Some(text) if text.len() <= LONGEST_TYPE => write!(f, " with {}", OneLine(text))?,
            Some(_) => f.write_str(" with an overlong content type")?,
            None => f.write_str(" without content type")?,
        }
        match self.raw_body() {
            Some(body) => write!(f, " ({} bytes)", body.len()),
            None => Ok(()),
        }
    }
}

/// The line that `Display` has, since a `main` that returns the error prints it so; `{:#?}` shows the parts.
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
            Kind::NoKey(no_key) => Some(&*no_key.cause),
            Kind::Overdue { last, .. } => last.as_ref().map(|last| last as _),
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

/// The first few, and how many more there are.
fn list(f: &mut Formatter<'_>, items: &[impl Display]) -> fmt::Result {
    const SHOWN: usize = 3;
    for (index, item) in items.iter().take(SHOWN).enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { "; " })?;
    }
    match items.len().checked_sub(SHOWN) {
        None | Some(0) => Ok(()),
        Some(more) => write!(f, "; and {more} more"),
    }
}

/// Text from outside on one line and in the order it was written, so that it cannot forge lines of a log.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl Display for OneLine<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0
            .chars()
            .try_for_each(|c| f.write_char(if bends_lines(c) { ' ' } else { c }))
    }
}

/// Controls, separators of lines and paragraphs, and the controls of the direction of writing.
fn bends_lines(c: char) -> bool {
    let is_bidirectional = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || is_bidirectional || matches!(c, '\u{2028}' | '\u{2029}')
}
