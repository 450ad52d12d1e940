//! Where calls go by the rules for endpoints, over the mock.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3::gaap::CreateProxyGroupRequest;
use tc3::mock::MockTransport;
use tc3::{CallOptions, Client, Endpoint, Endpoints, Error};

const REGION: &str = "ap-guangzhou";

fn request() -> CreateProxyGroupRequest {
    CreateProxyGroupRequest::new(7, "test", "EastChina")
}

/// The hosts that a typed call and one by name go to.
async fn hosts(mock: &MockTransport, client: &Client) -> Result<Vec<String>, Error> {
    let before = mock.recorded().len();
    client.send(&request()).await?;
    let body = tc3::to_json(&request());
    client.call_raw("gaap", "2018-05-29", "CreateProxyGroup", body).await?;
    let host = |call: &tc3::mock::RecordedCall| call.headers["host"].to_str().unwrap().to_owned();
    Ok(mock.recorded()[before..].iter().map(host).collect())
}

fn mock() -> MockTransport {
    let mock = MockTransport::new();
    mock.on::<CreateProxyGroupRequest>().respond(Default::default());
    mock
}

#[tokio::test]
async fn the_rule_of_the_client_is_for_all_calls_and_that_of_a_call_for_the_call() {
    let mock = mock();
    let client = mock
        .client()
        .region(REGION)
        .endpoints(Endpoints::international())
        .build()
        .unwrap();
    let expected = |host: &str| vec![host.to_owned(); 2];
    assert_eq!(
        hosts(&mock, &client).await.unwrap(),
        expected("gaap.intl.tencentcloudapi.com")
    );
    for (rule, host) in [
        (Endpoints::standard(), "gaap.tencentcloudapi.com"),
        (Endpoints::regional(), "gaap.ap-guangzhou.tencentcloudapi.com"),
        (Endpoints::internal(), "gaap.internal.tencentcloudapi.com"),
        (Endpoints::root_domain("cloud.example").unwrap(), "gaap.cloud.example"),
    ] {
        let client = client.with(CallOptions::new().endpoints(rule));
        assert_eq!(hosts(&mock, &client).await.unwrap(), expected(host));
    }
    let elsewhere = CallOptions::new().endpoints(Endpoints::regional()).region("ap-tokyo");
    assert_eq!(
        hosts(&mock, &client.with(elsewhere)).await.unwrap(),
        expected("gaap.ap-tokyo.tencentcloudapi.com")
    );
    assert!(mock.recorded().iter().all(|call| call.service == "gaap"));
}

#[tokio::test]
async fn a_fixed_endpoint_wins_wherever_it_is_set() {
    let mock = mock();
    let fixed: Endpoint = "http://gateway.example:8080/cloud".parse().unwrap();
    let ruled = CallOptions::new().endpoints(Endpoints::regional());
    let on_client = mock.client().endpoint(fixed.clone()).build().unwrap().with(ruled);
    let builder = mock.client().endpoints(Endpoints::regional());
    let on_call = builder.build().unwrap().with(CallOptions::new().endpoint(fixed));
    for client in [on_client, on_call] {
        // Without a region, since the rule does not count.
        let hosts = hosts(&mock, &client).await.unwrap();
        assert_eq!(hosts, ["gateway.example:8080", "gateway.example:8080"]);
    }
}

#[tokio::test]
async fn a_regional_rule_without_a_region_rejects_the_call() {
    let mock = mock();
    let client = mock.client().endpoints(Endpoints::regional()).build().unwrap();
    let error = hosts(&mock, &client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap CreateProxyGroup: not sent: regional endpoints need a region; set one with `.region(\"ap-guangzhou\")` \
         on the client's builder, or on the `CallOptions` of the call"
    );
    assert!(mock.recorded().is_empty());
}
