//! Failover: where calls go while a host fails.
#![cfg(all(feature = "mock", feature = "failover"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod circuit_opening;
mod circuit_trial;
mod endpoints;
mod mock_hosts;
#[path = "../support/mod.rs"]
mod support;
