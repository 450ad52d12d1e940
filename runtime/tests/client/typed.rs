//! Typed calls, with an action written by hand in the shape that is generated.

use serde_json::json;
use tc3_runtime::record::{Action, ActionInfo, Field, Record, ServiceInfo};
use tc3_runtime::{CallOptions, Error, Response};

use crate::support::record;
use crate::support::{Reply, Server};

struct CreateGroupRequest {
    group_name: Option<String>,
    regions: Option<Vec<Region>>,
    ipv6: Option<bool>,
}

struct Region {
    name: Option<String>,
}

struct CreateGroupResponse {
    group_id: String,
}

record!(CreateGroupRequest {
    0: group_name = Field::required("GroupName"),
    1: regions = Field::optional("Regions"),
    2: ipv6 = Field::optional("IPv6"),
});
record!(Region {
    0: name = Field::required("Name"),
});
record!(CreateGroupResponse {
    0: group_id = Field::always("GroupId"),
});

static INFO: ActionInfo = ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com")
    .action("CreateGroup")
    .region_required()
    .rate_limit(20);

impl Action for CreateGroupRequest {
    type Output = CreateGroupResponse;
    const INFO: &'static ActionInfo = &INFO;
}

fn complete() -> CreateGroupRequest {
    CreateGroupRequest {
        group_name: Some("test".into()),
        regions: Some(Vec::new()),
        ipv6: None,
    }
}

async fn send(server: &Server, options: CallOptions) -> Result<Response<CreateGroupResponse>, Error> {
    server
        .client()
        .with(options.region("ap-guangzhou"))
        .send(&complete())
        .await
}

#[tokio::test]
async fn a_request_goes_out_and_its_output_comes_back() {
    let body = r#"{"Response":{"GroupId":"link-1","Weight":7,"RequestId":"r-1"}}"#;
    let mut server = Server::start(Reply::json(body)).await;
    let group = send(&server, CallOptions::new().extra_parameter("Tag", json!([1])))
        .await
        .unwrap();
    assert_eq!(group.group_id, "link-1");
    assert_eq!(group.request_id(), "r-1");
    assert_eq!(group.unknown().len(), 1);
    assert_eq!(
        (group.unknown()[0].path.as_str(), &group.unknown()[0].value),
        ("Weight", &json!(7))
    );
    assert!(group.anomalies().is_empty());

    let request = server.next().await;
    assert_eq!(request.body, br#"{"GroupName":"test","Regions":[],"Tag":[1]}"#);
    assert_eq!(request.headers["x-tc-action"], "CreateGroup");
    assert_eq!(request.headers["x-tc-version"], "2018-05-29");
}

#[tokio::test]
async fn an_incomplete_request_names_all_that_is_missing() {
    let mut server = Server::start(Reply::json("{}")).await;
    let request = CreateGroupRequest {
        regions: Some(vec![Region { name: None }]),
        ..CreateGroupRequest::empty()
    };
    let error = server.client().send(&request).await.unwrap_err();
    assert!(error.is_validation());
    let shown = error.to_string();
    assert!(shown.starts_with("gaap CreateGroup: not sent: "), "{shown}");
    assert!(
        shown.contains("GroupName") && shown.contains("Regions[0].Name"),
        "{shown}"
    );
    assert!(server.is_idle());
}

#[tokio::test]
async fn an_action_that_needs_a_region_is_not_sent_without() {
    let mut server = Server::start(Reply::json("{}")).await;
    let error = server.client().send(&complete()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap CreateGroup: not sent: the action needs a region; set one with `.region(\"ap-guangzhou\")` \
         on the client's builder, or on the `CallOptions` of the call"
    );
    assert!(error.is_validation() && server.is_idle());
}

#[tokio::test]
async fn an_extra_parameter_cannot_replace_a_member() {
    let mut server = Server::start(Reply::json("{}")).await;
    let error = send(&server, CallOptions::new().extra_parameter("GroupName", "other"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap CreateGroup: not sent: extra parameters are already in the body: GroupName"
    );
    assert!(server.is_idle());
}

#[tokio::test]
async fn deviations_are_errors_in_strict_mode_only() {
    let server = Server::start(Reply::json(r#"{"Response":{"GroupId":null,"RequestId":"r-2"}}"#)).await;
    let group = send(&server, CallOptions::new()).await.unwrap();
    assert_eq!((group.group_id.as_str(), group.anomalies().len()), ("", 1));

    let error = send(&server, CallOptions::new().strict(true)).await.unwrap_err();
    assert_eq!(error.anomalies(), group.anomalies());
    assert_eq!(error.request_id(), Some("r-2"));
    assert!(error.is_ambiguous() && !error.is_retryable() && !error.is_service());
    assert_eq!(
        error.to_string(),
        "gaap CreateGroup: the response does not match the spec: GroupId: null; the request may have been carried out \
         (request id r-2)"
    );
}

#[tokio::test]
async fn an_invalid_response_is_described_and_not_quoted() {
    for (status, body) in [
        ("200 OK", r#""private""#),
        ("200 OK", r#"{"Response":"private"}"#),
        ("200 OK", r#"{"Response":{"GroupId":"private"#),
        ("502 Bad Gateway", "<html>private</html>"),
        ("500 X", r#"{"Response":{"GroupId":"private"}}"#),
    ] {
        let server = Server::start(Reply::http(status, "text/plain", body)).await;
        let error = send(&server, CallOptions::new()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        let expected = format!(
            "gaap CreateGroup: HTTP {} with text/plain ({} bytes)",
            &status[..3],
            body.len()
        );
        assert!(shown.starts_with(&expected), "{shown}");
        assert!(!shown.contains("private"), "{shown}");
        assert!(error.is_ambiguous());
        assert_eq!(error.raw_body().unwrap(), body);
    }
}

#[tokio::test]
async fn a_service_error_is_distinguished_from_an_output() {
    let body = r#"{"Response":{"Error":{"Code":"ResourceInUse","Message":"Busy."},"RequestId":"r-3"}}"#;
    let server = Server::start(Reply::json(body)).await;
    let error = send(&server, CallOptions::new().strict(true)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap CreateGroup: ResourceInUse: Busy. (request id r-3)"
    );
}

#[test]
fn a_recorded_answer_is_read_without_a_client() {
    let group = Response::<CreateGroupResponse>::from_json(r#"{"Response":{"GroupId":"link-1"}}"#).unwrap();
    assert_eq!((group.group_id.as_str(), group.request_id()), ("link-1", ""));

    let recorded = r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"r"}}"#;
    let error = Response::<CreateGroupResponse>::from_json(recorded).unwrap_err();
    assert_eq!(
        error.to_string(),
        "InternalError: x; the request may have been carried out (request id r)"
    );
    assert_eq!((error.service(), error.action()), (None, None));
}

#[test]
fn the_future_of_a_call_is_small_and_can_move_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let client = crate::support::builder().build().unwrap();
    let request = complete();
    let future = is_send(client.send(&request));
    assert!(size_of_val(&future) <= 128, "{}", size_of_val(&future));
}
