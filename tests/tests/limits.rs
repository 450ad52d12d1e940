//! Rate limits and failover, through the public crate and its generated actions.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::net::TcpListener;
use std::time::Duration;

use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyGroupResponse};
use tc3::mock::MockTransport;
use tc3::{Client, Credentials, Failover, RateLimits, RetryPolicy};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tokio::time::Instant;

fn request() -> CreateProxyGroupRequest {
    CreateProxyGroupRequest::new(7, "test", "EastChina")
}

#[tokio::test(start_paused = true)]
async fn the_figure_of_the_documentation_is_kept() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>()
        .respond(CreateProxyGroupResponse::default());
    let client = mock.client().rate_limit(RateLimits::new()).build().unwrap();
    let start = Instant::now();
    for _ in 0..20 {
        gaap::create_proxy_group(&client, &request()).await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    gaap::create_proxy_group(&client, &request()).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 1);
}

/// The emulator checks the signature, which names the host.
#[tokio::test]
async fn a_backup_endpoint_accepts_what_is_signed_for_it() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let emulator = Emulator::builder().spec_dir(spec).start().await.unwrap();
    let closed_port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let client = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(format!("http://{closed_port}").parse().unwrap())
        .retry(RetryPolicy::never())
        .failover(Failover::to_endpoint(emulator.url().parse().unwrap()))
        .build()
        .unwrap();
    for _ in 0..5 {
        let error = gaap::create_proxy_group(&client, &request()).await.unwrap_err();
        assert!(error.is_connect());
    }
    assert_eq!(client.failed_hosts(), [closed_port.to_string()]);
    gaap::create_proxy_group(&client, &request()).await.unwrap();
}
