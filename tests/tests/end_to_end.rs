//! The client against the emulator: two implementations of one signature, over real HTTP.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod many_required;

use std::time::{Duration, SystemTime};

use many_required::RegisterAllRequest;
use tc3::gaap::{
    self, AccessConfiguration, CreateProxyGroupErrorCode, CreateProxyGroupRequest, IPAddressVersion, NetworkType,
    PackageType, TagPair,
};
use tc3::{CallOptions, Client, ClientBuilder, Clock, CommonErrorCode, Credentials, Endpoint, Error, Value};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

/// The bodies of the documentation page's two requests, byte for byte.
const PAGE_EXAMPLES: [&str; 2] = [
    include_str!("../data/page-example-1.json"),
    include_str!("../data/page-example-2.json"),
];

async fn emulator() -> Emulator {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    Emulator::builder().spec_dir(spec).start().await.unwrap()
}

fn builder_for(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse::<Endpoint>().unwrap())
}

fn client_for(emulator: &Emulator) -> Client {
    builder_for(emulator).build().unwrap()
}

fn typed_examples() -> [CreateProxyGroupRequest; 2] {
    let first = CreateProxyGroupRequest::new(0, "test", "EastChina");
    #[allow(deprecated, reason = "the page's example sets it")]
    let second = CreateProxyGroupRequest::new(0, "benny-test", "Shanghai")
        .http3_supported(0)
        .package_type(PackageType::Thunder)
        .ip_address_version(IPAddressVersion::Ipv4)
        .access_region_set([AccessConfiguration::new("Guangzhou", 10, 2).network_type(NetworkType::Normal)]);
    [first, second]
}

/// JSON with every number in quotes, as the page writes them.
fn quoted(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.to_string()),
        Value::Array(items) => items.iter().map(quoted).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), quoted(value)))
            .collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn the_pages_examples_are_answered_as_the_page_prints_them() {
    let emulator = emulator().await;
    let client = client_for(&emulator);
    for example in PAGE_EXAMPLES {
        let answer = client
            .call_raw("gaap", "2018-05-29", "CreateProxyGroup", example)
            .await
            .unwrap();
        assert!(answer["GroupId"].as_str().unwrap().starts_with("lg-"), "{:?}", *answer);
        let received = emulator.requests();
        assert_eq!(received.last().unwrap().body, example.as_bytes());
    }
}

#[tokio::test]
async fn the_pages_examples_are_sent_by_the_typed_call_but_for_their_quotes() {
    let emulator = emulator().await;
    let client = client_for(&emulator);
    for (request, example) in typed_examples().iter().zip(PAGE_EXAMPLES) {
        let group = gaap::create_proxy_group(&client, request).await.unwrap();
        assert!(group.group_id.starts_with("lg-"));
        assert!(group.anomalies().is_empty() && group.unknown().is_empty());

        let received = emulator.requests().pop().unwrap();
        assert_eq!(received.request_id, group.request_id());
        assert_eq!(received.action.as_deref(), Some("CreateProxyGroup"));
        let sent: Value = serde_json::from_slice(&received.body).unwrap();
        assert_eq!(quoted(&sent), serde_json::from_str::<Value>(example).unwrap());
        assert_eq!(*request, tc3::from_json(example).unwrap());
    }
}

#[tokio::test]
async fn every_call_gets_ids_of_its_own() {
    let emulator = emulator().await;
    let client = client_for(&emulator);
    let [request, _] = typed_examples();
    let first = gaap::create_proxy_group(&client, &request).await.unwrap();
    let second = gaap::create_proxy_group(&client, &request).await.unwrap();
    assert_ne!(first.group_id, second.group_id);
    assert_ne!(first.request_id(), second.request_id());
}

#[tokio::test]
async fn all_that_a_request_can_hold_is_accepted() {
    let emulator = emulator().await;
    let [_, request] = typed_examples();
    let request = request.tag_set([TagPair::new("team", "网络 \"α\"")]);
    let regional = client_for(&emulator).with(CallOptions::new().region("ap-guangzhou"));
    gaap::create_proxy_group(&regional, &request).await.unwrap();
    assert_eq!(
        emulator.requests().pop().unwrap().region.as_deref(),
        Some("ap-guangzhou")
    );
}

#[tokio::test]
async fn temporary_credentials_are_accepted_with_their_token_only() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let emulator = Emulator::builder()
        .spec_dir(spec)
        .temporary_credential("AKIDtemporary", "temporary-key", "the-token")
        .start()
        .await
        .unwrap();
    let [request, _] = typed_examples();
    let key = Credentials::new("AKIDtemporary", "temporary-key");

    let client = builder_for(&emulator)
        .credentials(key.clone().with_token("the-token"))
        .build()
        .unwrap();
    gaap::create_proxy_group(&client, &request).await.unwrap();

    let client = builder_for(&emulator).credentials(key).build().unwrap();
    let error = gaap::create_proxy_group(&client, &request).await.unwrap_err();
    assert!(error.is(CommonErrorCode::AuthFailureTokenFailure), "{error}");
}

/// What comes of the first example with a client that is set up otherwise.
async fn rejection(set_up: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Error {
    let emulator = emulator().await;
    let client = set_up(builder_for(&emulator)).build().unwrap();
    let [request, _] = typed_examples();
    let error = gaap::create_proxy_group(&client, &request).await.unwrap_err();
    assert_eq!(emulator.requests().pop().unwrap().error_code(), error.code());
    assert_eq!(
        emulator.requests().pop().unwrap().request_id,
        error.request_id().unwrap()
    );
    error
}

#[tokio::test]
async fn a_wrong_secret_key_is_a_signature_failure() {
    let error = rejection(|client| client.credentials(Credentials::new(SAMPLE_SECRET_ID, "another-key"))).await;
    assert!(error.is(CommonErrorCode::AuthFailureSignatureFailure), "{error}");
    assert!(error.is_auth() && error.is_service() && !error.is_ambiguous());
    assert!(!error.to_string().contains("another-key"));
}

#[tokio::test]
async fn an_unknown_secret_id_is_not_found() {
    let error = rejection(|client| client.credentials(Credentials::new("AKIDsomebody", SAMPLE_SECRET_KEY))).await;
    assert!(error.is(CommonErrorCode::AuthFailureSecretIdNotFound), "{error}");
}

#[tokio::test]
async fn a_clock_that_is_ten_minutes_off_is_rejected() {
    const OFF: Duration = Duration::from_secs(600);
    let [request, _] = typed_examples();
    for clock in [
        Clock::new(|| SystemTime::now() - OFF),
        Clock::new(|| SystemTime::now() + OFF),
    ] {
        let emulator = emulator().await;
        let client = builder_for(&emulator).clock(clock).build().unwrap();
        // With the feature `clock-skew`, which another crate of the build may enable, a second attempt has the right time.
        let _ = gaap::create_proxy_group(&client, &request).await;
        assert_eq!(emulator.requests()[0].error_code(), Some("AuthFailure.SignatureExpire"));
    }
}

/// The error code for `body`, sent as it is.
async fn code_for(body: &str) -> String {
    let emulator = emulator().await;
    let answer = client_for(&emulator)
        .call_raw("gaap", "2018-05-29", "CreateProxyGroup", body)
        .await;
    answer.unwrap_err().code().unwrap().to_owned()
}

#[tokio::test]
async fn parameters_are_checked() {
    let missing = r#"{"ProjectId": 0, "GroupName": "test"}"#;
    assert_eq!(code_for(missing).await, "MissingParameter");
    let mistyped = r#"{"ProjectId": "none", "GroupName": "test", "RealServerRegion": "EastChina"}"#;
    assert_eq!(code_for(mistyped).await, "InvalidParameter");
    let negative = r#"{"ProjectId": -1, "GroupName": "test", "RealServerRegion": "EastChina"}"#;
    assert_eq!(code_for(negative).await, "InvalidParameter");
    let nested = r#"{"ProjectId": 0, "GroupName": "test", "RealServerRegion": "EastChina",
        "AccessRegionSet": [{"AccessRegion": "Guangzhou", "Bandwidth": 10}]}"#;
    assert_eq!(code_for(nested).await, "MissingParameter");
    assert_eq!(code_for("[]").await, "InvalidParameter");
    assert_eq!(code_for("{").await, "InvalidParameter");
}

#[tokio::test]
async fn an_undeclared_parameter_is_unknown() {
    let emulator = emulator().await;
    let client = client_for(&emulator).with(CallOptions::new().extra_parameter("Color", "blue"));
    let [request, _] = typed_examples();
    let error = gaap::create_proxy_group(&client, &request).await.unwrap_err();
    assert_eq!(
        error.code_as::<CreateProxyGroupErrorCode>(),
        Some(CreateProxyGroupErrorCode::UnknownParameter)
    );
    assert!(
        error
            .to_string()
            .starts_with("gaap CreateProxyGroup: UnknownParameter: "),
        "{error}"
    );
}

#[tokio::test]
async fn an_unlisted_value_is_sent_and_rejected_by_the_service() {
    let emulator = emulator().await;
    let [request, _] = typed_examples();
    let request = request.package_type("Lightning");
    let error = gaap::create_proxy_group(&client_for(&emulator), &request)
        .await
        .unwrap_err();
    assert!(error.is(CreateProxyGroupErrorCode::InvalidParameterValue), "{error}");
}

#[tokio::test]
async fn missing_actions_and_missing_versions_are_distinguished() {
    let emulator = emulator().await;
    let client = client_for(&emulator);
    let [body, _] = PAGE_EXAMPLES;
    let code = async |service: &str, version: &str, action: &str| {
        let error = client.call_raw(service, version, action, body).await.unwrap_err();
        error.code().unwrap().to_owned()
    };
    assert_eq!(code("gaap", "2018-05-29", "CreateNothing").await, "InvalidAction");
    assert_eq!(code("gaap", "1999-01-01", "CreateProxyGroup").await, "NoSuchVersion");
    assert_eq!(code("nothing", "2018-05-29", "CreateProxyGroup").await, "NoSuchProduct");
}

#[test]
fn a_request_without_a_required_parameter_is_not_read_from_json() {
    let incomplete = r#"{"ProjectId": 0, "GroupName": "test"}"#;
    let error = tc3::from_json::<CreateProxyGroupRequest>(incomplete).unwrap_err();
    assert!(error.to_string().contains("RealServerRegion"), "{error}");
}

#[tokio::test]
async fn a_required_parameter_has_to_be_there_before_anything_is_sent() {
    let emulator = emulator().await;
    let client = client_for(&emulator);
    let part = || Some("part".to_owned());
    let mut request = RegisterAllRequest {
        part_a: part(),
        part_b: part(),
        part_d: part(),
        part_e: part(),
        part_f: part(),
        part_g: part(),
        ..RegisterAllRequest::new()
    };
    let error = client.send(&request).await.unwrap_err();
    assert!(!error.is_service() && !error.is_ambiguous(), "{error}");
    for (name, is_missing) in [("PartC", true), ("PartH", true), ("PartA", false), ("Note", false)] {
        assert_eq!(error.to_string().contains(name), is_missing, "{name}: {error}");
    }
    assert_eq!(emulator.requests().len(), 0);

    // With them it is sent; the service has no such action.
    (request.part_c, request.part_h) = (part(), part());
    let error = client.send(&request).await.unwrap_err();
    assert!(error.is(CommonErrorCode::InvalidAction), "{error}");
    assert_eq!(emulator.requests().len(), 1);
}

#[test]
fn no_secret_is_shown() {
    let credentials = Credentials::new(SAMPLE_SECRET_ID, "the-secret-key").with_token("the-secret-token");
    let client = Client::builder().credentials(credentials.clone()).build().unwrap();
    let shown = format!("{credentials:?} {client:?}");
    assert!(
        !shown.contains("secret-key") && !shown.contains("secret-token"),
        "{shown}"
    );
}
