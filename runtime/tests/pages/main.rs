//! Lists that come page by page, from a service that a mock plays.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod endless;
mod ends;
mod lists;
mod places;
mod streams;
#[path = "../support/mod.rs"]
mod support;
