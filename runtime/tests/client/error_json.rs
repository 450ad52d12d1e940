//! The JSON form of errors: the keys and the words that programs rely on.

use std::time::Duration;

use serde_json::{Value, json};
use tc3_runtime::credentials::AssumeRole;
use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};
use tc3_runtime::{Client, ClientBuilder, Credentials, Error, RetryPolicy};

use crate::support::actions::{CREATE, Describe};
use crate::support::record;
use crate::support::scripted_server::{Act, Server, quick};
use crate::support::{SECRET_ID, SECRET_KEY, TOKEN};

struct Count {}
struct Counted {
    id: i64,
}

record!(Count {});
record!(Counted {
    0: id = Field::always("Id"),
});

impl Action for Count {
    type Output = Counted;
    const INFO: &'static ActionInfo =
        &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com").action("Count");
}

fn json(error: &Error) -> Value {
    serde_json::to_value(error).unwrap()
}

async fn create(server: &Server, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Value {
    let client = set(server.builder()).build().unwrap();
    json(&client.send(&CREATE).await.unwrap_err())
}

#[tokio::test]
async fn an_error_of_the_service_has_every_key() {
    let server = Server::playing([Act::throttle(), Act::error("LimitExceeded.TagQuota")]).await;
    let error = server
        .builder()
        .retry(quick())
        .build()
        .unwrap()
        .send(&CREATE)
        .await
        .unwrap_err();
    assert_eq!(
        json(&error),
        json!({
            "kind": "service_error",
            "description": error.to_string(),
            "service": "gaap",
            "action": "Create",
            "code": "LimitExceeded.TagQuota",
            "message": error.message().unwrap(),
            "request_id": "r",
            "status": 200,
            "attempts": 2,
            "ambiguous": false,
            "retryable": false,
            "throttled": false,
            "anomalies": [],
            "cause": null,
        })
    );
    // In the documented order.
    let text = serde_json::to_string(&error).unwrap();
    assert!(
        text.starts_with(r#"{"kind":"service_error","description":"gaap Create: "#),
        "{text}"
    );
    assert!(text.ends_with(r#","anomalies":[],"cause":null}"#), "{text}");
}

#[tokio::test]
async fn flags_and_kinds_are_those_of_the_predicates() {
    let acts = [
        Act::throttle(),
        Act::error("InternalError"),
        Act::truncated(),
        Act::Stall,
    ];
    let server = Server::playing(acts).await;
    let never = |builder: ClientBuilder| builder.retry(RetryPolicy::never());
    let flags = |json: &Value| ["kind", "ambiguous", "retryable", "throttled"].map(|key| json[key].clone());
    let throttled = create(&server, never).await;
    assert_eq!(
        flags(&throttled),
        [json!("service_error"), json!(false), json!(true), json!(true)]
    );
    let ambiguous = create(&server, never).await;
    assert_eq!(
        flags(&ambiguous),
        [json!("service_error"), json!(true), json!(false), json!(false)]
    );
    let broken = create(&server, never).await;
    assert_eq!(
        flags(&broken),
        [json!("broken"), json!(true), json!(false), json!(false)]
    );
    let late = create(&server, |builder| never(builder).timeout(Duration::from_millis(200))).await;
    assert_eq!(
        flags(&late),
        [json!("timed_out"), json!(true), json!(false), json!(false)]
    );
    for key in ["code", "message", "request_id", "status"] {
        assert_eq!(late[key], Value::Null, "{key}");
    }
}

#[tokio::test]
async fn anomalies_are_their_lines() {
    let server = Server::playing([Act::json(r#"{"Response":{"Id":{"a":1},"RequestId":"r"}}"#)]).await;
    let client = server.builder().strict(true).build().unwrap();
    let error = client.send(&Count {}).await.map(drop).unwrap_err();
    assert_eq!(json(&error)["kind"], "anomalous");
    assert_eq!(
        json(&error)["anomalies"],
        json!(["Id: expected an integer, found an object"])
    );
}

#[tokio::test]
async fn the_failed_request_for_credentials_is_the_cause() {
    let sts = Server::playing([Act::error("AuthFailure.SecretIdNotFound")]).await;
    let role = AssumeRole::builder(
        Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN),
        "qcs::cam::uin/1:roleName/r",
    )
    .endpoint(sts.endpoint.clone())
    .build()
    .unwrap();
    let client = Client::builder().credentials_from(role).build().unwrap();
    let json = json(&client.send(&CREATE).await.unwrap_err());
    assert_eq!(json["kind"], "no_credentials");
    assert_eq!((&json["service"], &json["action"]), (&json!("gaap"), &json!("Create")));
    assert_eq!(json["code"], "AuthFailure.SecretIdNotFound");
    let mut cause = &json["cause"];
    while cause["kind"] == "no_credentials" {
        cause = &cause["cause"];
    }
    assert_eq!(
        (&cause["kind"], &cause["service"]),
        (&json!("service_error"), &json!("sts"))
    );
    assert_eq!(cause["cause"], Value::Null);
    for secret in [SECRET_ID, SECRET_KEY, TOKEN] {
        assert!(!json.to_string().contains(secret), "{json}");
    }
}

#[tokio::test]
async fn the_last_failure_of_a_wait_is_the_cause() {
    let server = Server::playing([Act::throttle()]).await;
    let client = server.builder().retry(RetryPolicy::never()).build().unwrap();
    let (every, deadline) = (Duration::from_secs(60), Duration::from_secs(30));
    let wait = client.wait_until(&Describe {}, |_| true, every, deadline);
    let json = json(&wait.await.map(drop).unwrap_err());
    assert_eq!(json["kind"], "wait_timeout");
    assert_eq!(json["cause"]["code"], "RequestLimitExceeded");
}

#[test]
fn an_error_outside_of_a_call_has_no_call() {
    let json = json(&Client::builder().build().unwrap_err());
    assert_eq!((&json["kind"], &json["attempts"]), (&json!("refused"), &json!(0)));
    assert_eq!((&json["service"], &json["action"]), (&Value::Null, &Value::Null));
}
