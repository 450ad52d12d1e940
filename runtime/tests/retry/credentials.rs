//! Calls whose credentials have to be fetched first, and fail to come.

use std::error::Error as _;
use std::time::Duration;

use tc3_runtime::credentials::AssumeRole;
use tc3_runtime::{CallOptions, Client, Credentials, Endpoint, Error, RetryPolicy};
use tokio::net::TcpListener;

use crate::support::NOW;
use crate::support::actions::CREATE;
use crate::support::scripted_server::{Act, Server};

const KEY: &str = r#"{"Response":{"Credentials":{"TmpSecretId":"AKIDROLE","TmpSecretKey":"hush","Token":"hush"},"ExpiredTime":4102444800,"RequestId":"k"}}"#;

/// The API, and STS before it.
struct Cloud {
    sts: Server,
    api: Server,
    client: Client,
}

impl Cloud {
    async fn with_sts(acts: impl Into<Vec<Act>>) -> Self {
        let sts = Server::playing(acts).await;
        let api = Server::playing([Act::ok()]).await;
        Self {
            client: client(&api, sts.endpoint.clone()),
            sts,
            api,
        }
    }

    async fn create(&self) -> Result<(), Error> {
        self.client.send(&CREATE).await.map(drop)
    }
}

fn client(api: &Server, sts: Endpoint) -> Client {
    let source = Credentials::new("AKIDSOURCE", "source-key");
    let role = AssumeRole::builder(source, "qcs::cam::uin/1:roleName/r").endpoint(sts);
    api.builder().credentials_from(role.build().unwrap()).build().unwrap()
}

fn assert_is_about_credentials_alone(error: &Error) {
    assert!(error.is_credentials() && !error.is_ambiguous(), "{error}");
    assert_eq!((error.service(), error.action()), (Some("gaap"), Some("Create")));
    assert!(error.raw_body().is_none());
    let cause = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!((cause.service(), cause.action()), (Some("sts"), Some("AssumeRole")));
    assert_eq!(cause.code(), error.code());
}

#[tokio::test]
async fn credentials_that_come_at_last_sign_an_action_that_is_never_retried() {
    let mut cloud = Cloud::with_sts([Act::throttle(), Act::error("InternalError"), Act::json(KEY)]).await;
    cloud.create().await.unwrap();
    assert_eq!(cloud.sts.rest().len(), 3);
    let requests = cloud.api.rest();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].headers["authorization"].contains("AKIDROLE"));
    assert_eq!(requests[0].headers["x-tc-timestamp"], NOW.to_string());
}

#[tokio::test]
async fn what_passes_is_tried_as_often_as_the_policy_allows() {
    for (act, status) in [
        (Act::throttle(), Some(200)),
        (Act::error("InternalError"), Some(200)),
        (Act::error("ServiceUnavailable"), Some(200)),
        (Act::html("502 Bad Gateway"), Some(502)),
        (Act::html("429 Too Many Requests"), Some(429)),
        (Act::Reset, None),
    ] {
        let mut cloud = Cloud::with_sts([act.clone()]).await;
        let error = cloud.create().await.unwrap_err();
        assert_is_about_credentials_alone(&error);
        assert_eq!(error.attempts(), 3, "{act:?}: {error}");
        assert!(error.is_retryable(), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert_eq!(cloud.sts.rest().len(), 3);
        assert!(cloud.api.rest().is_empty());
    }
}

#[tokio::test]
async fn the_policy_that_never_retries_requests_credentials_once() {
    let mut cloud = Cloud::with_sts([Act::throttle(), Act::json(KEY)]).await;
    cloud.client = cloud.client.with(CallOptions::new().retry(RetryPolicy::never()));
    let error = cloud.create().await.unwrap_err();
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!((error.attempts(), cloud.sts.rest().len()), (1, 1));
}

#[tokio::test]
async fn what_stays_is_not_tried_again() {
    for act in [
        Act::error("AuthFailure.SecretIdNotFound"),
        Act::error("LimitExceeded"),
        Act::html("404 Not Found"),
    ] {
        let mut cloud = Cloud::with_sts([act.clone(), Act::json(KEY)]).await;
        let error = cloud.create().await.unwrap_err();
        assert_is_about_credentials_alone(&error);
        assert!(!error.is_retryable(), "{error}");
        assert_eq!(cloud.sts.rest().len(), 1, "{act:?}");
    }
}

#[tokio::test]
async fn the_facts_of_the_failed_request_are_those_of_the_error() {
    let cloud = Cloud::with_sts([Act::throttle()]).await;
    let error = cloud.create().await.unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("RequestLimitExceeded"), Some("m"))
    );
    assert_eq!(error.request_id(), Some("r"));
    assert!(error.is_service() && error.is_throttled() && !error.is_validation());
    assert_eq!(
        error.to_string(),
        "gaap Create: not signed: sts AssumeRole: RequestLimitExceeded: m (after 3 attempts, request id r)"
    );

    let cloud = Cloud::with_sts([Act::error("AuthFailure.TokenFailure")]).await;
    assert!(cloud.create().await.unwrap_err().is_auth());
}

#[tokio::test]
async fn an_sts_that_cannot_be_reached_is_no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let api = Server::playing([Act::ok()]).await;
    let client = client(&api, format!("http://{address}").parse().unwrap());
    let error = client.send(&CREATE).await.unwrap_err();
    assert_is_about_credentials_alone(&error);
    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn credentials_that_take_longer_than_the_call_are_a_timeout() {
    let mut cloud = Cloud::with_sts([Act::Stall]).await;
    let options = CallOptions::new().timeout(Duration::from_millis(500));
    cloud.client = cloud.client.with(options);
    let error = cloud.create().await.unwrap_err();
    assert!(error.is_credentials() && error.is_timeout() && !error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "gaap Create: not signed: the provider of credentials: no response within 500ms"
    );
    assert!(cloud.api.rest().is_empty());
}

#[tokio::test]
async fn calls_that_waited_for_one_refresh_each_get_its_failure() {
    let mut cloud = Cloud::with_sts([Act::error("AuthFailure.InvalidSecretId")]).await;
    let (first, second) = tokio::join!(cloud.create(), cloud.create());
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_is_about_credentials_alone(&error);
        assert_eq!(error.code(), Some("AuthFailure.InvalidSecretId"));
    }
    assert_eq!(cloud.sts.rest().len(), 1);
}
