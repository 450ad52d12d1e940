//! The same request with the same client token is processed once.

use tc3::gaap::{self, CreateProxyRequest, ModifyProxiesAttributeRequest};

use crate::cloud::{Cloud, code};

#[tokio::test]
async fn a_token_makes_a_creation_idempotent() {
    let cloud = Cloud::start().await;
    let request = |name: &str, token: &str| {
        CreateProxyRequest::new(0, name, "Guangzhou", 10, 2)
            .real_server_region("EastChina")
            .client_token(token)
    };
    let create = async |request: CreateProxyRequest| gaap::create_proxy(&cloud.client, &request).await;
    let first = create(request("link", "one")).await.unwrap();
    let again = create(request("link", "one")).await.unwrap();
    assert_eq!(first.instance_id, again.instance_id);
    assert_ne!(first.request_id(), again.request_id());
    assert_eq!(
        code(create(request("other", "one")).await),
        "FailedOperation.DuplicatedRequest"
    );
    let rename = ModifyProxiesAttributeRequest::new()
        .proxy_ids([&first.instance_id])
        .proxy_name("renamed");
    let refused = gaap::modify_proxies_attribute(&cloud.client, &rename.client_token("one")).await;
    assert_eq!(code(refused), "FailedOperation.DuplicatedRequest");
    assert_ne!(
        create(request("link", "two")).await.unwrap().instance_id,
        first.instance_id
    );
    assert_eq!(cloud.emulator.state().all("gaap", "Proxy").unwrap().len(), 2);
}

#[tokio::test]
async fn a_request_that_was_refused_may_come_again() {
    let cloud = Cloud::start().await;
    let request = CreateProxyRequest::new(0, "link", "Guangzhou", 10, 2)
        .group_id("lg-11111111")
        .client_token("one");
    assert_eq!(
        code(gaap::create_proxy(&cloud.client, &request).await),
        "ResourceNotFound"
    );
    let group = r#"{"GroupId": "lg-11111111", "RealServerRegion": "EastChina"}"#;
    cloud.emulator.state().add("gaap", "ProxyGroup", group).unwrap();
    gaap::create_proxy(&cloud.client, &request).await.unwrap();
}
