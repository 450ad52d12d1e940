//! How requests travel, against servers and proxies on the loopback interface.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod authority;
mod custom;
mod environment;
mod interceptors;
mod pool;
mod proxy;
mod proxy_server;
mod redirect;
mod reuse;
mod roots;
#[path = "../support/mod.rs"]
mod support;
mod wrong_scheme;

use tc3_runtime::{Client, Error};

/// A good answer.
const OK: &str = r#"{"Response":{"RequestId":"r"}}"#;

/// A call that must not be processed twice.
async fn create(client: &Client) -> Result<(), Error> {
    let result = client.call_raw("gaap", "2018-05-29", "CreateProxy", "{}").await;
    result.map(drop)
}
