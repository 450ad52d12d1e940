//! What a call of a real client costs in a build that could mock it: features add up over a whole program.
//! A process of its own, by the most memory that it ever had.
#![cfg(all(target_os = "linux", feature = "encodings", feature = "mock"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::TcpListener;

use tc3_runtime::{Client, Credentials, Endpoint, RawCall, RetryPolicy};

fn most_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_ascii_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn bytes_that_no_mock_reads_are_not_made_json() {
    let nowhere = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint: Endpoint = format!("http://{nowhere}").parse().unwrap();
    let client = Client::builder()
        .credentials(Credentials::new("AKIDEXAMPLE", "key"))
        .endpoint(endpoint)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let body = vec![7; 10_000_000];
    let before = most_kilobytes();
    let call = RawCall::octet_stream("cls", "2020-10-16", "UploadLog", body);
    let error = client.call_raw_with(call).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    // As a list of numbers the body alone would be 320 MB.
    let more = most_kilobytes() - before;
    assert!(more < 100_000, "{more} kB");
}
