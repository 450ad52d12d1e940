//! What a client repeats, and what it must not.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod budget;
mod client_token;
mod counting;
mod errors;
mod failures;
mod keys;
#[path = "../client/record.rs"]
mod record;
mod server;
#[allow(dead_code, reason = "these tests have a server of their own")]
#[path = "../client/support.rs"]
mod support;
mod time;
