//! Retries: what a client retries, and what it must not.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod budget;
mod client_token;
mod credentials;
mod deadlines;
mod errors;
mod failures;
mod idempotency;
#[path = "../support/mod.rs"]
mod support;
