//! The emulator from outside: bytes over TCP, and the command.

#![allow(
    clippy::expect_used,
    reason = "the lint's own exception does not reach the helpers of a test"
)]

mod answers;
mod authentication;
mod base64;
mod command;
mod concurrency;
mod deep;
mod encodings;
mod faults;
mod faults_file;
mod folders;
mod form;
mod http;
mod limits;
mod metadata;
mod page;
mod parameters;
#[cfg(feature = "data-file")]
mod persistence;
mod random;
mod readme;
mod recorded;
mod robustness;
mod routing;
mod secrets;
mod signer;
mod sizes_and_rates;
mod spec;
mod state;
mod sts;
mod vectors;
mod version_1;
