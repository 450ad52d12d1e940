//! Where calls go while a host fails.
#![cfg(all(feature = "mock", feature = "failover"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../retry/actions.rs"]
#[allow(dead_code, reason = "not all actions are called")]
mod actions;
mod endpoints;
mod hosts;
mod opening;
#[path = "../client/record.rs"]
mod record;
#[path = "../retry/server.rs"]
#[allow(dead_code, reason = "not all faults are needed")]
mod server;
#[path = "../client/support.rs"]
#[allow(dead_code, reason = "these tests have another server")]
mod support;
mod trial;
