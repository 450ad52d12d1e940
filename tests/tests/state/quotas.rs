//! How many there may be.

use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupRequest, CreateProxyRequest, TagPair};

use crate::cloud::{Cloud, code};

#[tokio::test]
async fn a_group_takes_20_connections_and_no_more() {
    let cloud = Cloud::start().await;
    let regions = (0..19).map(|number| AccessConfiguration::new(format!("region-{number}"), 10, 2));
    let full = CreateProxyGroupRequest::new(0, "full", "EastChina").access_region_set(regions);
    let group = cloud.created_group(&full).await;
    let proxy = CreateProxyRequest::new(0, "link", "Guangzhou", 10, 2).group_id(&group);
    gaap::create_proxy(&cloud.client, &proxy).await.unwrap();
    let refused = gaap::create_proxy(&cloud.client, &proxy).await;
    assert_eq!(code(refused), "FailedOperation.LimitNumofProxiesInGroup");
    let other = cloud.group("other").await;
    gaap::create_proxy(&cloud.client, &proxy.group_id(&other))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_group_takes_50_tags_and_a_refused_one_is_not_there() {
    let cloud = Cloud::start().await;
    let with = |count: usize| {
        let tags = (0..count).map(|number| TagPair::new(format!("key-{number}"), "value"));
        CreateProxyGroupRequest::new(0, "tagged", "EastChina").tag_set(tags)
    };
    gaap::create_proxy_group(&cloud.client, &with(50)).await.unwrap();
    let refused = gaap::create_proxy_group(&cloud.client, &with(51)).await;
    assert_eq!(code(refused), "LimitExceeded.TagQuota");
    assert_eq!(cloud.emulator.state().all("gaap", "ProxyGroup").unwrap().len(), 1);
}
