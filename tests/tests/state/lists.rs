//! Lists: pages, conditions, order.

use tc3::gaap::{
    self, CreateProxyGroupRequest, CreateProxyRequest, DescribeProxiesRequest, DescribeProxyGroupListRequest,
    DescribeResourcesByTagRequest, Filter, PackageType, TagPair,
};

use crate::cloud::{Cloud, code};

async fn create(cloud: &Cloud, request: CreateProxyGroupRequest) {
    gaap::create_proxy_group(&cloud.client, &request).await.unwrap();
}

async fn names(cloud: &Cloud, request: &DescribeProxyGroupListRequest) -> Vec<String> {
    let groups = cloud.client.items(request).all().await.unwrap();
    groups.into_iter().map(|group| group.group_name).collect()
}

#[tokio::test]
async fn pages_hold_each_group_once_in_the_order_of_their_creation() {
    let cloud = Cloud::start().await;
    let created: Vec<String> = (0..7).map(|number| format!("group-{number}")).collect();
    for name in &created {
        cloud.group(name).await;
    }
    let sent = cloud.emulator.requests().len();
    assert_eq!(
        names(&cloud, &DescribeProxyGroupListRequest::new(0, 3, -1)).await,
        created
    );
    assert_eq!(cloud.emulator.requests().len() - sent, 3);

    let page = DescribeProxyGroupListRequest::new(5, 3, -1);
    let page = gaap::describe_proxy_group_list(&cloud.client, &page).await.unwrap();
    assert_eq!((page.total_count, page.proxy_group_list.len()), (7, 2));
    let beyond = DescribeProxyGroupListRequest::new(100, 3, -1);
    let beyond = gaap::describe_proxy_group_list(&cloud.client, &beyond).await.unwrap();
    assert_eq!((beyond.total_count, beyond.proxy_group_list.len()), (7, 0));
    let before = DescribeProxyGroupListRequest::new(-1, 3, -1);
    let refused = gaap::describe_proxy_group_list(&cloud.client, &before).await;
    assert_eq!(code(refused), "InvalidParameterValue");
}

#[tokio::test]
async fn groups_are_listed_by_project_filter_and_tag() {
    let cloud = Cloud::start().await;
    let red = TagPair::new("color", "red");
    create(
        &cloud,
        CreateProxyGroupRequest::new(0, "east", "EastChina").tag_set([red.clone()]),
    )
    .await;
    create(&cloud, CreateProxyGroupRequest::new(5, "south", "SouthChina")).await;
    let accelerator = CreateProxyGroupRequest::new(5, "north", "NorthChina").package_type(PackageType::Accelerator);
    create(
        &cloud,
        accelerator.tag_set([TagPair::new("color", "blue"), TagPair::new("team", "red")]),
    )
    .await;

    let of_project = |project| DescribeProxyGroupListRequest::new(0, 10, project);
    let all = || of_project(-1);
    assert_eq!(names(&cloud, &of_project(5)).await, ["south", "north"]);
    assert_eq!(names(&cloud, &of_project(0)).await, ["east"]);
    assert_eq!(names(&cloud, &of_project(1)).await, [""; 0]);

    let regions = Filter::new("RealServerRegion", ["EastChina", "NorthChina"]);
    assert_eq!(
        names(&cloud, &all().filters([regions.clone()])).await,
        ["east", "north"]
    );
    let both = [regions, Filter::new("PackageType", ["Accelerator"])];
    assert_eq!(names(&cloud, &all().filters(both)).await, ["north"]);
    let unknown = all().filters([Filter::new("Color", ["red"])]);
    let refused = gaap::describe_proxy_group_list(&cloud.client, &unknown).await;
    assert_eq!(code(refused), "InvalidParameterValue");

    assert_eq!(names(&cloud, &all().tag_set([red.clone()])).await, ["east"]);
    let any = [red, TagPair::new("team", "red")];
    assert_eq!(names(&cloud, &all().tag_set(any)).await, ["east", "north"]);
    let request = DescribeResourcesByTagRequest::new("color", "blue");
    let tagged = gaap::describe_resources_by_tag(&cloud.client, &request).await.unwrap();
    assert_eq!(tagged.total_count, 1);
    assert_eq!(tagged.resource_set[0].resource_type.as_str(), "ProxyGroup");
    let request = DescribeResourcesByTagRequest::new("team", "blue");
    let tagged = gaap::describe_resources_by_tag(&cloud.client, &request).await.unwrap();
    assert_eq!((tagged.total_count, tagged.resource_set.len()), (0, 0));
}

#[tokio::test]
async fn connections_are_listed_by_their_ids_and_in_the_order_that_is_asked_for() {
    let cloud = Cloud::start().await;
    let group = cloud.running_group("test").await;
    let mut ids = Vec::new();
    for (bandwidth, group_id) in [(10, Some(&group)), (200, None), (50, None)] {
        let mut request = CreateProxyRequest::new(0, "link", "Guangzhou", bandwidth, 2).real_server_region("EastChina");
        request.group_id = group_id.cloned();
        ids.push(
            gaap::create_proxy(&cloud.client, &request)
                .await
                .unwrap()
                .into_inner()
                .instance_id,
        );
    }
    let listed = async |request: DescribeProxiesRequest| {
        let proxies = cloud.client.items(&request).all().await.unwrap();
        proxies.into_iter().map(|proxy| proxy.bandwidth).collect::<Vec<_>>()
    };
    let all = DescribeProxiesRequest::new;
    assert_eq!(listed(all()).await, [50, 200, 10], "the last one created first");
    assert_eq!(listed(all().order_field("bandwidth").order("asc")).await, [10, 50, 200]);
    assert_eq!(listed(all().order_field("bandwidth")).await, [200, 50, 10]);
    assert_eq!(listed(all().proxy_ids([&ids[1], "link-nowhere1"])).await, [200]);
    assert_eq!(listed(all().independent(1)).await, [50, 200]);
    assert_eq!(listed(all().independent(0)).await, [10]);
    assert_eq!(listed(all().filters([Filter::new("GroupId", [&group])])).await, [10]);
}
