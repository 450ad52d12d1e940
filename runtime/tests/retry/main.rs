//! What a client repeats, and what it must not.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod budget;
mod client_token;
mod counting;
mod errors;
mod failures;
mod keys;
#[path = "../support/mod.rs"]
mod support;
mod time;
