//! The client over reqwest against the emulator, which verifies what it receives.

use std::time::Duration;

use tc3_emulator::Emulator;
use tc3_reqwest::ReqwestTransport;
use tc3_runtime::{Client, Credentials, Header, RetryPolicy};
#[cfg(unix)]
use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::{TcpStream, UnixListener};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../spec");

async fn emulator() -> Emulator {
    let builder = Emulator::builder().spec_dir(SPEC).credential("AKIDEXAMPLE", "key");
    builder.start().await.unwrap()
}

fn client(endpoint: &str) -> Client {
    client_with(reqwest::Client::builder(), endpoint)
}

fn client_with(settings: reqwest::ClientBuilder, endpoint: &str) -> Client {
    let transport = ReqwestTransport::new(settings).unwrap();
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
    let emulator = emulator().await;
    let client = client(&emulator.url());
    let regions = client
        .call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")
        .await
        .unwrap();
    assert!(!regions.request_id().is_empty());
}

/// A dialer of the caller's own is a setting of reqwest. The host is signed as ever.
#[cfg(unix)]
#[tokio::test]
async fn calls_go_over_a_unix_socket() {
    let emulator = emulator().await;
    let path = std::env::temp_dir().join(format!("tc3-reqwest-{}.sock", std::process::id()));
    let listener = UnixListener::bind(&path).unwrap();
    let address = emulator.addr();
    tokio::spawn(async move {
        loop {
            let (mut dialed, _) = listener.accept().await.unwrap();
            let mut target = TcpStream::connect(address).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut dialed, &mut target).await });
        }
    });
    let settings = reqwest::Client::builder().unix_socket(path.clone());
    let client = client_with(settings, "http://gaap.tencentcloudapi.com");
    let result = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await;
    std::fs::remove_file(path).unwrap();
    assert!(!result.unwrap().request_id().is_empty());
    assert_eq!(emulator.requests()[0].headers["host"], "gaap.tencentcloudapi.com");
}

#[tokio::test]
async fn a_request_that_found_no_server_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
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
