//! What a client sends.

use std::time::{Duration, SystemTime};

use crate::support::{NOW, Received, Reply, SECRET_ID, SECRET_KEY, Server, TOKEN, builder};
use serde_json::json;
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{CallOptions, Client, Clock, Credentials, Error, Language};

const OK: &str = r#"{"Response":{"RequestId":"r-1"}}"#;

async fn call(client: &Client, body: &str) -> Result<String, Error> {
    let response = client
        .call_raw("gaap", "2018-05-29", "DescribeDestRegions", body)
        .await?;
    Ok(response.request_id().to_owned())
}

fn expected_authorization(request: &Received, service: &str) -> String {
    let input = SigningInput::new(
        service,
        &request.headers["host"],
        request.headers["x-tc-timestamp"].parse().unwrap(),
        Payload::Bytes(&request.body),
    )
    .content_type(&request.headers["content-type"]);
    sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY)).authorization
}

#[tokio::test]
async fn a_plain_call_has_the_required_headers_and_no_other() {
    let mut server = Server::start(Reply::json(OK)).await;
    assert_eq!(call(&server.client(), "{}").await.unwrap(), "r-1");

    let request = server.next().await;
    assert_eq!(request.request_line, "POST / HTTP/1.1");
    assert_eq!(request.body, b"{}");
    for (name, value) in [
        ("host", server.endpoint.host()),
        ("content-type", "application/json"),
        ("x-tc-action", "DescribeDestRegions"),
        ("x-tc-version", "2018-05-29"),
        ("x-tc-timestamp", "1551113065"),
        ("x-tc-requestclient", concat!("tc3-rust_", env!("CARGO_PKG_VERSION"))),
        ("user-agent", concat!("tc3-rust/", env!("CARGO_PKG_VERSION"))),
        ("authorization", &expected_authorization(&request, "gaap")),
        ("content-length", "2"),
    ] {
        assert_eq!(request.headers.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(request.headers.len(), 9, "{:?}", request.headers);
}

#[tokio::test]
async fn region_token_and_language_are_sent_if_set() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
        .endpoint(server.endpoint.clone())
        .region("ap-guangzhou")
        .language(Language::English)
        .build()
        .unwrap();
    call(&client, "{}").await.unwrap();

    let request = server.next().await;
    assert_eq!(request.headers["x-tc-region"], "ap-guangzhou");
    assert_eq!(request.headers["x-tc-token"], TOKEN);
    assert_eq!(request.headers["x-tc-language"], "en-US");
    assert_eq!(
        request.headers["authorization"],
        expected_authorization(&request, "gaap")
    );
}

#[tokio::test]
async fn the_body_is_sent_and_signed_byte_by_byte() {
    let mut server = Server::start(Reply::json(OK)).await;
    let body = "{ \"Name\" : \"\\u6d4b 测试\" ,\n\"N\":1.0}";
    call(&server.client(), body).await.unwrap();

    let request = server.next().await;
    assert_eq!(request.body, body.as_bytes());
    assert_eq!(
        request.headers["authorization"],
        expected_authorization(&request, "gaap")
    );
}

#[tokio::test]
async fn a_gateway_prefix_is_sent_and_not_signed() {
    let mut server = Server::start(Reply::json(OK)).await;
    let gateway = format!("{}cloud/api", server.endpoint).parse().unwrap();
    let client = server.client().with(CallOptions::new().endpoint(gateway));
    call(&client, "{}").await.unwrap();

    let request = server.next().await;
    assert_eq!(request.request_line, "POST /cloud/api HTTP/1.1");
    assert_eq!(
        request.headers["authorization"],
        expected_authorization(&request, "gaap")
    );
}

#[tokio::test]
async fn the_service_is_the_one_called_whatever_the_host() {
    let mut server = Server::start(Reply::json(OK)).await;
    server
        .client()
        .call_raw("cvm", "2017-03-12", "DescribeZones", "{}")
        .await
        .unwrap();
    let request = server.next().await;
    assert_eq!(
        request.headers["authorization"],
        expected_authorization(&request, "cvm")
    );
}

#[tokio::test]
async fn clones_share_connections_and_options_lie_over_the_clients_own() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server
        .client()
        .with(CallOptions::new().region("ap-guangzhou").language(Language::English));
    let other = client.with(CallOptions::new().region("eu-frankfurt"));
    for client in [&client, &other] {
        call(client, "{}").await.unwrap();
    }
    let (first, second) = (server.next().await, server.next().await);
    assert_eq!(first.headers["x-tc-region"], "ap-guangzhou");
    assert_eq!(second.headers["x-tc-region"], "eu-frankfurt");
    assert_eq!(second.headers["x-tc-language"], "en-US");
    assert_eq!((first.connection, second.connection), (0, 0));
}

#[tokio::test]
async fn extra_parameters_are_joined_to_the_body() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server
        .client()
        .with(CallOptions::new().extra_parameter("A\"", 1))
        .with(CallOptions::new().extra_parameter("B", json!({"C": [true]})));
    for (body, sent) in [
        ("{}", r#"{"A\"":1,"B":{"C":[true]}}"#),
        (r#"{"X": {"A": 2} } "#, r#"{"X": {"A": 2} ,"A\"":1,"B":{"C":[true]}}"#),
    ] {
        call(&client, body).await.unwrap();
        let request = server.next().await;
        assert_eq!(String::from_utf8(request.body).unwrap(), sent);
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_rejected() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client();
    let extra = client.with(CallOptions::new().extra_parameter("Name", 1).extra_parameter("Zone", 2));
    let huge = "x".repeat(10 * 1024 * 1024 + 1);
    let early = builder()
        .endpoint(server.endpoint.clone())
        .clock(Clock::new(|| SystemTime::UNIX_EPOCH - Duration::from_secs(1)))
        .build()
        .unwrap();
    for (client, body, reason) in [
        (
            &extra,
            r#"{"Zone":0,"Name":""}"#,
            "extra parameters are already in the body: Name, Zone",
        ),
        (
            &extra,
            "[]",
            "extra parameters need a JSON object as body, and this one is not",
        ),
        (
            &client,
            &*huge,
            "the body has 10485761 bytes, the service accepts 10485760",
        ),
        (
            &client.with(CallOptions::new().region("ap\r\nX-Evil: 1")),
            "{}",
            "the region cannot be sent in a header",
        ),
        (
            &client.with(CallOptions::new().region("")),
            "{}",
            "the region cannot be sent in a header",
        ),
        (&early, "{}", "the clock is set to a time before 1970"),
    ] {
        let error = call(client, body).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("gaap DescribeDestRegions: not sent: {reason}")
        );
        assert!(error.is_validation() && !error.is_ambiguous());
    }
    assert!(server.is_idle());
}

#[tokio::test]
async fn a_service_name_cannot_lead_to_another_host() {
    for service in ["evil.example/gaap", "evil.example:443", "evil@gaap", ""] {
        let error = builder()
            .build()
            .unwrap()
            .call_raw(service, "2018-05-29", "X", "{}")
            .await
            .unwrap_err();
        assert!(error.is_validation(), "{error}");
    }
}

#[tokio::test]
async fn the_clock_dates_the_request() {
    let mut server = Server::start(Reply::json(OK)).await;
    let stale = Clock::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW - 86_400));
    let client = builder()
        .endpoint(server.endpoint.clone())
        .clock(stale)
        .build()
        .unwrap();
    call(&client, "{}").await.unwrap();
    let request = server.next().await;
    assert_eq!(request.headers["x-tc-timestamp"], (NOW - 86_400).to_string());
    assert!(request.headers["authorization"].contains("/2019-02-24/gaap/tc3_request"));
}

#[test]
fn a_client_needs_well_formed_credentials() {
    let refusal = |builder: tc3_runtime::ClientBuilder| builder.build().unwrap_err().to_string();
    assert!(refusal(Client::builder()).starts_with("the client has no credentials"));
    let with = |credentials| Client::builder().credentials(credentials);
    assert_eq!(refusal(with(Credentials::new("", "key"))), "the secret id is empty");
    assert_eq!(
        refusal(with(Credentials::new("id", " key"))),
        "the secret key begins or ends with white space"
    );
    assert_eq!(
        refusal(with(Credentials::new("id", "key").with_token("a\nb"))),
        "the session token holds characters that no credentials have"
    );
}

#[test]
fn the_environment_gives_credentials_and_region() {
    let variables = |name: &str| match name {
        "TENCENTCLOUD_SECRET_ID" | "TENCENTCLOUD_SECRET_KEY" => Some("value".into()),
        "TENCENTCLOUD_REGION" => Some("ap-guangzhou".into()),
        _ => None,
    };
    let client = Client::builder().env_with(variables).unwrap().build().unwrap();
    assert_eq!(client.region(), Some("ap-guangzhou"));

    // What is empty counts as not set.
    let without_region = |name: &str| match name {
        "TENCENTCLOUD_SECRET_ID" | "TENCENTCLOUD_SECRET_KEY" => Some("value".into()),
        _ => Some("".into()),
    };
    let client = Client::builder().env_with(without_region).unwrap().build().unwrap();
    assert_eq!(client.region(), None);
    let error = Client::builder().env_with(|_| Some("".into())).unwrap_err();
    assert_eq!(error.to_string(), "TENCENTCLOUD_SECRET_ID is empty");
}

#[test]
fn debug_of_a_client_shows_no_secret() {
    let client = builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
        .build()
        .unwrap()
        .with(CallOptions::new().extra_parameter("Password", "hunter2"));
    let shown = format!("{client:?} {:?}", builder());
    for secret in [SECRET_ID, SECRET_KEY, TOKEN, "hunter2"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("Password"), "{shown}");
}

#[test]
fn a_client_can_be_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    fn is_send<T: Send>(_: &T) {}
    let client = builder().build().unwrap();
    is_send(&client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}"));
}
