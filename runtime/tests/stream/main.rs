//! Answers that are streams of server-sent events.
#![cfg(all(feature = "stream", feature = "mock"))]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod chunks;
mod data;
mod endings;
mod interpretation;
mod mock;
mod opening;
#[path = "../client/record.rs"]
mod record;
mod server;
#[allow(dead_code, reason = "these tests have a server of their own")]
#[path = "../client/support.rs"]
mod support;
mod time;
