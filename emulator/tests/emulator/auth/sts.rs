//! Temporary credentials that STS and the metadata service issue.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::support::http::{Reply, Request, Running, exchange};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::{builder, sources};

const VERSION: &str = "2018-08-13";
const GROUP: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

fn role(changes: Value) -> Value {
    let mut body = json!({
        "RoleArn": "qcs::cam::uin/100000000002:roleName/deploy",
        "RoleSessionName": "nightly",
        "DurationSeconds": 600,
    });
    let members = body.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("an object") {
        members.insert(name.clone(), value.clone());
    }
    body
}

fn assume_role(running: &Running, changes: Value) -> Reply {
    let mut request = unsigned("sts", VERSION, "AssumeRole", role(changes).to_string());
    Signer::for_service("sts").sign(&mut request);
    running.send(&request)
}

/// A request signed with an issued credential.
fn with_issued(reply: &Reply, service: &str, mut request: Request) -> Request {
    let part = |name: &str| reply.response["Credentials"][name].as_str().expect("text").to_owned();
    let signer = Signer {
        secret_id: part("TmpSecretId"),
        secret_key: part("TmpSecretKey"),
        ..Signer::for_service(service)
    };
    request.set("X-TC-Token", part("Token"));
    signer.sign(&mut request);
    request
}

#[test]
fn an_issued_credential_is_accepted_with_its_token_until_it_expires() {
    let time = Arc::new(AtomicU64::new(NOW));
    let now = Arc::clone(&time);
    let clock = move || UNIX_EPOCH + Duration::from_secs(now.load(Ordering::SeqCst));
    let running = Running::start(tc3_emulator::Emulator::builder().sources(sources()).clock(clock));
    let key = assume_role(&running, json!({"DurationSeconds": 60}));
    assert_eq!(key.response["ExpiredTime"], NOW + 60);
    assert_eq!(key.response["Expiration"], "2023-11-14T22:14:20Z");

    let request = with_issued(&key, "gaap", create_proxy_group(GROUP));
    assert_eq!(running.send(&request).code(), "");
    let mut tokenless = request.clone();
    tokenless.remove("X-TC-Token");
    assert_eq!(running.send(&tokenless).code(), "AuthFailure.TokenFailure");
    let mut foreign = request.clone();
    foreign.set("X-TC-Token", "another");
    assert_eq!(running.send(&foreign).code(), "AuthFailure.TokenFailure");

    time.store(NOW + 59, Ordering::SeqCst);
    assert_eq!(running.send(&request).code(), "");
    time.store(NOW + 60, Ordering::SeqCst);
    running
        .send(&request)
        .assert_refused("AuthFailure.TokenFailure", &["expired 0 s ago"]);
}

#[test]
fn a_role_can_assume_another_role() {
    let running = Running::start(builder());
    let first = assume_role(&running, json!({}));
    let body = role(json!({"RoleArn": "qcs::cam::uin/100000000003:role/4611686018427397919"}));
    let second = running.send(&with_issued(
        &first,
        "sts",
        unsigned("sts", VERSION, "AssumeRole", body.to_string()),
    ));
    assert_eq!(second.code(), "");
    assert_ne!(first.response["Credentials"], second.response["Credentials"]);

    let who = |key: &Reply| {
        running
            .send(&with_issued(
                key,
                "sts",
                unsigned("sts", VERSION, "GetCallerIdentity", "{}"),
            ))
            .response
    };
    let of_second = who(&second);
    assert_eq!(of_second["Type"], "CAMRole");
    assert_eq!(of_second["AccountId"], "100000000003");
    assert_eq!(of_second["UserId"], "4611686018427397919:nightly");
    assert_eq!(
        of_second["Arn"],
        "qcs::sts:100000000003:assumed-role/4611686018427397919"
    );
    assert_eq!(who(&first)["AccountId"], "100000000002");
}

#[test]
fn the_identity_without_a_role_is_the_account() {
    let running = Running::start(builder());
    let mut request = unsigned("sts", VERSION, "GetCallerIdentity", "{}");
    Signer::for_service("sts").sign(&mut request);
    let response = running.send(&request).response;
    assert_eq!(response["Type"], "CAMUser");
    assert_eq!(response["AccountId"], response["UserId"]);
}

#[test]
fn the_parameters_of_assume_role_are_checked() {
    let running = Running::start(builder());
    let cases = [
        (
            json!({"RoleArn": "deploy"}),
            "InvalidParameter.ParamError",
            "qcs::cam::uin/",
        ),
        (
            json!({"RoleArn": "qcs::cam::uin/me:roleName/x"}),
            "InvalidParameter.ParamError",
            "RoleArn",
        ),
        (
            json!({"RoleArn": "qcs::cam::uin/1:roleName/"}),
            "InvalidParameter.ParamError",
            "RoleArn",
        ),
        (
            json!({"RoleSessionName": "x"}),
            "InvalidParameter.ParamError",
            "2 to 128",
        ),
        (
            json!({"RoleSessionName": "a b"}),
            "InvalidParameter.ParamError",
            "RoleSessionName",
        ),
        (
            json!({"DurationSeconds": 0}),
            "InvalidParameter.OverTimeError",
            "1 to 43200",
        ),
        (
            json!({"DurationSeconds": 43_201}),
            "InvalidParameterValue",
            "DurationSeconds",
        ),
    ];
    for (changes, code, said) in cases {
        assume_role(&running, changes).assert_refused(code, &[said]);
    }
    assert_eq!(
        assume_role(&running, json!({"DurationSeconds": "43200"})).response["ExpiredTime"],
        NOW + 43_200
    );
}

#[test]
fn only_web_identity_needs_no_signature() {
    let running = Running::start(builder());
    let body = role(json!({"ProviderId": "cls", "WebIdentityToken": "a.b.c"})).to_string();
    let mut request = unsigned("sts", VERSION, "AssumeRoleWithWebIdentity", body.clone());
    request.set("Authorization", "SKIP");
    let key = running.send(&request);
    assert_eq!(key.code(), "");
    assert_eq!(
        running
            .send(&with_issued(&key, "gaap", create_proxy_group(GROUP)))
            .code(),
        ""
    );

    let mut elsewhere = unsigned("gaap", "2018-05-29", "AssumeRoleWithWebIdentity", body);
    elsewhere.set("Authorization", "SKIP");
    assert_eq!(running.send(&elsewhere).code(), "InvalidAction");
    for action in ["AssumeRole", "GetCallerIdentity"] {
        let mut request = unsigned("sts", VERSION, action, role(json!({})).to_string());
        request.set("Authorization", "SKIP");
        assert_eq!(
            running.send(&request).code(),
            "AuthFailure.InvalidAuthorization",
            "{action}"
        );
    }
}

#[test]
fn a_machine_serves_a_credential_of_its_role() {
    let get = |running: &Running, path: &str| {
        let request = format!(
            "GET /latest/meta-data/{path} HTTP/1.1\r\nHost: metadata.tencentyun.com\r\nConnection: close\r\n\r\n"
        );
        let answer = exchange(running.emulator.addr(), request.as_bytes()).expect("an exchange");
        let answer = String::from_utf8(answer).expect("text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head[9..12].to_owned(), body.to_owned())
    };
    let running = Running::start(builder().machine_role("deploy"));
    let (status, role) = get(&running, "cam/security-credentials/");
    assert_eq!((status.as_str(), role.as_str()), ("200", "deploy"));
    let (_, document) = get(&running, "cam/security-credentials/deploy");
    let document: Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["Code"], "Success");
    assert_eq!(document["ExpiredTime"], NOW + 7200);
    assert_eq!(document["Expiration"], "2023-11-15T00:13:20Z");
    let key = Reply {
        head: String::new(),
        response: json!({"Credentials": document}),
    };
    assert_eq!(
        running
            .send(&with_issued(&key, "gaap", create_proxy_group(GROUP)))
            .code(),
        ""
    );
    assert_eq!(get(&running, "cam/security-credentials/other").0, "404");
    assert_eq!(get(&running, "instance-id").0, "404");

    let bare = Running::start(builder());
    assert_eq!(get(&bare, "cam/security-credentials/").0, "404");
}
