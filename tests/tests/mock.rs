//! Calls over `MockTransport`, through the public crate.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyGroupResponse, PackageType};
use tc3::mock::{Failure, MockTransport, REQUEST_ID, RecordedExchange, Recorder, Reply, http};
use tc3::{CallOptions, Client, CommonErrorCode, Credentials, Endpoint, Error, Response, RetryPolicy};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

fn request(name: &str) -> CreateProxyGroupRequest {
    CreateProxyGroupRequest::new(7, name, "EastChina").package_type(PackageType::Thunder)
}

fn group(id: &str) -> CreateProxyGroupResponse {
    let mut group = CreateProxyGroupResponse::default();
    id.clone_into(&mut group.group_id);
    group
}

fn client(mock: &MockTransport) -> Client {
    mock.client().build().unwrap()
}

async fn create(client: &Client) -> Result<Response<CreateProxyGroupResponse>, Error> {
    gaap::create_proxy_group(client, &request("test")).await
}

async fn failure(client: &Client) -> Error {
    create(client).await.unwrap_err()
}

#[tokio::test]
async fn a_value_comes_back_as_an_answer_without_flaws() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>().respond(group("lg-1"));
    let client = client(&mock).with(CallOptions::new().strict(true));
    let response = create(&client).await.unwrap();
    assert_eq!(response.group_id, "lg-1");
    assert_eq!(response.request_id(), REQUEST_ID);
    assert!(response.unknown().is_empty());
    assert_eq!(create(&client).await.unwrap().group_id, "lg-1");
}

#[tokio::test]
async fn the_reply_can_depend_on_the_request() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>()
        .respond_with(|request| match request.group_name.as_str() {
            "taken" => Reply::error(CommonErrorCode::ResourceInUse, "the name is taken"),
            name => Reply::value(&group(&format!("lg-{name}"))),
        });
    let client = client(&mock);
    let free = gaap::create_proxy_group(&client, &request("free")).await.unwrap();
    assert_eq!(free.group_id, "lg-free");
    let error = gaap::create_proxy_group(&client, &request("taken")).await.unwrap_err();
    assert!(error.is(CommonErrorCode::ResourceInUse));
    assert_eq!(error.message(), Some("the name is taken"));
    assert_eq!(error.request_id(), Some(REQUEST_ID));
    assert_eq!(
        mock.calls::<CreateProxyGroupRequest>(),
        [request("free"), request("taken")]
    );
}

#[tokio::test]
async fn attempts_take_replies_in_order_and_the_last_one_stays() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>()
        .respond_error("RequestLimitExceeded", "slow down")
        .fail(Failure::ConnectionRefused)
        .respond_json(r#"{"Response":{"GroupId":"lg-1","RequestId":"first"}}"#)
        .respond_error("LimitExceeded.TagQuota", "no tags left");
    let client = client(&mock);
    let response = create(&client).await.unwrap();
    assert_eq!((response.group_id.as_str(), response.request_id()), ("lg-1", "first"));
    assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 3);
    for _ in 0..2 {
        let error = failure(&client).await;
        assert_eq!((error.code(), error.attempts()), (Some("LimitExceeded.TagQuota"), 1));
    }
    mock.on::<CreateProxyGroupRequest>().respond(group("lg-2"));
    assert_eq!(create(&client).await.unwrap().group_id, "lg-2");
}

#[tokio::test]
async fn failures_are_those_of_a_network() {
    let mock = MockTransport::new();
    let client = client(&mock);

    mock.on::<CreateProxyGroupRequest>().fail(Failure::ConnectionRefused);
    let error = failure(&client).await;
    assert!(error.is_connect() && !error.is_ambiguous());
    assert_eq!(error.attempts(), 3);

    mock.on::<CreateProxyGroupRequest>().fail(Failure::BrokenAfterSending);
    let error = failure(&client).await;
    assert!(error.is_ambiguous() && !error.is_timeout());
    assert_eq!(error.attempts(), 1);

    mock.on::<CreateProxyGroupRequest>().fail(Failure::TimedOut);
    let error = failure(&client.with(CallOptions::new().timeout(Duration::from_secs(9)))).await;
    assert!(error.is_ambiguous() && error.is_timeout());
    assert!(error.to_string().contains("9s"), "{error}");
}

#[tokio::test]
async fn the_client_s_own_settings_hold() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>()
        .fail(Failure::BrokenAfterSending)
        .respond(group("lg-2"));
    let repeats = RetryPolicy::new().base_delay(Duration::ZERO).retry_ambiguous(true);
    let builder = mock.client();
    let client = builder.clone().retry(repeats).build().unwrap();
    assert_eq!(create(&client).await.unwrap().group_id, "lg-2");

    let small = builder.max_response_bytes(10).build().unwrap();
    let error = failure(&small).await;
    assert!(error.to_string().contains("10 bytes"), "{error}");

    let nowhere = mock.client().region("").build().unwrap();
    let error = failure(&nowhere).await;
    assert!(
        error.is_validation() && error.to_string().contains("the region"),
        "{error}"
    );
    assert_eq!(mock.recorded().len(), 3);
}

#[tokio::test]
async fn a_gateway_s_page_is_a_reply_too() {
    let mock = MockTransport::new();
    let page = http::Response::builder()
        .status(502)
        .header("x-gateway", "front")
        .body("<html>")
        .unwrap();
    mock.on::<CreateProxyGroupRequest>().reply(Reply::http(page));
    let error = failure(&client(&mock)).await;
    assert!(error.is_ambiguous());
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.headers().unwrap()["x-gateway"], "front");
}

#[tokio::test]
async fn each_attempt_is_recorded_as_it_was_signed_and_sent() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>().respond(group("lg-1"));
    let temporary = Credentials::new("AKIDOfTheTest", "key of the test").with_token("token-of-the-test");
    let builder = mock.client().credentials(temporary);
    let client = builder.build().unwrap();
    let options = CallOptions::new().region("ap-beijing").extra_parameter("Later", 1);
    create(&client.with(options)).await.unwrap();
    create(&client).await.unwrap();

    let recorded = mock.recorded();
    let [call, plain] = recorded.as_slice() else {
        panic!("{recorded:?}")
    };
    let named = (&*call.service, &*call.version, &*call.action);
    assert_eq!(named, ("gaap", "2018-05-29", "CreateProxyGroup"));
    assert_eq!(call.region.as_deref(), Some("ap-beijing"));
    assert_eq!(plain.region, None);
    let authorization = call.headers["authorization"].to_str().unwrap();
    assert!(authorization.starts_with("TC3-HMAC-SHA256 Credential=AKIDOfTheTest/"));
    assert_eq!(call.headers["host"], "gaap.tencentcloudapi.com");
    assert!(str::from_utf8(&call.body).unwrap().ends_with(r#","Later":1}"#));
    assert_eq!(
        mock.calls::<CreateProxyGroupRequest>(),
        [request("test"), request("test")]
    );

    let shown = format!("{call:?}{mock:?}");
    for secret in ["Signature=", "token-of-the-test", "EastChina"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_call_without_a_reply_is_rejected_and_never_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let mock = MockTransport::new();
    let client = client(&mock).with(CallOptions::new().endpoint(endpoint.parse::<Endpoint>().unwrap()));

    let error = failure(&client).await;
    assert!(error.is_validation() && !error.is_ambiguous());
    let message = "the mock has no reply for gaap CreateProxyGroup (2018-05-29)";
    assert!(error.to_string().contains(message), "{error}");

    mock.on::<CreateProxyGroupRequest>().respond(group("lg-1"));
    create(&client).await.unwrap();
    let other = client.call_raw("vpc", "2017-03-12", "DescribeVpcs", "{}").await;
    assert!(other.unwrap_err().to_string().contains("vpc DescribeVpcs (2017-03-12)"));
    assert_eq!(mock.recorded().len(), 3);
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test]
async fn a_raw_call_finds_the_replies_to_its_action_if_it_is_one() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>().respond(group("lg-1"));
    let client = client(&mock);
    let call = |json: &str| client.call_raw("gaap", "2018-05-29", "CreateProxyGroup", json.to_owned());

    let json = tc3::to_json(&request("raw"));
    assert_eq!(call(&json).await.unwrap()["GroupId"], "lg-1");
    let error = call(r#"{"ProjectId":0}"#).await.unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("GroupName"),
        "{error}"
    );
    assert_eq!(mock.calls::<CreateProxyGroupRequest>(), [request("raw")]);
    assert_eq!(mock.recorded().len(), 2);
}

#[tokio::test]
async fn a_reply_may_use_the_mock() {
    let mock = MockTransport::new();
    let seen = AtomicU32::new(0);
    let inner = mock.clone();
    mock.on::<CreateProxyGroupRequest>().respond_with(move |_| {
        seen.fetch_add(1, Ordering::Relaxed);
        let calls = inner.calls::<CreateProxyGroupRequest>().len();
        Reply::value(&group(&format!("lg-{calls}-{}", seen.load(Ordering::Relaxed))))
    });
    let client = client(&mock);
    create(&client).await.unwrap();
    assert_eq!(create(&client).await.unwrap().group_id, "lg-2-2");
}

#[tokio::test]
async fn what_the_emulator_answered_is_played_again_by_a_mock() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let emulator = Emulator::builder().spec_dir(spec).start().await.unwrap();
    let recorder = Recorder::new();
    let real = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY))
        .endpoint(emulator.url().parse().unwrap())
        .record(&recorder)
        .build()
        .unwrap();
    let created = create(&real).await.unwrap();

    let recorded = recorder.recorded();
    let answer = recorded[0].response.clone().unwrap();
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>().reply(Reply::http(answer));
    let played = create(&client(&mock)).await.unwrap();
    assert_eq!(played.request_id(), created.request_id());
    assert_eq!(played.raw_body(), created.raw_body());
    assert_eq!(played.headers(), created.headers());
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0].call.body, mock.recorded()[0].body);
}

#[tokio::test]
async fn a_recorder_keeps_every_attempt_and_no_secret() {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>()
        .fail(Failure::ConnectionRefused)
        .respond(group("lg-1"));
    let recorder = Recorder::new();
    let temporary = Credentials::new("AKIDOfTheTest", "key-of-the-test").with_token("token-of-the-test");
    let builder = mock.client().credentials(temporary).record(&recorder);
    create(&builder.build().unwrap()).await.unwrap();

    let recorded = recorder.recorded();
    let answers: Vec<bool> = recorded.iter().map(|exchange| exchange.response.is_some()).collect();
    assert_eq!(answers, [false, true]);
    for RecordedExchange { call, .. } in &recorded {
        assert_eq!((&*call.service, &*call.action), ("gaap", "CreateProxyGroup"));
        assert_eq!(call.headers["authorization"], "redacted");
        assert_eq!(call.headers["x-tc-token"], "redacted");
    }
    assert_eq!(mock.recorded()[0].headers["x-tc-token"], "token-of-the-test");
    assert!(!format!("{recorded:?}{recorder:?}").contains("EastChina"));
}
