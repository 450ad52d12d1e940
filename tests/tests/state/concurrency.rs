//! Requests that come at once.

use std::collections::BTreeSet;

use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyRequest, DescribeProxyGroupListRequest};
use tokio::task::JoinSet;

use crate::cloud::Cloud;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_groups_at_once_are_a_hundred_groups() {
    let cloud = Cloud::start().await;
    let mut calls = JoinSet::new();
    for number in 0..100 {
        let client = cloud.client.clone();
        let request = CreateProxyGroupRequest::new(0, format!("group-{number}"), "EastChina");
        calls.spawn(async move { gaap::create_proxy_group(&client, &request).await });
    }
    let created = calls.join_all().await.into_iter();
    let created: BTreeSet<String> = created.map(|group| group.unwrap().into_inner().group_id).collect();
    assert_eq!(created.len(), 100);
    let all = DescribeProxyGroupListRequest::new(0, 30, -1);
    let listed = cloud.client.items(&all).all().await.unwrap();
    assert_eq!(listed.len(), 100);
    let listed: BTreeSet<String> = listed.into_iter().map(|group| group.group_id).collect();
    assert_eq!(listed, created);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_do_not_exceed_a_quota() {
    let cloud = Cloud::start().await;
    let group = cloud.group("test").await;
    let mut calls = JoinSet::new();
    for _ in 0..40 {
        let client = cloud.client.clone();
        let request = CreateProxyRequest::new(0, "link", "Guangzhou", 10, 2).group_id(&group);
        calls.spawn(async move { gaap::create_proxy(&client, &request).await });
    }
    let created = calls.join_all().await.into_iter().filter(Result::is_ok).count();
    assert_eq!(created, 20);
}
