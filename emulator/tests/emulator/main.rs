//! Tests the emulator from the outside: bytes over TCP, and the command.

#![allow(
    clippy::expect_used,
    reason = "the lint's own exception does not reach the helpers of a test"
)]

mod auth;
mod faults;
mod requests;
mod responses;
mod server;
mod support;
