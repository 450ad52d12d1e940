//! What calls tell by `tracing`.
#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "the tests of retries use the rest")]
#[path = "../retry/actions.rs"]
mod actions;
mod calls;
mod capture;
mod credentials;
#[path = "../client/record.rs"]
mod record;
mod secrets;
#[allow(dead_code, reason = "the tests of retries use the rest")]
#[path = "../retry/server.rs"]
mod server;
#[cfg(feature = "clock-skew")]
mod skew;
#[allow(dead_code, reason = "the tests of clients use the rest")]
#[path = "../client/support.rs"]
mod support;
