//! The client over reqwest against the emulator, which verifies what it receives.

use std::time::Duration;

use tc3_emulator::Emulator;
use tc3_reqwest::ReqwestTransport;
use tc3_runtime::{Client, Credentials, Header, RetryPolicy};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../spec");

fn client(endpoint: &str) -> Client {
    let transport = ReqwestTransport::new(reqwest::Client::builder()).unwrap();
    Client::builder()
        .credentials(Credentials::new("AKIDEXAMPLE", "key"))
        .endpoint(endpoint.parse().unwrap())
        .header(Header::new("X-Request-Source", "Billing").unwrap().signed())
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
        .transport(transport)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_signed_request_arrives_as_it_was_signed() {
    let emulator = Emulator::builder()
        .spec_dir(SPEC)
        .credential("AKIDEXAMPLE", "key")
        .start()
        .await
        .unwrap();
    let client = client(&emulator.url());
    let regions = client
        .call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")
        .await
        .unwrap();
    assert!(!regions.request_id().is_empty());
}

#[tokio::test]
async fn a_request_that_found_no_server_was_not_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&endpoint)
        .call_raw("gaap", "2018-05-29", "CreateProxy", "{}")
        .await
        .unwrap_err();
    assert!(
        error.is_connect() && !error.is_ambiguous() && error.is_retryable(),
        "{error}"
    );
    assert_eq!(error.attempts(), 3);
}
