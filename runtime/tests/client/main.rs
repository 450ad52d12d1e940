//! The client against servers on the loopback interface.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answer;
mod drivers;
mod kept_keys;
mod keys;
mod messages;
mod reading;
mod request;
mod signing_keys;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod typed;
mod user_agent;
