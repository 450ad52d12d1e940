//! Answers that are streams of server-sent events.
#![cfg(all(feature = "stream", feature = "mock"))]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod actions;
mod chunks;
mod custom_transport;
mod data;
mod endings;
mod event_parsing;
mod mock;
mod opening;
mod server;
#[path = "../support/mod.rs"]
mod support;
mod time;
