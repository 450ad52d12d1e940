//! The lifecycle of a resource: create, status, delete.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tc3::gaap::{
    self, CloseProxiesRequest, CreateProxyGroupRequest, DeleteProxyGroupRequest, DescribeProxiesStatusRequest,
    DescribeProxyGroupDetailsRequest, DescribeProxyGroupListRequest, ModifyProxyConfigurationRequest,
    ModifyProxyGroupAttributeRequest, OpenProxiesRequest, PackageType, ProxyGroupStatus, ProxyStatusValue, TagPair,
};

use crate::cloud::{Cloud, builder, code};

#[tokio::test]
async fn a_group_is_created_runs_is_listed_modified_and_deleted() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let id = cloud.group("test").await;
    assert!(id.starts_with("lg-") && id.len() == "lg-".len() + 8, "{id}");
    assert_eq!(
        cloud.wait_for_group(&id).await.unwrap(),
        3,
        "two describes while it is being created"
    );

    let all = DescribeProxyGroupListRequest::new(0, 10, -1);
    let listed = client.items(&all).all().await.unwrap();
    let [group] = listed.as_slice() else {
        panic!("{listed:?}");
    };
    assert_eq!(
        (group.group_id.as_str(), group.group_name.as_str()),
        (id.as_str(), "test")
    );
    assert_eq!(group.status, ProxyGroupStatus::Running);
    assert_eq!(group.real_server_region_info.region_id, "EastChina");

    let rename = ModifyProxyGroupAttributeRequest::new(&id).group_name("renamed");
    gaap::modify_proxy_group_attribute(client, &rename).await.unwrap();
    let describe = DescribeProxyGroupDetailsRequest::new(&id);
    let group = gaap::describe_proxy_group_details(client, &describe).await.unwrap();
    assert_eq!(group.proxy_group_detail.group_name, "renamed");

    gaap::delete_proxy_group(client, &DeleteProxyGroupRequest::new(&id))
        .await
        .unwrap();
    let described = gaap::describe_proxy_group_details(client, &describe).await;
    assert_eq!(code(described), "ResourceNotFound");
    let deleted = gaap::delete_proxy_group(client, &DeleteProxyGroupRequest::new(&id)).await;
    assert_eq!(code(deleted), "ResourceNotFound");
    assert_eq!(
        code(gaap::modify_proxy_group_attribute(client, &rename).await),
        "ResourceNotFound"
    );
    assert!(client.items(&all).all().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_shown_is_what_was_sent_and_the_declared_defaults() {
    let cloud = Cloud::start().await;
    let tags = [TagPair::new("team", "网络 \"α\""), TagPair::new("stage", "")];
    let request = CreateProxyGroupRequest::new(7, "test", "EastChina")
        .package_type(PackageType::Accelerator)
        .tag_set(tags.clone());
    let created = gaap::create_proxy_group(&cloud.client, &request).await.unwrap();
    let describe = DescribeProxyGroupDetailsRequest::new(&created.group_id);
    let first = gaap::describe_proxy_group_details(&cloud.client, &describe)
        .await
        .unwrap();
    let group = &first.proxy_group_detail;
    assert_eq!((group.project_id, group.status, group.proxy_num), (7, 1, 0));
    assert_eq!(group.tag_set, tags);
    assert_eq!(group.package_type.as_str(), "Accelerator");
    assert_eq!(group.ip_address_version.as_str(), "IPv4");
    assert_eq!((group.version.as_str(), group.is_old_group), ("3.0", false));
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    assert!((now - 60..=now).contains(&u64::try_from(group.create_time).unwrap()));

    let again = gaap::describe_proxy_group_details(&cloud.client, &describe)
        .await
        .unwrap();
    assert_eq!(
        again.proxy_group_detail, first.proxy_group_detail,
        "nothing is made up anew"
    );
}

#[tokio::test]
async fn a_group_comes_up_after_a_while_by_the_emulators_clock() {
    let time = Arc::new(AtomicU64::new(0));
    let started = SystemTime::now();
    let passed = Arc::clone(&time);
    let clock = move || started + Duration::from_secs(passed.load(Ordering::SeqCst));
    let cloud = Cloud::with(builder().clock(clock)).await;
    let id = cloud.group("test").await;
    let delete = DeleteProxyGroupRequest::new(&id);
    let refused = gaap::delete_proxy_group(&cloud.client, &delete).await;
    assert_eq!(code(refused), "FailedOperation.GroupStatusNotInRuning");
    time.store(29, Ordering::SeqCst);
    gaap::delete_proxy_group(&cloud.client, &delete).await.unwrap_err();
    time.store(30, Ordering::SeqCst);
    gaap::delete_proxy_group(&cloud.client, &delete).await.unwrap();
}

#[tokio::test]
async fn a_connection_is_closed_and_opened_and_one_in_the_wrong_state_is_named() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let id = cloud.running_proxy(None).await;
    let close = CloseProxiesRequest::new().proxy_ids([&id]);
    let closed = gaap::close_proxies(client, &close).await.unwrap();
    assert!(closed.invalid_status_instance_set.is_empty());

    let status = async || {
        let request = DescribeProxiesStatusRequest::new().proxy_ids([&id]);
        let described = gaap::describe_proxies_status(client, &request).await.unwrap();
        described.instance_status_set[0].status.clone()
    };
    assert_eq!(status().await, ProxyStatusValue::Closing);
    assert_eq!(status().await, ProxyStatusValue::Closed);
    let closed = gaap::close_proxies(client, &close).await.unwrap();
    assert_eq!(closed.invalid_status_instance_set, [id.as_str()]);
    let scale = ModifyProxyConfigurationRequest::new().proxy_id(&id).bandwidth(20);
    assert_eq!(
        code(gaap::modify_proxy_configuration(client, &scale).await),
        "FailedOperation"
    );

    gaap::open_proxies(client, &OpenProxiesRequest::new().proxy_ids([&id]))
        .await
        .unwrap();
    assert_eq!(status().await, ProxyStatusValue::Opening);
    assert_eq!(status().await, ProxyStatusValue::Running);
    gaap::modify_proxy_configuration(client, &scale).await.unwrap();
    assert_eq!(status().await, ProxyStatusValue::Adjusting);
}

#[tokio::test]
async fn a_request_that_names_nothing_lacks_a_parameter() {
    let cloud = Cloud::start().await;
    let refused = gaap::close_proxies(&cloud.client, &CloseProxiesRequest::new()).await;
    assert_eq!(code(refused), "MissingParameter");
}
