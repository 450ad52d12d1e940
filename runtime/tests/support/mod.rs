//! What the tests of the client share: an HTTP server on the loopback interface, a server with a script, records and
//! actions in the shape of generated code.
//!
//! It is a folder that each test binary includes by `#[path]`, not a crate: a crate that depends on `tc3-runtime` would
//! turn on features of it in the runs that test it without them. Hence also the `allow`: no binary needs all of it.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "each test binary uses a part of what is here"
)]

pub(crate) mod actions;
mod http;
mod record;
pub(crate) mod scripted_server;
mod server;

use std::time::{Duration, SystemTime};

use tc3_runtime::{Client, ClientBuilder, Clock, Credentials, RetryPolicy};

pub(crate) use http::{Head, Received, http, listen, nowhere, read_head, read_request};
pub(crate) use record::record;
pub(crate) use server::{Reply, Server, serve};

pub(crate) const SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
pub(crate) const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
pub(crate) const TOKEN: &str = "session-token-of-the-test";
/// The time of every client here, in seconds since the Unix epoch.
pub(crate) const NOW: u64 = 1_551_113_065;

/// Settings of a client that makes one attempt.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder()
        .retry(RetryPolicy::never())
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY))
        .clock(Clock::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)))
}
