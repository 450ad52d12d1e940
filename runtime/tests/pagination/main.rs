//! Lists that come page by page, from a service that a mock plays.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod end;
mod lists;
mod loops;
mod start;
mod streams;
#[path = "../support/mod.rs"]
mod support;
