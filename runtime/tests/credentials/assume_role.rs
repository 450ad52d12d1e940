//! AssumeRole, against an STS of the tests.

use std::time::Duration;

use serde_json::json;
use tc3_runtime::credentials::{AssumeRole, AssumeRoleBuilder, Environment, ProvideCredentials};
use tc3_runtime::{Clock, Credentials, Error};

use crate::replies::{END, NOW, authorization, http, sts_credentials, sts_error, time};
use crate::sandbox::variables;
use crate::support::Server;

const ARN: &str = "qcs::cam::uin/100000000001:roleName/deploy";

fn source() -> Credentials {
    Credentials::new("AKIDSOURCE", "source-key")
}

fn builder(server: &Server, source: Credentials) -> AssumeRoleBuilder<Credentials> {
    AssumeRole::builder(source, ARN)
        .endpoint(server.endpoint.clone())
        .clock(Clock::new(|| time(NOW)))
}

async fn failure(answer: String) -> Error {
    let server = Server::answering(move |_| answer.clone()).await;
    builder(&server, source()).build().unwrap().provide().await.unwrap_err()
}

#[tokio::test]
async fn the_call_is_signed_with_the_credentials_of_the_source() {
    let server = Server::answering(|_| sts_credentials("AKIDROLE")).await;
    let role = builder(&server, source()).session_name("nightly@ci").build().unwrap();
    let credentials = role.provide().await.unwrap();
    assert_eq!(credentials.secret_id(), "AKIDROLE");
    assert!(credentials.is_temporary());
    assert_eq!(credentials.expires_at(), Some(time(END)));

    let [request] = &server.received()[..] else {
        panic!("not one request");
    };
    assert_eq!((&*request.method, &*request.path), ("POST", "/"));
    assert_eq!(request.header("x-tc-action"), "AssumeRole");
    assert_eq!(request.header("x-tc-version"), "2018-08-13");
    assert_eq!(request.header("x-tc-region"), "ap-guangzhou");
    assert_eq!(request.header("x-tc-timestamp"), NOW.to_string());
    assert_eq!(request.header("x-tc-token"), "");
    assert_eq!(request.header("authorization"), authorization(request, &source()));
    assert_eq!(
        request.json(),
        json!({"RoleArn": ARN, "RoleSessionName": "nightly@ci", "DurationSeconds": 7200})
    );
}

#[tokio::test]
async fn roles_can_be_taken_on_one_over_the_other() {
    let server = Server::answering(|request| {
        let first = request.header("authorization").contains("AKIDSOURCE");
        sts_credentials(if first { "AKIDFIRST" } else { "AKIDSECOND" })
    })
    .await;
    let first = builder(&server, source()).build().unwrap();
    let second = AssumeRole::builder(first, ARN)
        .endpoint(server.endpoint.clone())
        .region("ap-shanghai")
        .duration(Duration::from_secs(43200))
        .build()
        .unwrap();
    assert_eq!(second.provide().await.unwrap().secret_id(), "AKIDSECOND");

    let requests = server.received();
    let first = Credentials::new("AKIDFIRST", "tmp-secret-key").with_token("tmp-token");
    assert_eq!(requests[1].header("authorization"), authorization(&requests[1], &first));
    assert_eq!(requests[1].header("x-tc-token"), "tmp-token");
    assert_eq!(requests[1].header("x-tc-region"), "ap-shanghai");
    assert_eq!(requests[1].json()["DurationSeconds"], 43200);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let server = Server::answering(|_| sts_credentials("AKIDROLE")).await;
    let role = AssumeRole::builder(Environment::lookup(variables(&[])), ARN);
    let role = role.endpoint(server.endpoint.clone()).build().unwrap();
    let message = role.provide().await.unwrap_err().to_string();
    assert!(message.contains("TENCENTCLOUD_SECRET_ID is not set"), "{message}");
    assert!(server.received().is_empty());
}

#[test]
fn settings_out_of_range_are_rejected() {
    let build = |change: fn(AssumeRoleBuilder<Credentials>) -> AssumeRoleBuilder<Credentials>| {
        change(AssumeRole::builder(source(), ARN)).build()
    };
    assert!(build(|role| role.duration(Duration::from_secs(1))).is_ok());
    assert!(build(|role| role.duration(Duration::ZERO)).is_err());
    assert!(build(|role| role.duration(Duration::from_secs(43201))).is_err());
    assert!(build(|role| role.duration(Duration::from_millis(1500))).is_err());
    assert!(build(|role| role.session_name("ab")).is_ok());
    assert!(build(|role| role.session_name("_+=,.@-Z9")).is_ok());
    assert!(build(|role| role.session_name("a")).is_err());
    assert!(build(|role| role.session_name("x".repeat(129))).is_err());
    assert!(build(|role| role.session_name("two words")).is_err());
    assert!(build(|role| role.region("")).is_err());
    assert!(AssumeRole::builder(source(), "").build().is_err());
}

#[tokio::test]
async fn the_error_of_sts_is_kept() {
    let error = failure(sts_error("AuthFailure.SecretIdNotFound")).await;
    assert_eq!(error.code(), Some("AuthFailure.SecretIdNotFound"));
    assert_eq!((error.service(), error.action()), (Some("sts"), Some("AssumeRole")));
    assert_eq!(error.request_id(), Some("request-2"));
    assert!(error.is_auth());
}

#[tokio::test]
async fn a_response_without_credentials_is_an_error() {
    let wrong = [
        (http("502 Bad Gateway", "<html>hush-hush"), "HTTP 502"),
        (http("200 OK", "{}"), "/Response/Credentials/TmpSecretId"),
        (sts_credentials("AKID").replace("200 OK", "500 Oops"), "HTTP 500"),
        (
            sts_credentials("AKID").replace("ExpiredTime", "ExpiresTime"),
            "/Response/ExpiredTime",
        ),
        (sts_credentials("AKID\n"), "/Response/Credentials/TmpSecretId"),
    ];
    for (answer, expected) in wrong {
        let error = failure(answer).await;
        let message = error.to_string();
        assert!(
            message.starts_with("sts AssumeRole: ") && message.contains(expected),
            "{message}"
        );
        let shown = format!("{error:#?}");
        assert!(!shown.contains("hush") && !shown.contains("tmp-"), "{shown}");
        assert!(error.raw_body().is_none());
    }
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let role = AssumeRole::builder(source().with_token("source-token"), ARN);
    let shown = format!("{role:?} {:?}", AssumeRole::builder(source(), ARN).build().unwrap());
    assert!(shown.contains(ARN), "{shown}");
    assert!(
        !shown.contains("source-key") && !shown.contains("source-token"),
        "{shown}"
    );
}
