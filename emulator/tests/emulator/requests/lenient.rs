//! A lenient emulator: known mistakes of tools pass, with a note.

use tc3_emulator::{Outcome, SAMPLE_SECRET_KEY};

use crate::support::http::{Reply, Request, Running};
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get};

fn lenient() -> Running {
    Running::start(builder().lenient())
}

/// Asserts that the request was answered, with notes that have these words in this order.
#[track_caller]
fn assert_noted(running: &Running, request: &Request, said: &[&str]) -> Reply {
    let reply = running.send(request);
    assert_eq!(reply.code(), "", "{}", reply.message());
    let recorded = running.emulator.requests().pop().expect("a record");
    assert_eq!(recorded.outcome, Outcome::Answered);
    assert_eq!(recorded.notes.len(), said.len(), "{:?}", recorded.notes);
    for (note, said) in recorded.notes.iter().zip(said) {
        assert!(note.contains(said), "no `{said}` in `{note}`");
    }
    let line: serde_json::Value = serde_json::from_str(&recorded.to_json()).expect("JSON");
    assert_eq!(line["notes"].as_array().map_or(0, Vec::len), said.len(), "{line}");
    reply
}

fn signed(service: &str, version: &str, action: &str, body: &str) -> Request {
    let mut request = unsigned(service, version, action, body);
    Signer::for_service(service).sign(&mut request);
    request
}

#[test]
fn undeclared_parameters_pass_and_are_recorded() {
    let running = lenient();
    let body = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","ShowTriggers":true,
        "AccessRegionSet":[{"AccessRegion":"Guangzhou","Bandwidth":10,"Concurrent":2,"L5Enable":"x"}]}"#;
    let said = "`ShowTriggers` is not a parameter";
    assert_noted(&running, &create_proxy_group(body), &[said]);
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.parameters.get("ShowTriggers").as_deref(), Some("true"));
    assert_eq!(call.parameters.get("AccessRegionSet.0.L5Enable").as_deref(), Some("x"));

    assert_noted(
        &running,
        &get("FindThings", &[("size", "1")]),
        &["`Size` in other letter case"],
    );
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.parameters.get("size").as_deref(), Some("1"));
}

/// A key that is sent as the name of a parameter is in no note.
#[test]
fn notes_contain_no_secrets() {
    let running = lenient();
    let body = format!(r#"{{"{SAMPLE_SECRET_KEY}":1}}"#);
    assert_noted(
        &running,
        &signed("sample", "2024-01-31", "FindThings", &body),
        &["`<hidden>` is not"],
    );
}

#[test]
fn other_violations_are_refused_all_the_same() {
    let running = lenient();
    let reply = running.send(&create_proxy_group(r#"{"GroupName":"test","Other":1}"#));
    reply.assert_refused("MissingParameter", &["`ProjectId` is missing"]);
    let recorded = running.emulator.requests().pop().expect("a record");
    assert!(recorded.notes[0].contains("`Other`"), "{:?}", recorded.notes);
    let wrong = signed("gaap", "2018-05-30", "CreateProxyGroup", "{}");
    running.send(&wrong).assert_refused("NoSuchVersion", &["2018-05-30"]);
    let wrong = signed("tcb", "2018-06-08", "DescribeEnvInfo", "{}");
    running.send(&wrong).assert_refused("NoSuchProduct", &["tcb"]);
}

#[test]
fn undeclared_actions_are_answered_with_a_request_id() {
    let running = lenient();
    let body = r#"{"EnvId":"e","Password":"p"}"#;
    let request = signed("gaap", "2018-05-29", "DescribeEnvInfo", body);
    let reply = assert_noted(&running, &request, &["no action `DescribeEnvInfo`"]);
    assert_eq!(
        reply.response.as_object().map(serde_json::Map::len),
        Some(1),
        "{reply:?}"
    );
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(
        (call.service.as_str(), call.action.as_str()),
        ("gaap", "DescribeEnvInfo")
    );
    assert_eq!(call.parameters.get("EnvId").as_deref(), Some("e"));

    let mut without_scope = V1::new("NoSuchAction", &[("A.0.B", "c")]);
    without_scope.set("Version", "2024-01-31");
    let own = running.emulator.addr().to_string();
    assert_noted(&running, &without_scope.signed_for(&own), &["no action `NoSuchAction`"]);

    let strict = Running::start(builder());
    strict
        .send(&request)
        .assert_refused("InvalidAction", &["DescribeEnvInfo"]);
}

#[test]
fn an_undeclared_action_needs_a_signature() {
    let running = lenient();
    let mut request = unsigned("gaap", "2018-05-29", "DescribeEnvInfo", "{}");
    request.set("Authorization", "SKIP");
    let reply = running.send(&request);
    reply.assert_refused(
        "AuthFailure.InvalidAuthorization",
        &["DescribeEnvInfo needs a signature"],
    );
}

#[test]
fn an_action_in_other_letter_case_is_named() {
    let strict = Running::start(builder());
    let request = signed("gaap", "2018-05-29", "createProxyGroup", "{}");
    strict
        .send(&request)
        .assert_refused("InvalidAction", &["but `CreateProxyGroup` in other letter case"]);
}

#[test]
fn a_host_signed_without_its_port_passes_with_the_label_of_the_host_as_service() {
    let running = lenient();
    let own = running.emulator.addr().to_string();
    let mut request = unsigned("gaap", "2018-05-29", "DescribeProxies", "{}");
    request.set("Host", "127.0.0.1");
    Signer::for_service("127").sign(&mut request);
    let strict = Running::start(builder());
    strict.send(&request).assert_refused(
        "NoSuchProduct",
        &["`127`", "first label of the host", "httpProfile.agent"],
    );
    request.set("Host", &own);
    assert_noted(&running, &request, &["without its port", "first label of the host"]);
    strict
        .send(&request)
        .assert_refused("AuthFailure.SignatureFailure", &["without its port", "lenient"]);

    // What is not the label of a host is refused by a lenient emulator too, and so is any other mismatch.
    let mut other = unsigned("gaap", "2018-05-29", "DescribeProxies", "{}");
    other.set("Host", &own);
    Signer::for_service("128").sign(&mut other);
    running.send(&other).assert_refused("NoSuchProduct", &["128"]);
    let mut wrong = request;
    wrong.body = b"{ }".to_vec();
    assert_eq!(running.send(&wrong).code(), "AuthFailure.SignatureFailure");
}

#[test]
fn a_form_labeled_json_passes() {
    let running = lenient();
    let mut request = V1::new("FindThings", &[("Names.0", "a b"), ("Size", "3")]).signed();
    request.set("Content-Type", "application/json");
    assert_noted(&running, &request, &["a form that is signed in version 1"]);
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(call.parameters.json(), r#"{"Names":["a b"],"Size":3}"#);
}

#[test]
fn a_request_without_a_mistake_has_no_notes() {
    let running = lenient();
    let body = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;
    assert_noted(&running, &create_proxy_group(body), &[]);
    let recorded = running.emulator.requests().pop().expect("a record");
    assert!(!recorded.to_json().contains("notes"), "{}", recorded.to_json());
}
