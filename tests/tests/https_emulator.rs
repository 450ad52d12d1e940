//! The client over HTTPS to the emulator, and what it makes of scripted faults.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3::gaap::{self, CreateProxyGroupRequest, DescribeDestRegionsRequest};
use tc3::{Client, ClientBuilder, Credentials};
use tc3_emulator::{Builder, Emulator, Fault, Outcome, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

fn emulator() -> Builder {
    Emulator::builder().spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))
}

fn client_for(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse().unwrap())
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_is_answered() {
    let emulator = emulator().tls().start().await.unwrap();
    assert!(emulator.url().starts_with("https://127.0.0.1:"), "{}", emulator.url());
    let request = DescribeDestRegionsRequest::new();
    let trusting = client_for(&emulator)
        .add_root_certificates_pem(emulator.ca_pem().unwrap())
        .unwrap()
        .build()
        .unwrap();
    gaap::describe_dest_regions(&trusting, &request).await.unwrap();
    let by_name = format!("https://localhost:{}", emulator.addr().port());
    let by_name = trusting.with(tc3::CallOptions::new().endpoint(by_name.parse().unwrap()));
    gaap::describe_dest_regions(&by_name, &request).await.unwrap();
    assert_eq!(emulator.requests().len(), 2);
    emulator.shutdown().await;
}

#[tokio::test]
async fn a_client_that_does_not_trust_it_is_not() {
    let emulator = emulator().tls().start().await.unwrap();
    let another = self::emulator().tls().start().await.unwrap();
    let client = client_for(&emulator)
        .add_root_certificates_pem(another.ca_pem().unwrap())
        .unwrap()
        .build()
        .unwrap();
    let request = DescribeDestRegionsRequest::new();
    let error = gaap::describe_dest_regions(&client, &request).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_client_sends_a_read_again_and_not_a_write() {
    let emulator = emulator().start().await.unwrap();
    let client = client_for(&emulator).build().unwrap();
    emulator.fault(Fault::on("DescribeDestRegions").drop_after_processing().times(1));
    emulator.fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    gaap::describe_dest_regions(&client, &DescribeDestRegionsRequest::new())
        .await
        .unwrap();
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
    gaap::create_proxy_group(&client, &request).await.unwrap_err();
    let requests = emulator.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.outcome == Outcome::Answered));
}
