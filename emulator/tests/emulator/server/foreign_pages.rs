//! Requests that a page of another site makes a browser send.

use std::net::TcpListener;

use crate::support::http::{Running, exchange};
use crate::support::signer::{Signer, create_proxy_group};
use crate::support::spec::builder;
use tc3_emulator::Fault;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// Headers that only a page of another site makes a browser send.
const FOREIGN: [(&str, &str); 6] = [
    ("Origin", "https://evil.example"),
    ("Origin", "null"),
    ("Origin", "http://localhost.evil.example:9443"),
    ("Origin", "https://gaap.tencentcloudapi.com"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Sec-Fetch-Site", "same-site"),
];

#[test]
fn a_call_of_a_foreign_page_is_not_carried_out() {
    let running = Running::start(builder().fault(Fault::on_any().throttle().times(1)));
    for (name, value) in FOREIGN {
        let mut request = create_proxy_group(BODY);
        request.set(name, value);
        let reply = running.send(&request);
        reply.assert_refused("UnauthorizedOperation", &[value, "--allow-host", "Builder::allow_host"]);
    }
    // Correctly signed for a host that resolves to this machine.
    for host in [
        "evil.example",
        "evil.example:9443",
        "localhost.evil.example",
        "192.168.0.1",
        "0.0.0.0",
    ] {
        let mut request = create_proxy_group(BODY);
        request.set("Host", host);
        Signer::default().sign(&mut request);
        let reply = running.send(&request);
        reply.assert_refused("UnauthorizedOperation", &[host, "--allow-host", "Builder::allow_host"]);
    }
    let groups = running.emulator.state().all("gaap", "ProxyGroup").expect("a resource");
    assert!(groups.is_empty(), "{groups:?}");
    let requests = running.emulator.requests();
    assert_eq!(requests.len(), 11, "a refused call is recorded");
    // No fault was used up.
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "RequestLimitExceeded");
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn calls_of_this_machine_are_carried_out() {
    let running = Running::start(builder().allow_host("app.example").allow_host("*.cloud.example"));
    for (host, header) in [
        ("gaap.tencentcloudapi.com", None),
        ("gaap.ap-guangzhou.tencentcloudapi.com", None),
        ("gaap.intl.tencentcloudapi.com", None),
        ("localhost:9443", Some(("Origin", "http://localhost:3000"))),
        ("127.0.0.1:9443", Some(("Origin", "http://[::1]:3000"))),
        ("localhost:9443", Some(("Sec-Fetch-Site", "same-origin"))),
        ("localhost:9443", Some(("Sec-Fetch-Site", "same-site"))),
        ("localhost:9443", Some(("Sec-Fetch-Site", "none"))),
        ("localhost:9443", Some(("Origin", "https://app.example"))),
        ("app.example:9443", None),
        ("gaap.north.cloud.example", None),
        // As tccli sends it.
        ("http://127.0.0.1:9443", None),
    ] {
        let mut request = create_proxy_group(BODY);
        request.set("Host", host);
        if let Some((name, value)) = header {
            request.set(name, value);
        }
        Signer::default().sign(&mut request);
        assert_eq!(running.send(&request).code(), "", "{host} {header:?}");
    }
}

#[test]
fn the_address_that_was_chosen_to_listen_on_is_a_host() {
    // Not loopback by its name, and bindable everywhere that has version 6.
    let addr = ([127, 0, 0, 7], 0);
    if TcpListener::bind(std::net::SocketAddr::from(addr)).is_err() {
        eprintln!("skipped: 127.0.0.7 is not an address of this machine");
        return;
    }
    let running = Running::start(builder().listen(addr));
    let host = running.emulator.addr().to_string();
    assert!(ask(&running, "GET /_emulator/", &[("Host", &host)]).starts_with("HTTP/1.1 200 "));
}

fn ask(running: &Running, target: &str, headers: &[(&str, &str)]) -> String {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let request = format!("{target} HTTP/1.1\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    let answer = exchange(running.emulator.addr(), request.as_bytes()).expect("an exchange");
    String::from_utf8(answer).expect("text")
}

const RESOURCES: [&str; 8] = [
    "GET /_emulator/",
    "GET /_emulator",
    "GET /_emulator/requests.json",
    "GET /_emulator/health",
    "GET /_emulator/faults",
    "POST /_emulator/faults",
    "DELETE /_emulator/faults",
    "POST /_emulator/reset",
];

#[test]
fn the_page_and_its_data_are_refused_too() {
    let running = Running::start(builder().fault(Fault::on_any().throttle()));
    running.send(&create_proxy_group(BODY));
    for resource in RESOURCES {
        let local = [("Host", "localhost:9443")];
        let foreign = FOREIGN.iter().filter(|(_, value)| *value != "same-site");
        let foreign = foreign.map(|header| vec![local[0], *header]);
        let rebound = ["evil.example", "gaap.tencentcloudapi.com", ""].map(|host| vec![("Host", host)]);
        for headers in foreign.chain(rebound).chain([vec![]]) {
            let answer = ask(&running, resource, &headers);
            assert!(answer.starts_with("HTTP/1.1 403 "), "{resource} {headers:?}: {answer}");
        }
    }
    assert_eq!(running.emulator.requests().len(), 1, "nothing was reset");
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "RequestLimitExceeded");
}

#[test]
fn a_host_that_was_allowed_has_the_page_too() {
    let running = Running::start(builder().allow_host("emulator"));
    for host in ["emulator:9443", "EMULATOR"] {
        let own = [
            ("Host", host),
            ("Origin", "http://emulator:9443"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        for resource in RESOURCES
            .iter()
            .filter(|resource| **resource != "POST /_emulator/faults")
        {
            let answer = ask(&running, resource, &own);
            assert!(answer.starts_with("HTTP/1.1 200 "), "{resource} {host}: {answer}");
        }
    }
    let another = ask(&running, "GET /_emulator/", &[("Host", "emulator.evil.example")]);
    assert!(another.starts_with("HTTP/1.1 403 "), "{another}");
}

#[test]
fn the_metadata_service_answers_only_its_hosts() {
    let running = Running::start(builder().machine_role("deploy"));
    let path = "GET /latest/meta-data/cam/security-credentials/deploy";
    for host in ["evil.example", "metadata.tencentyun.com.evil.example"] {
        let answer = ask(&running, path, &[("Host", host)]);
        assert!(
            answer.starts_with("HTTP/1.1 403 ") && !answer.contains("TmpSecretKey"),
            "{answer}"
        );
    }
    let foreign = ask(
        &running,
        path,
        &[("Host", "127.0.0.1"), ("Sec-Fetch-Site", "cross-site")],
    );
    assert!(foreign.starts_with("HTTP/1.1 403 "), "{foreign}");
    for host in ["metadata.tencentyun.com", "169.254.0.23", "127.0.0.1:80"] {
        let answer = ask(&running, path, &[("Host", host)]);
        assert!(answer.contains("TmpSecretKey"), "{host}: {answer}");
    }
}
