//! The emulator from outside: bytes over TCP, and the command.

#![allow(
    clippy::expect_used,
    reason = "the lint's own exception does not reach the helpers of a test"
)]

mod answers;
mod authentication;
mod command;
mod concurrency;
mod deep;
mod folders;
mod http;
mod parameters;
mod robustness;
mod routing;
mod signer;
mod spec;
mod vectors;
