//! Blocking calls through the public crate.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::time::Duration;
use tc3::blocking::Client;

use tc3::gaap::{
    self, CreateProxyGroupRequest, CreateProxyGroupResponse, DescribeProxyGroupDetailsRequest,
    DescribeProxyGroupDetailsResponse, DescribeProxyGroupListRequest, DescribeProxyGroupListResponse, ProxyGroupInfo,
    ProxyGroupState,
};
use tc3::mock::MockTransport;

#[test]
fn a_typed_call_blocks_and_is_retried_like_any_other() {
    let mock = MockTransport::new();
    let mut group = CreateProxyGroupResponse::default();
    "lg-1".clone_into(&mut group.group_id);
    mock.on::<CreateProxyGroupRequest>()
        .respond_error("RequestLimitExceeded", "slow down")
        .respond(group);
    let client: Client = mock.client().build_blocking().unwrap();
    let request = CreateProxyGroupRequest::new(7, "test", "EastChina");
    assert_eq!(client.send(&request).unwrap().group_id, "lg-1");
    assert_eq!(mock.calls::<CreateProxyGroupRequest>().len(), 2);

    let group = client.run(gaap::create_proxy_group(client.as_async(), &request));
    assert_eq!(group.unwrap().group_id, "lg-1");
}

fn page(ids: &[&str]) -> DescribeProxyGroupListResponse {
    let mut page = DescribeProxyGroupListResponse::default();
    page.total_count = 3;
    page.proxy_group_list = ids
        .iter()
        .map(|id| {
            let mut group = ProxyGroupInfo::default();
            (*id).clone_into(&mut group.group_id);
            group
        })
        .collect();
    page
}

#[test]
fn lists_are_iterators_over_their_pages() {
    let mock = MockTransport::new();
    mock.on::<DescribeProxyGroupListRequest>()
        .respond(page(&["lg-1", "lg-2"]))
        .respond(page(&["lg-3"]))
        .respond(page(&["lg-1", "lg-2"]))
        .respond_error("AuthFailure", "no");
    let client: Client = mock.client().build_blocking().unwrap();
    let request = DescribeProxyGroupListRequest::new(0, 2, -1);
    let ids: Result<Vec<String>, tc3::Error> = client.items(&request).map(|group| Ok(group?.group_id)).collect();
    assert_eq!(ids.unwrap(), ["lg-1", "lg-2", "lg-3"]);
    let pages: Vec<bool> = client.pages(&request).map(|page| page.is_ok()).collect();
    assert_eq!(pages, [true, false], "an error is the last item");
}

#[test]
fn an_iterator_in_an_async_task_ends_with_an_error() {
    let mock = MockTransport::new();
    let client: Client = mock.client().build_blocking().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let errors: Vec<bool> = runtime.block_on(async {
        let items = client.items(&DescribeProxyGroupListRequest::new(0, 2, -1));
        items.map(|item| item.unwrap_err().is_validation()).collect()
    });
    assert_eq!(errors, [true]);
    assert!(mock.recorded().is_empty());
}

#[test]
fn a_wait_blocks_until_the_check_is_content() {
    let mock = MockTransport::new();
    let with_status = |status| {
        let mut details = DescribeProxyGroupDetailsResponse::default();
        details.proxy_group_detail.status = status;
        details
    };
    mock.on::<DescribeProxyGroupDetailsRequest>()
        .respond(with_status(ProxyGroupState::CREATING))
        .respond(with_status(ProxyGroupState::RUNNING));
    let client: Client = mock.client().build_blocking().unwrap();
    let (interval, deadline) = (Duration::from_millis(1), Duration::from_secs(60));
    let details = DescribeProxyGroupDetailsRequest::new("lg-1");
    let check = |group: &tc3::Response<DescribeProxyGroupDetailsResponse>| {
        group.proxy_group_detail.status == ProxyGroupState::RUNNING
    };
    client.wait_until(&details, check, interval, deadline).unwrap();
    assert_eq!(mock.recorded().len(), 2);
}
