//! The resources below `/_emulator/` by which a test in any language controls the emulator.

use serde_json::{Value, json};
use tc3_emulator::Fault;

use crate::support::http::{Running, exchange};
use crate::support::signer::create_proxy_group;
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// The status and the JSON that a request is answered with.
fn ask(running: &Running, target: &str, body: &str) -> (u16, Value) {
    let request = format!(
        "{target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(running.emulator.addr(), request.as_bytes()).expect("an exchange");
    let text = String::from_utf8(answer).expect("text");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(head.to_lowercase().contains("content-type: application/json"), "{head}");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), serde_json::from_str(body).expect("JSON"))
}

fn code(running: &Running) -> String {
    running.send(&create_proxy_group(BODY)).code().to_owned()
}

#[test]
fn health_is_ok_once_it_serves() {
    let running = Running::start(builder());
    let (status, health) = ask(&running, "GET /_emulator/health", "");
    assert_eq!((status, &health["status"]), (200, &json!("ok")));
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["services"], running.emulator.spec().services.len());
    assert!(running.emulator.requests().is_empty());
}

#[test]
fn faults_are_added_listed_and_removed() {
    let running = Running::start(builder().fault(Fault::on("DeleteProxyGroup").truncate()));
    let added = json!({"faults": [
        {"action": "CreateProxyGroup", "errorCode": "InternalError", "errorMessage": "no luck", "times": 2},
        {"metadata": true, "effect": "badGateway"},
        {"latencyMs": 1, "clockSkewSeconds": -2, "effect": "dropAfterProcessing", "probability": 0, "seed": 7},
    ]});
    let (status, listed) = ask(&running, "POST /_emulator/faults", &added.to_string());
    assert_eq!(status, 200);
    let mut expected = vec![json!({"action": "DeleteProxyGroup", "effect": "truncate"})];
    expected.extend(added["faults"].as_array().expect("a list").clone());
    let without_seed = |mut faults: Value| {
        // The seed continues a sequence.
        faults["faults"][3]["seed"].take();
        faults
    };
    assert_eq!(without_seed(listed), without_seed(json!({ "faults": expected })));

    assert_eq!(code(&running), "InternalError");
    let (_, listed) = ask(&running, "GET /_emulator/faults", "");
    assert_eq!(listed["faults"][1]["times"], 1, "those that are left");
    // What is listed can be added.
    assert_eq!(ask(&running, "POST /_emulator/faults", &listed.to_string()).0, 200);
    assert_eq!(
        ask(&running, "DELETE /_emulator/faults", ""),
        (200, json!({"faults": []}))
    );
    assert_eq!(code(&running), "");
}

#[test]
fn no_fault_of_a_list_with_a_mistake_is_added() {
    let running = Running::start(builder());
    for (body, said) in [
        ("", "not JSON"),
        ("{}", "no list `faults`"),
        (
            r#"{"faults": [{"effect": "throttle"}, {"efect": "throttle"}]}"#,
            "`efect`",
        ),
        (
            r#"{"faults": [{"effect": "throttle"}, {"action": "NoSuchAction"}]}"#,
            "`NoSuchAction`",
        ),
        (r#"[{"effect": "throttle"}]"#, "object"),
    ] {
        let (status, answer) = ask(&running, "POST /_emulator/faults", body);
        let message = answer["error"]["message"].as_str().expect("a message");
        assert_eq!(status, 400, "{body}");
        assert!(
            message.contains(said) && message.contains("no fault was added"),
            "no `{said}` in {message}"
        );
    }
    assert_eq!(code(&running), "");
}

#[test]
fn a_reset_makes_everything_as_it_was_at_the_start() {
    let running = Running::start(builder().id_seed(1).fault(Fault::on_any().throttle().times(1)));
    let id_after_the_fault = |running: &Running| {
        assert_eq!(code(running), "RequestLimitExceeded");
        running.send(&create_proxy_group(BODY)).response["GroupId"].clone()
    };
    let first = id_after_the_fault(&running);
    running.emulator.fault(Fault::on_any().bad_gateway());
    assert_eq!(
        ask(&running, "POST /_emulator/reset", ""),
        (200, json!({"status": "ok"}))
    );

    assert!(running.emulator.requests().is_empty());
    assert_eq!(
        ask(&running, "GET /_emulator/requests.json", "").1,
        json!({"requests": []})
    );
    let groups = running.emulator.state().all("gaap", "ProxyGroup").expect("a resource");
    assert!(groups.is_empty(), "{groups:?}");
    assert_eq!(id_after_the_fault(&running), first);
    running.emulator.reset().expect("a reset");
    assert!(running.emulator.requests().is_empty());
    assert_eq!(id_after_the_fault(&running), first);
}

#[test]
fn errors_say_what_to_do() {
    let running = Running::start(builder());
    code(&running);
    for (target, body, status, said) in [
        ("GET /_emulator/nothing", "", 404, "/_emulator/health"),
        ("GET /_emulator/reset", "", 405, "POST"),
        ("PUT /_emulator/faults", "", 405, "GET, HEAD, POST, DELETE"),
        ("POST /_emulator/health", "", 405, "GET"),
        ("POST /_emulator/requests.json", "", 405, "GET"),
        ("POST /_emulator/reset", r#"{"faults": true}"#, 400, "no body"),
    ] {
        let (found, answer) = ask(&running, target, body);
        let message = answer["error"]["message"].as_str().expect("a message");
        assert_eq!(found, status, "{target}");
        assert!(message.contains(said), "no `{said}` in {message}");
    }
    assert_eq!(running.emulator.requests().len(), 1, "nothing was reset");
}
