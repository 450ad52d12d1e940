//! Where calls go while a host fails.
#![cfg(all(feature = "mock", feature = "failover"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod endpoints;
mod hosts;
mod opening;
#[path = "../support/mod.rs"]
mod support;
mod trial;
