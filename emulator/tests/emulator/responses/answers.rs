//! Answers that are given by hand.

use serde_json::{Value, json};
use tc3_emulator::{Outcome, StartError};
use tokio::runtime::Runtime;

use crate::faults::faults_file::File;
use crate::support::http::{Reply, Request, Running};
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::builder;

fn signed(service: &str, version: &str, action: &str, body: &str) -> Request {
    let mut request = unsigned(service, version, action, body);
    Signer::for_service(service).sign(&mut request);
    request
}

fn describe_proxies(running: &Running) -> Reply {
    running.send(&signed("gaap", "2018-05-29", "DescribeProxies", "{}"))
}

/// The answer without its request ID, which has to be that of the record.
#[track_caller]
fn members(running: &Running, reply: &Reply) -> Value {
    let recorded = running.emulator.requests().pop().expect("a record");
    let mut members = reply.response.clone();
    let id = members.as_object_mut().and_then(|members| members.remove("RequestId"));
    assert_eq!(id, Some(recorded.request_id.into()));
    members
}

#[test]
fn answers_are_used_in_turn_and_the_last_one_stays() {
    let file = File::new(
        r#"{
  "$schema": "answers.schema.json",
  "DescribeProxies": [
    { "Response": { "TotalCount": 1, "Undeclared": [1.50, null], "RequestId": "mine" } },
    { "Error": { "Code": "InternalError.Db", "Message": "no luck", "Extra": 1 } },
    { "TotalCount": "3" }
  ]
}"#,
    );
    let running = Running::start(builder().answers_file(file.path()));
    let first = json!({"TotalCount": 1, "Undeclared": [1.5, null]});
    let error = json!({"Error": {"Code": "InternalError.Db", "Message": "no luck", "Extra": 1}});
    let last = json!({"TotalCount": "3"});
    for expected in [&first, &error, &last, &last] {
        let reply = describe_proxies(&running);
        assert_eq!(members(&running, &reply), *expected);
        let recorded = running.emulator.requests().pop().expect("a record");
        let code = expected["Error"]["Code"].as_str();
        assert_eq!(recorded.error_code(), code);
        assert_eq!(matches!(recorded.outcome, Outcome::Answered), code.is_none());
    }
    running.emulator.reset().expect("a reset");
    let reply = describe_proxies(&running);
    assert_eq!(members(&running, &reply), first, "a reset begins the list again");
}

#[test]
fn an_answer_for_a_service_wins_and_can_declare_an_action() {
    let answers = r#"{
        "gaap.DescribeProxies": {"TotalCount": 2}, "DescribeProxies": {"TotalCount": 1},
        "gaap.DescribeEnvInfo": {"EnvInfo": {}}
    }"#;
    let running = Running::start(builder().answers(answers));
    let reply = describe_proxies(&running);
    assert_eq!(members(&running, &reply), json!({"TotalCount": 2}));

    let reply = running.send(&signed("gaap", "2018-05-29", "DescribeEnvInfo", r#"{"EnvId": "e"}"#));
    assert_eq!(members(&running, &reply), json!({"EnvInfo": {}}));
    let call = running.emulator.received().pop().expect("a call");
    assert_eq!(
        (call.service.as_str(), call.action.as_str()),
        ("gaap", "DescribeEnvInfo")
    );
    assert_eq!(call.parameters.get("EnvId").as_deref(), Some("e"));
    let other = signed("sample", "2024-01-31", "DescribeEnvInfo", "{}");
    assert_eq!(running.send(&other).code(), "InvalidAction");
}

#[test]
fn requests_are_checked_before_they_are_answered() {
    let running = Running::start(builder().answers(r#"{"DescribeProxies": [{"TotalCount": 1}, {"TotalCount": 2}]}"#));
    let unknown = signed("gaap", "2018-05-29", "DescribeProxies", r#"{"Nothing": 1}"#);
    assert_eq!(running.send(&unknown).code(), "UnknownParameter");
    let mut wrong = signed("gaap", "2018-05-29", "DescribeProxies", "{}");
    wrong.body = b"{ }".to_vec();
    assert_eq!(running.send(&wrong).code(), "AuthFailure.SignatureFailure");
    // Neither has used up the first answer.
    let reply = describe_proxies(&running);
    assert_eq!(members(&running, &reply), json!({"TotalCount": 1}));
}

/// A few actions have a member `Error` in answers that succeed.
#[test]
fn an_error_without_a_code_is_a_member() {
    let running = Running::start(builder().answers(r#"{"DescribeProxies": {"Error": {"Code": "", "Message": ""}}}"#));
    describe_proxies(&running);
    let recorded = running.emulator.requests().pop().expect("a record");
    assert_eq!(recorded.outcome, Outcome::Answered);
}

#[test]
fn the_last_source_wins() {
    let builder = builder().answers(r#"{"DescribeProxies": {"TotalCount": 1}}"#);
    let running = Running::start(builder.answers(r#"{"DescribeProxies": {"TotalCount": 2}}"#));
    let reply = describe_proxies(&running);
    assert_eq!(members(&running, &reply), json!({"TotalCount": 2}));
}

#[test]
fn the_example_of_the_guide_is_valid() {
    let guide = include_str!("../../../GUIDE.md");
    let (_, section) = guide.split_once("### Answers by hand").expect("the section");
    let (_, example) = section.split_once("```json\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let running = Running::start(builder().answers(example));
    let reply = describe_proxies(&running);
    assert_eq!(reply.response["TotalCount"], 0);
}

/// The schema is written by hand: it has to accept and to reject what the reader does.
#[test]
fn the_schema_names_actions_as_the_reader_does() {
    let schema: Value = serde_json::from_str(include_str!("../../../answers.schema.json")).expect("JSON");
    let names: Vec<&String> = schema["patternProperties"]
        .as_object()
        .expect("patterns")
        .keys()
        .collect();
    assert_eq!(names, ["^([^.$]+\\.)?[A-Za-z][A-Za-z0-9_]*$"]);
    for wrong in ["gaap.Describe-It", "7Describe", ".DescribeProxies", "gaap.x.y"] {
        assert!(
            mistakes(&format!("{{\"{wrong}\": {{}}}}")).contains("is not the name of an action"),
            "{wrong}"
        );
    }
}

fn mistakes(text: &str) -> String {
    let file = File::new(text);
    let runtime = Runtime::new().expect("a runtime");
    let started = runtime.block_on(builder().answers_file(file.path()).start());
    let error = started.map(|_| ()).expect_err("mistakes");
    assert!(matches!(error, StartError::Answers(_)), "{error}");
    let message = error.to_string();
    assert!(message.contains(&*file.path().to_string_lossy()), "{message}");
    message
}

#[test]
fn every_mistake_is_reported_with_its_position() {
    let message = mistakes(
        r#"{
  "DescribeProxie": {},
  "tcb.DescribeEnvInfo": {},
  "gaap.": {},
  "DescribeProxies": [],
  "DescribeProxies": [{}, 7, {"Response": []}],
  "DescribeRealServers": {"A": {"B": 1, "B": 2}, "Error": "no"},
  "DescribeProxyGroupList": {"Error": {"Message": "no code"}},
  "$schema": 7
}"#,
    );
    for (line, said) in [
        (2, "no service that is served has the action `DescribeProxie`"),
        (3, "no service `tcb` is served"),
        (4, "`gaap.` is not the name of an action"),
        (5, "`DescribeProxies` has to be an answer, or a list of at least one"),
        (6, "`DescribeProxies` is given twice"),
        (6, "an answer has to be an object with the members of the answer"),
        (7, "`B` is given twice"),
        (7, "`Error` has to be an object with the texts `Code` and `Message`"),
        (8, "`Error` has to be an object with the texts `Code` and `Message`"),
        (9, "`$schema` has to be a string that is not empty"),
    ] {
        let is_reported = message
            .split("\n\n")
            .any(|diagnostic| diagnostic.contains(said) && diagnostic.contains(&format!(":{line}:")));
        assert!(is_reported, "no `{said}` at line {line} in {message}");
    }
}

#[test]
fn a_text_that_is_no_object_or_no_json_is_a_mistake() {
    assert!(mistakes("[]").contains("the file has to be an object"));
    assert!(mistakes("{").contains("not JSON"));
    let runtime = Runtime::new().expect("a runtime");
    let started = runtime.block_on(builder().answers_file("no/such/file").start());
    let error = started.map(|_| ()).expect_err("no file");
    assert!(matches!(error, StartError::ReadAnswers { .. }), "{error}");
    assert!(error.to_string().contains("no/such/file"), "{error}");
}
