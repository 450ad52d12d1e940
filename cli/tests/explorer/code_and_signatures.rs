//! Programs and signatures, as the page gets them.

use serde_json::{Value, json};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::{Explorer, tc3};

const BODY: &str = r#"{"ProjectId":9007199254740993,"GroupName":"it's $x","RealServerRegion":"Guangzhou"}"#;

fn request(more: Value) -> Value {
    let mut request = json!({
        "service": "gaap", "action": "CreateProxyGroup", "lang": "zh-CN", "region": "ap-guangzhou", "body": BODY,
    });
    let members = request.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    request
}

#[test]
fn programs_are_those_of_the_command() {
    let explorer = Explorer::start(&[]);
    let state = explorer.get("state").json();
    let languages = state["samples"].as_array().unwrap();
    assert_eq!(languages.len(), 11);
    for language in languages {
        let name = language["name"].as_str().unwrap();
        let reply = explorer.post("code", &request(json!({"program": name})));
        assert_eq!(reply.status, 200, "{name}: {reply:?}");
        let printed = tc3(&["code", name, "gaap", "CreateProxyGroup", "--region", "ap-guangzhou"])
            .args(["--cli-input-json", BODY, "--spec", crate::support::SPEC])
            .output()
            .unwrap();
        assert_eq!(
            reply.json()["code"].as_str().unwrap(),
            String::from_utf8(printed.stdout).unwrap(),
            "{name}"
        );
    }
    assert_eq!(explorer.post("code", &request(json!({"program": "cobol"}))).status, 422);
    let wrong = explorer.post(
        "code",
        &request(json!({"program": "go", "body": "{\"ProjectId\":\"x\"}"})),
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.json()["error"]["messages"].to_string().contains("ProjectId"));
    assert!(!explorer.has_said(SAMPLE_SECRET_KEY));
}

#[test]
fn every_step_of_the_signature_is_shown_and_no_key() {
    let explorer = Explorer::start(&[]);
    let prepared = explorer
        .post("prepare", &request(json!({"timestamp": 1_551_113_065})))
        .json();
    let steps = prepared["signature"]["steps"].as_array().unwrap();
    let step = |name: &str| {
        let step = steps.iter().find(|step| step["name"] == name);
        step.unwrap_or_else(|| panic!("{name} is not in {steps:?}"))["text"]
            .as_str()
            .unwrap()
    };
    assert_eq!(step("credentialScope"), "2019-02-25/gaap/tc3_request");
    assert!(step("stringToSign").ends_with(step("hashedCanonicalRequest")));
    assert!(step("canonicalRequest").ends_with(step("hashedPayload")));
    let headers = prepared["headers"].as_array().unwrap();
    let authorization = headers.iter().find(|header| header[0] == "authorization").unwrap();
    assert_eq!(authorization[1], prepared["signature"]["authorization"]);
    let keys = steps
        .iter()
        .filter(|step| step["name"].as_str().unwrap().starts_with('k'))
        .count();
    assert_eq!(keys, 3, "{steps:?}");
    assert!(!explorer.has_said(SAMPLE_SECRET_KEY));
}

/// A request as it is pasted, signed by the command, and changed after that.
fn pasted(change: impl FnOnce(String) -> String) -> String {
    let run = tc3(&[
        "gaap",
        "DescribeDestRegions",
        "--region",
        "ap-guangzhou",
        "--dry-run=http",
    ])
    .args(["--spec", crate::support::SPEC])
    .output()
    .unwrap();
    change(String::from_utf8(run.stdout).unwrap())
}

#[test]
fn the_mistake_of_a_pasted_request_is_found() {
    let explorer = Explorer::start(&[]);
    let check = |request: String| explorer.post("sign/check", &json!({"request": request})).json();

    let right = check(pasted(|request| request));
    assert_eq!(
        (right["isRight"].as_bool(), right["form"].as_str()),
        (Some(true), Some("http")),
        "{right}"
    );

    let changed = check(pasted(|request| request.replace("\r\n\r\n{}", "\r\n\r\n{ }")));
    assert_eq!(changed["isRight"], false);
    let mistake = &changed["mistakes"][0];
    assert!(mistake["fix"].as_str().unwrap().len() > 10, "{changed}");
    assert!(mistake["line"]["signed"] != mistake["line"]["sent"], "{changed}");
    assert!(
        changed["keysTried"]
            .to_string()
            .contains(&SAMPLE_SECRET_ID[SAMPLE_SECRET_ID.len() - 4..])
    );

    let refused = explorer.post("sign/check", &json!({"request": "this is no request"}));
    assert_eq!(refused.status, 422);
    assert!(!explorer.has_said(SAMPLE_SECRET_KEY));
}

#[test]
fn a_pasted_request_is_explained_for_a_time() {
    let explorer = Explorer::start(&[]);
    let request = "POST / HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\nContent-Type: application/json\r\n\r\n{}";
    let explain = |more: Value| {
        let mut body = json!({"request": request});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        explorer.post("sign/explain", &body)
    };
    let explained = explain(json!({"timestamp": 1_551_113_065})).json();
    assert_eq!(
        (explained["date"].as_str(), explained["timestamp"].as_i64()),
        (Some("2019-02-25"), Some(1_551_113_065))
    );
    assert!(
        explained["authorization"]
            .as_str()
            .unwrap()
            .contains("/2019-02-25/cvm/tc3_request")
    );
    let other = explain(json!({"timestamp": 1_551_113_065, "service": "cbs"})).json();
    assert_ne!(other["signature"], explained["signature"]);
    assert_eq!(explain(json!({"request": ""})).status, 422);
    for wrong in [json!(-1), json!("x"), json!(1.5), json!(9_223_372_036_854_775_808_u64)] {
        assert_eq!(explain(json!({"timestamp": wrong})).status, 422, "{wrong}");
    }
    assert_eq!(explain(json!({"service": "x/y"})).status, 422);
}
