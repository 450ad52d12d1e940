//! The client against servers on the loopback interface.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cached_credentials;
mod call_raw;
mod credentials_provider;
mod error_json;
mod error_messages;
mod large_responses;
mod outside_tokio;
mod request;
mod responses;
mod signing_keys;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod typed;
mod user_agent;
