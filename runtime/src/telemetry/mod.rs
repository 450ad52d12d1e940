//! What calls and refreshes of keys tell of themselves while they run, by the crate `tracing` if its feature is on.
//!
//! No key, token, signature, body or parameter is told, and of the cloud's errors the code but not the message,
//! which may quote a parameter.

#[cfg(feature = "tracing")]
mod call;
#[cfg(feature = "tracing")]
mod events;
#[cfg(not(feature = "tracing"))]
mod silent;

#[cfg(feature = "tracing")]
pub(crate) use call::CallTrace;
#[cfg(feature = "clock-skew")]
#[cfg(feature = "tracing")]
pub(crate) use events::clock_skew_learnt;
#[cfg(feature = "tracing")]
pub(crate) use events::{key_came, refresh_failed};
#[cfg(feature = "clock-skew")]
#[cfg(not(feature = "tracing"))]
pub(crate) use silent::clock_skew_learnt;
#[cfg(not(feature = "tracing"))]
pub(crate) use silent::{CallTrace, key_came, refresh_failed};

/// What a call is to be known by.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nothing is told"))]
pub(crate) struct Subject<'a> {
    pub(crate) service: &'a str,
    pub(crate) action: &'a str,
    pub(crate) version: &'a str,
    pub(crate) region: Option<&'a str>,
}
