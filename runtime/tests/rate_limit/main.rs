//! When attempts go out under a rate limit, by tokio's paused time.
#![cfg(all(feature = "mock", feature = "rate-limit"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod credentials;
mod errors;
mod permits;
mod rates;
mod stopwatch;
#[path = "../support/mod.rs"]
mod support;
