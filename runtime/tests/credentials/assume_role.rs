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
async fn what_narrows_and_marks_the_session_is_sent_and_signed() {
    let server = Server::answering(|_| sts_credentials("AKIDROLE")).await;
    let policy = "{\"version\": \"2.0\",\n \"statement\": [{\"effect\":\"allow\",\"action\":[\"cos:*\"],\"resource\":[\"é~\"]}]}";
    let role = builder(&server, source())
        .session_name("ci")
        .external_id("Customer_47+11=,.@:/-")
        .policy(policy)
        .tag("department", "engineering")
        .tag("Department", "")
        .source_identity("100000000001")
        .build()
        .unwrap();
    role.provide().await.unwrap();
    let [request] = &server.received()[..] else {
        panic!("not one request");
    };
    let encoded = "%7B%22version%22%3A%20%222.0%22%2C%0A%20%22statement%22%3A%20%5B%7B%22effect%22%3A%22allow%22%2C\
                   %22action%22%3A%5B%22cos%3A%2A%22%5D%2C%22resource%22%3A%5B%22%C3%A9~%22%5D%7D%5D%7D";
    let expected = json!({
        "RoleArn": ARN, "RoleSessionName": "ci", "DurationSeconds": 7200,
        "ExternalId": "Customer_47+11=,.@:/-",
        "Policy": encoded,
        "Tags": [{"Key": "department", "Value": "engineering"}, {"Key": "Department", "Value": ""}],
        "SourceIdentity": "100000000001",
    });
    assert_eq!(request.json(), expected);
    assert_eq!(request.header("authorization"), authorization(request, &source()));
    let shown = format!("{role:?}");
    assert!(shown.contains("engineering") && !shown.contains("Customer"), "{shown}");
}

#[tokio::test]
async fn what_is_empty_is_not_sent() {
    let server = Server::answering(|_| sts_credentials("AKIDROLE")).await;
    let role = builder(&server, source())
        .session_name("ci")
        .external_id("")
        .policy("")
        .source_identity("");
    role.build().unwrap().provide().await.unwrap();
    let sent = server.received()[0].json();
    assert_eq!(
        sent,
        json!({"RoleArn": ARN, "RoleSessionName": "ci", "DurationSeconds": 7200})
    );
}

#[test]
fn limits_of_a_session_are_checked_before_anything_is_sent() {
    let build = |change: &dyn Fn(AssumeRoleBuilder<Credentials>) -> AssumeRoleBuilder<Credentials>| {
        let built = change(AssumeRole::builder(source(), ARN)).build();
        built.map(drop).map_err(|error| error.to_string())
    };
    let tags = |count: usize| {
        move |role| {
            (0..count).fold(role, |role: AssumeRoleBuilder<_>, number| {
                role.tag(format!("k{number}"), "v")
            })
        }
    };
    assert_eq!(build(&|role| role.external_id("ab")), Ok(()));
    assert_eq!(build(&|role| role.external_id("x".repeat(128))), Ok(()));
    assert_eq!(build(&|role| role.tag("é".repeat(128), "é".repeat(256))), Ok(()));
    assert_eq!(build(&tags(50)), Ok(()));
    assert_eq!(
        build(&|role| role.policy(r#"{"statement":{"condition":{"principal":1}}}"#)),
        Ok(())
    );

    type Change<'a> = &'a dyn Fn(AssumeRoleBuilder<Credentials>) -> AssumeRoleBuilder<Credentials>;
    let external_id = "an external ID has 2 to 128 letters, digits and _+=,.@:/-";
    let wrong: [(Change<'_>, &str); 14] = [
        (&|role| role.external_id("a"), external_id),
        (&|role| role.external_id("x".repeat(129)), external_id),
        (&|role| role.external_id("two words"), external_id),
        (&|role| role.external_id("é1"), external_id),
        (&tags(51), "a session has at most 50 tags, not 51"),
        (&|role| role.tag("", "v"), "not 0 and 1"),
        (&|role| role.tag("k".repeat(129), "v"), "not 129 and 1"),
        (&|role| role.tag("k", "v".repeat(257)), "not 1 and 257"),
        (
            &|role| role.tag("k", "v").tag("k", "w"),
            "the key \"k\" of a session tag is there twice",
        ),
        (&|role| role.policy("[]"), "is not a JSON object"),
        (&|role| role.policy("{"), "is not JSON: "),
        (
            &|role| role.policy("%7B%7D"),
            "is URL-encoded already; pass the JSON itself",
        ),
        (&|role| role.policy(r#"{"principal":{}}"#), "must not have a principal"),
        (
            &|role| role.policy(r#"{"statement":[{},{"Principal":{}}]}"#),
            "must not have a principal",
        ),
    ];
    for (change, expected) in wrong {
        let message = build(change).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }
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
