//! Calls of actions known by name, with what is known of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod outputs;
mod pages;
mod prepared;
mod requests;
mod retries;
#[path = "../support/mod.rs"]
mod support;
mod waits;

use tc3_runtime::NamedCall;

pub(crate) fn create() -> NamedCall {
    NamedCall::new("gaap", "2018-05-29", "CreateProxyGroup")
}

pub(crate) fn describe() -> NamedCall {
    NamedCall::new("gaap", "2018-05-29", "DescribeProxyGroupList").read_only()
}
