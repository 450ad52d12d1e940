//! Responses from documented examples and synthesized values.

use serde_json::{Value, json};

use crate::support::http::{Reply, Running};
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

fn sample(running: &Running, action: &str) -> Reply {
    let mut request = unsigned("sample", "2024-01-31", action, "{}");
    request.set("X-TC-Region", "ap-beijing");
    Signer::for_service("sample").sign(&mut request);
    running.send(&request)
}

#[test]
fn a_documented_example_is_answered_with_new_ids() {
    let running = Running::start(builder());
    let first = running.send(&create_proxy_group(BODY));
    let second = running.send(&create_proxy_group(BODY));
    assert!(first.head.contains("content-type: application/json"), "{}", first.head);
    for reply in [&first, &second] {
        let members: Vec<&String> = reply.response.as_object().expect("an object").keys().collect();
        assert_eq!(members, ["GroupId", "RequestId"]);
        let group_id = reply.response["GroupId"].as_str().expect("a string");
        assert!(is_id_of("lg", group_id), "{group_id}");
        assert_ne!(group_id, "lg-negxun2x");
        assert_eq!(reply.response["RequestId"].as_str().map(str::len), Some(36));
    }
    assert_ne!(first.response["GroupId"], second.response["GroupId"]);
    assert_ne!(first.response["RequestId"], second.response["RequestId"]);
}

#[test]
fn documented_values_are_coerced_and_ids_are_consistent_within_a_response() {
    let running = Running::start(builder());
    let response = sample(&running, "CreateThing").response;
    let thing_id = response["Thing"]["ThingId"].as_str().expect("a string");
    assert!(
        is_id_of("thing", thing_id) && thing_id != "thing-a1b2c3d4",
        "{thing_id}"
    );
    assert_eq!(response["Thing"], json!({ "ThingId": thing_id, "Name": "one" }));
    assert_eq!(response["ThingIds"][0], thing_id);
    assert_ne!(response["ThingIds"][1], "thing-abcdefgh");
    assert_eq!(response["Region"], "ap-shanghai");
    assert_eq!(response["Count"], 2);
}

fn start_task(running: &Running, body: &Value) -> Value {
    let mut request = unsigned("sample", "2024-01-31", "StartTask", body.to_string());
    Signer::for_service("sample").sign(&mut request);
    let reply = running.send(&request);
    assert_eq!(reply.code(), "", "{}", reply.message());
    reply.response
}

#[test]
fn ids_that_are_numbers_or_masked_are_new_each_time() {
    let running = Running::start(builder());
    let [first, second] = [(); 2].map(|()| start_task(&running, &json!({})));
    for name in ["TaskId", "FlowId", "ClientId", "JobId"] {
        assert_ne!(first[name], second[name], "{name}");
    }
    for response in [&first, &second] {
        let flow = response["FlowId"].as_str().expect("a string");
        let flow: u64 = flow.parse().expect("a number");
        assert_eq!(response["TaskIds"], json!([response["TaskId"], flow]));
        assert!(
            response["TaskId"].as_u64() > Some(12) && response["JobId"].as_u64() > Some(0),
            "{response}"
        );
        let client = response["ClientId"].as_str().expect("a string");
        assert!(
            client.starts_with("client-") && !client.contains("xxxx") && client.len() == 11,
            "{client}"
        );
        assert_eq!(
            (&response["ZoneId"], &response["RegionId"]),
            (&json!(100_002), &json!("ap-shanghai"))
        );
    }
}

#[test]
fn the_ids_of_the_request_are_those_of_the_answer() {
    let running = Running::start(builder());
    let response = start_task(&running, &json!({"ThingIds": ["mine"], "ProjectId": 7}));
    assert_eq!(response["Thing"], json!({"ThingId": "mine", "Name": "mine"}));
    assert_eq!(response["ProjectId"], 7);
    let response = start_task(&running, &json!({}));
    assert!(
        is_id_of("thing", response["Thing"]["ThingId"].as_str().expect("a string")),
        "{response}"
    );
    assert_eq!(response["ProjectId"], 0);
}

/// The same seed gives the same IDs to the same requests, also those that are numbers.
#[test]
fn a_seed_makes_ids_reproducible() {
    let [first, second] = [(); 2].map(|()| {
        let running = Running::start(builder().id_seed(7));
        let mut response = start_task(&running, &json!({}));
        response["RequestId"].take();
        response
    });
    assert_eq!(first, second);
}

#[test]
fn without_an_example_every_member_is_synthesized() {
    let running = Running::start(builder());
    let response = sample(&running, "DescribeThings").response;
    let thing_id = response["ThingSet"][0]["ThingId"].as_str().expect("a string");
    assert!(is_id_of("thing", thing_id), "{thing_id}");
    let expected = json!({
        "TotalCount": 1,
        "ThingSet": [{ "ThingId": thing_id, "Name": "name", "Parts": [] }],
        "Text": "text",
        "Color": "red",
        "Level": 2,
        "Ratio": 0.5,
        "On": false,
        "Day": "2023-11-14",
        "Moment": "2023-11-14 22:13:20",
        "Instant": "2023-11-14T22:13:20+00:00",
        "Anything": {},
        "RequestId": response["RequestId"],
    });
    assert_eq!(response, expected);
    assert_ne!(response["RequestId"], Value::Null);
}

fn is_id_of(prefix: &str, text: &str) -> bool {
    let suffix = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
    suffix.is_some_and(|suffix| {
        suffix.len() == 8
            && suffix
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
