//! Pagination, against a mocked service.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod end;
mod lists;
mod loops;
mod start;
mod streams;
#[path = "../support/mod.rs"]
mod support;
