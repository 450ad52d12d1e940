//! When attempts go out under a rate limit, by tokio's paused time.
#![cfg(all(feature = "mock", feature = "rate-limit"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod errors;
mod figures;
mod keys;
#[path = "../client/record.rs"]
mod record;
mod stopwatch;
mod turns;
