//! The spans and events that calls record with `tracing`.
#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calls;
mod capture;
mod credentials;
#[cfg(feature = "mock")]
mod lines;
mod secrets;
#[cfg(feature = "clock-skew")]
mod skew;
#[path = "../support/mod.rs"]
mod support;
