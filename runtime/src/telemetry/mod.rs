//! Telemetry: spans and events of calls and of credential refreshes, by the crate `tracing` if its feature is on.
//!
//! Contents are redacted: no credentials, token, signature, body or parameter is recorded, and of an error of the service
//! only the code, since the message may quote a parameter; of a connection error, what the system, TLS or HTTP said.
//!
//! A subscriber at the usual level, info, prints a line for each call, when it ends, and one for each retry, at warn: many
//! retries are the first sign of trouble, and no error shows them if the calls succeed. The error of a call is for its caller
//! to log, so a failed call ends at info too. Attempts are at debug. The span of a call has a higher level than they, so that
//! a warning in it names its call.
//!
//! Spans live in the one boxed future of a call and not around the generated function, so that an action costs no more to
//! compile, and are entered only while it is polled.

#[cfg(not(feature = "tracing"))]
mod noop;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(all(feature = "clock-skew", not(feature = "tracing")))]
pub(crate) use noop::clock_skew_learned;
#[cfg(not(feature = "tracing"))]
pub(crate) use noop::{CallTrace, credentials_refreshed, refresh_failed};
#[cfg(all(feature = "clock-skew", feature = "tracing"))]
pub(crate) use spans::clock_skew_learned;
#[cfg(feature = "tracing")]
pub(crate) use spans::{CallTrace, credentials_refreshed, refresh_failed};

/// What the span of a call is labeled with.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "only spans read it"))]
pub(crate) struct Subject<'a> {
    pub(crate) service: &'a str,
    pub(crate) action: &'a str,
    pub(crate) version: &'a str,
    pub(crate) region: Option<&'a str>,
}
