//! The metadata service of a machine: its record and its faults.

use std::io::{Read, Write};
use std::net::TcpStream;

use tc3_emulator::{Fault, Outcome, RecordedRequest};

use super::faults_file::{File, mistakes};
use crate::support::http::{Running, exchange};
use crate::support::signer::create_proxy_group;
use crate::support::spec::builder;

const KEY: &str = "cam/security-credentials/deploy";
const NAME: &str = "cam/security-credentials/";
const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

fn running() -> Running {
    Running::start(builder().machine_role("deploy"))
}

/// The entire answer; empty if the connection was closed without one.
fn get(running: &Running, path: &str) -> String {
    ask(running, "GET", path)
}

fn ask(running: &Running, method: &str, path: &str) -> String {
    let request = format!(
        "{method} /latest/meta-data/{path} HTTP/1.1\r\nHost: metadata.tencentyun.com\r\nConnection: close\r\n\r\n"
    );
    let answer = exchange(running.emulator.addr(), request.as_bytes()).expect("an exchange");
    String::from_utf8(answer).expect("text")
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").expect("a head").1
}

fn last(running: &Running) -> RecordedRequest {
    running.emulator.requests().pop().expect("a request")
}

#[test]
fn requests_are_recorded_without_credentials() {
    let running = running();
    let answer = get(&running, KEY);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains("date: Tue, 14 Nov 2023 22:13:20 GMT"), "{answer}");
    let document: serde_json::Value = serde_json::from_str(body(&answer)).expect("JSON");
    get(&running, NAME);
    get(&running, "cam/security-credentials/other");
    get(&running, "instance-id");
    ask(&running, "PUT", KEY);

    let requests = running.emulator.requests();
    let seen: Vec<(&str, Option<&str>)> = requests
        .iter()
        .map(|request| (request.action.as_deref().expect("a path"), request.error_code()))
        .collect();
    let expected = [
        (KEY, None),
        (NAME, None),
        ("cam/security-credentials/other", Some("404")),
        ("instance-id", Some("404")),
        (KEY, Some("405")),
    ];
    assert_eq!(seen, expected);
    let reason = requests[2].error_message().expect("a reason");
    assert_eq!(reason, "the role of this machine is `deploy`, not `other`");
    for request in &requests {
        assert_eq!(request.service.as_deref(), Some("metadata"));
        assert_eq!(request.call, None);
        let shown = format!("{request:?} {}", request.to_json());
        for secret in ["TmpSecretId", "TmpSecretKey", "Token"] {
            let secret = document[secret].as_str().expect("text");
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    assert!(running.emulator.received().is_empty());

    let page = "GET /_emulator/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let page = exchange(running.emulator.addr(), page.as_bytes()).expect("a page");
    let page = String::from_utf8(page).expect("text");
    assert!(page.contains("metadata") && page.contains(KEY), "{page}");
}

#[test]
fn without_a_role_the_record_says_how_to_set_one() {
    let running = Running::start(builder());
    assert_eq!(body(&get(&running, NAME)), "404 - Not Found\n");
    let reason = last(&running).error_message().expect("a reason");
    assert!(reason.contains("--machine-role"), "{reason}");
}

#[test]
fn an_injected_error_is_where_clients_look_for_it() {
    let running = running();
    running
        .emulator
        .fault(Fault::on_metadata().error("InternalError", "no \"luck\"").times(2));
    let answer = get(&running, KEY);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(body(&answer), r#"{"Code":"InternalError","Message":"no \"luck\""}"#);
    assert_eq!(last(&running).error_code(), Some("InternalError"));
    assert_eq!(last(&running).fault, Some("injected error"));

    let answer = get(&running, NAME);
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert_eq!(body(&answer), "InternalError: no \"luck\"\n");
    assert_eq!(body(&get(&running, NAME)), "deploy");
}

#[test]
fn answers_are_dropped_truncated_and_replaced() {
    let running = running();
    let inject = |fault: Fault| {
        running.emulator.fault(fault.times(1));
        let answer = get(&running, KEY);
        (answer, last(&running).outcome)
    };
    let (answer, outcome) = inject(Fault::on_metadata().drop_before_processing());
    assert_eq!((answer.as_str(), outcome), ("", Outcome::Unserved));
    let (answer, outcome) = inject(Fault::on_metadata().drop_after_processing());
    assert_eq!((answer.as_str(), outcome), ("", Outcome::Answered));
    let (answer, outcome) = inject(Fault::on_metadata().bad_gateway());
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
    assert_eq!(outcome, Outcome::Unserved);
    let (answer, outcome) = inject(Fault::on_metadata().truncate());
    let document = body(&answer);
    assert!(document.starts_with(r#"{"TmpSecretId":"#), "{document}");
    assert!(
        serde_json::from_str::<serde_json::Value>(document).is_err(),
        "{document}"
    );
    assert_eq!(outcome, Outcome::Answered);
}

#[test]
fn clock_skew_changes_the_date_and_the_expiration() {
    let running = running();
    running.emulator.fault(Fault::on_metadata().clock_skew(-3600).times(1));
    let answer = get(&running, KEY);
    assert!(answer.contains("date: Tue, 14 Nov 2023 21:13:20 GMT"), "{answer}");
    assert!(answer.contains(r#""Expiration":"2023-11-14T23:13:20Z""#), "{answer}");
}

#[test]
fn latency_delays_the_answer() {
    let running = running();
    let hour = std::time::Duration::from_secs(3600);
    running.emulator.fault(Fault::on_metadata().latency(hour).times(1));
    let mut late = TcpStream::connect(running.emulator.addr()).expect("a connection");
    let request =
        format!("GET /latest/meta-data/{NAME} HTTP/1.1\r\nHost: metadata.tencentyun.com\r\nConnection: close\r\n\r\n");
    late.write_all(request.as_bytes()).expect("a request");
    assert_eq!(
        running.send(&create_proxy_group(BODY)).code(),
        "",
        "the API is not late"
    );
    let requests = running.emulator.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    drop(running);
    let mut answer = Vec::new();
    let _ = late.read_to_end(&mut answer);
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn faults_of_actions_and_of_the_metadata_service_are_separate() {
    let running = running();
    running.emulator.fault(Fault::on_any().throttle());
    assert_eq!(body(&get(&running, NAME)), "deploy");
    running.emulator.clear_faults();
    running.emulator.fault(Fault::on_metadata().throttle());
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    assert!(get(&running, KEY).contains(r#""Code":"RequestLimitExceeded""#));
}

#[test]
fn a_faults_file_can_target_the_metadata_service() {
    let file = File::new(r#"{"faults": [{"metadata": true, "effect": "badGateway", "times": 1}]}"#);
    let running = Running::start(builder().machine_role("deploy").faults_file(file.path()));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    assert!(get(&running, NAME).starts_with("HTTP/1.1 502 "));
    assert_eq!(body(&get(&running, NAME)), "deploy");

    let text = mistakes(
        r#"{"faults": [{"metadata": false}, {"metadata": "yes"}, {"metadata": true, "action": "CreateProxyGroup"}]}"#,
    );
    assert_eq!(text.matches("`metadata` has to be true").count(), 2, "{text}");
    assert!(text.contains("a fault has either `action` or `metadata`"), "{text}");
}
