//! What calls and refreshes of keys tell of themselves while they run, by the crate `tracing` if its feature is on.
//!
//! No key, token, signature, body or parameter is told, and of the cloud's errors the code but not the message,
//! which may quote a parameter.

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
