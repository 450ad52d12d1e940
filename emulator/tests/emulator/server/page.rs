//! The page at `/_emulator/`.

use serde_json::Value;

use crate::support::http::{Request, Running, exchange};
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;

const SCRIPT: &str = "<script>alert(1)</script>";

fn ask(running: &Running, method: &str, path: &str, host: &str) -> String {
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answer = exchange(running.emulator.addr(), request.as_bytes()).expect("an exchange");
    String::from_utf8(answer).expect("text")
}

fn page(running: &Running) -> String {
    ask(running, "GET", "/_emulator/", "127.0.0.1")
}

fn listed(running: &Running) -> Value {
    let answer = ask(running, "GET", "/_emulator/requests.json", "localhost:9443");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
    serde_json::from_str::<Value>(body).expect("JSON")["requests"].take()
}

#[test]
fn the_page_shows_services_and_refused_requests() {
    let running = Running::start(builder());
    assert!(page(&running).contains("None yet."));
    running.send(&create_proxy_group(
        r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#,
    ));
    let id = running.send(&create_proxy_group("{}")).response["RequestId"].clone();
    let html = page(&running);
    for shown in [
        "gaap<br><small>2018-05-29</small>",
        "<code>CreateProxyGroup</code>",
        "answered",
        "MissingParameter",
        "`GroupName` is missing",
    ] {
        assert!(html.contains(shown), "no `{shown}` in {html}");
    }
    assert!(html.contains(id.as_str().expect("an id")));
    let requests = listed(&running);
    assert_eq!(requests[0]["requestId"], id);
    assert_eq!(requests[0]["code"], "MissingParameter");
    assert_eq!(requests[0]["time"], "2023-11-14T22:13:20Z");
    assert_eq!(requests[1]["outcome"], "answered");
    assert_eq!(
        running.emulator.requests().len(),
        2,
        "looking at the page is no request"
    );
}

#[test]
fn the_page_shows_parameters_without_secrets() {
    let running = Running::start(builder());
    let mut request = unsigned(
        "sample",
        "2024-01-31",
        "LogIn",
        r#"{"Name": "<b>kim", "Password": "hunter2"}"#,
    );
    Signer::for_service("sample").sign(&mut request);
    assert_eq!(running.send(&request).code(), "");
    let html = page(&running);
    let shown = "<summary>parameters</summary><pre>Name: &quot;&lt;b&gt;kim&quot;\nPassword: &quot;&lt;hidden&gt;&quot;\n</pre>";
    assert!(html.contains(shown), "{html}");
    let parameters = &listed(&running)[0]["parameters"];
    assert_eq!(
        *parameters,
        serde_json::json!({"Name": "<b>kim", "Password": "<hidden>"})
    );
    assert!(!html.contains("hunter2"));
    // A request that was not understood has none.
    running.send(&create_proxy_group("{"));
    assert!(listed(&running)[0].get("parameters").is_none());
}

#[test]
fn received_text_is_escaped() {
    let running = Running::start(builder());
    let mut request = unsigned("gaap", SCRIPT, SCRIPT, format!("{{\"{SCRIPT}\":1}}"));
    request.set("X-TC-Region", SCRIPT);
    Signer::for_service(SCRIPT).sign(&mut request);
    let hosts = ["gaap.tencentcloudapi.com", "127.0.0.1"];
    for host in hosts {
        request.set("Host", host);
        running.send(&request);
    }
    let mut action = create_proxy_group(format!("{{\"{SCRIPT}'\\\"&\":1}}"));
    running.send(&action);
    action.set("Authorization", format!("TC3-HMAC-SHA256 {SCRIPT}"));
    action.method = "B'&".to_owned();
    running.send(&action);

    let html = page(&running);
    assert!(!html.to_lowercase().contains("<script"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    assert!(html.contains("content-security-policy: default-src 'none'"), "{html}");
    assert!(html.contains("x-content-type-options: nosniff"), "{html}");
    assert_eq!(listed(&running)[2]["action"], SCRIPT);
}

#[test]
fn the_page_loads_no_external_resources() {
    let html = page(&Running::start(builder()));
    for loaded in ["src=", "http://", "https://", "@import", "url(", "<link", "<iframe"] {
        assert!(!html.contains(loaded), "{loaded}");
    }
}

#[test]
fn only_a_loopback_host_is_answered() {
    let running = Running::start(builder());
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "gaap.tencentcloudapi.com",
        "192.168.1.1",
        "",
    ] {
        for path in ["/_emulator/", "/_emulator/requests.json", "/_emulator", "/_emulator/x"] {
            let answer = ask(&running, "GET", path, host);
            assert!(answer.starts_with("HTTP/1.1 403 "), "{host} {path}: {answer}");
        }
    }
    let absolute = ask(&running, "GET", "http://evil.example/_emulator/", "localhost");
    assert!(absolute.starts_with("HTTP/1.1 403 "), "{absolute}");
    let twice = ask(&running, "GET", "/_emulator/", "localhost\r\nHost: evil.example");
    assert!(!twice.starts_with("HTTP/1.1 200 "), "{twice}");
    for host in ["localhost", "LocalHost:1", "127.0.0.1:80", "[::1]:80"] {
        let answer = ask(&running, "GET", "/_emulator/", host);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{host}: {answer}");
    }
    assert!(ask(&running, "POST", "/_emulator/", "localhost").starts_with("HTTP/1.1 405 "));
    assert!(ask(&running, "GET", "/_emulator/x", "localhost").starts_with("HTTP/1.1 404 "));
    assert!(ask(&running, "GET", "/_emulator", "localhost").contains("<title>tc3-emulator</title>"));
}

/// A request with a signature mismatch, whose error quotes everything that it can.
fn with_wrong_signature(token: &str) -> Request {
    let mut request = create_proxy_group("{}");
    request.set("X-TC-Token", token);
    let signer = Signer {
        secret_key: "another".to_owned(),
        signed_headers: vec!["content-type", "host", "x-tc-token"],
        ..Signer::default()
    };
    signer.sign(&mut request);
    request
}

#[test]
fn the_page_shows_no_secrets() {
    let running = Running::start(
        builder()
            .credential("AKIDmine", "the-key-of-mine")
            .temporary_credential("AKIDtemp", "the-temporary-key", "The-Known-Token"),
    );
    for token in ["The-Sent-Token", "The-Known-Token"] {
        let mut request = with_wrong_signature(token);
        let authorization = request
            .header("Authorization")
            .replace(tc3_emulator::SAMPLE_SECRET_ID, "AKIDtemp");
        request.set("Authorization", authorization);
        let reply = running.send(&request);
        reply.assert_refused("AuthFailure.SignatureFailure", &["x-tc-token:<hidden>"]);
    }
    // The secret key where the SecretId belongs.
    let mut swapped = create_proxy_group("{}");
    let authorization = swapped
        .header("Authorization")
        .replace(tc3_emulator::SAMPLE_SECRET_ID, "the-key-of-mine");
    swapped.set("Authorization", authorization);
    assert_eq!(running.send(&swapped).code(), "AuthFailure.SecretIdNotFound");

    let json = listed(&running).to_string();
    let log: String = running
        .emulator
        .requests()
        .iter()
        .map(|request| request.to_json())
        .collect();
    let debug = format!("{:?}", running.emulator.requests());
    for shown in [page(&running), json, log, debug] {
        let shown = shown.to_lowercase();
        assert!(shown.contains("signaturefailure"), "{shown}");
        for secret in [
            "the-sent-token",
            "the-known-token",
            "the-key-of-mine",
            "the-temporary-key",
            "signature=",
        ] {
            assert!(!shown.contains(secret), "`{secret}` in {shown}");
        }
    }
}
