//! What belongs to something else.

use tc3::gaap::{
    self, AccessConfiguration, AddRealServersRequest, BindListenerRealServersRequest, CreateProxyGroupRequest,
    CreateProxyRequest, CreateTCPListenersRequest, DeleteProxyGroupRequest, DescribeListenerRealServersRequest,
    DescribeProxiesRequest, DescribeProxyGroupDetailsRequest, DescribeRealServersRequest,
    DescribeRealServersStatusRequest, DestroyProxiesRequest, RealServerBindSetReq, RemoveRealServersRequest,
};

use crate::cloud::{Cloud, code};

#[tokio::test]
async fn a_group_holds_the_connections_that_it_was_created_with() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let regions = ["Guangzhou", "Shanghai"].map(|region| AccessConfiguration::new(region, 10, 2));
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina").access_region_set(regions);
    let id = cloud.created_group(&request).await;
    cloud.wait_for_group(&id).await.unwrap();
    let describe = DescribeProxyGroupDetailsRequest::new(&id);
    let group = gaap::describe_proxy_group_details(client, &describe).await.unwrap();
    assert_eq!(group.proxy_group_detail.proxy_num, 2);
    let all = DescribeProxiesRequest::new();
    let proxies = client.items(&all).all().await.unwrap();
    let regions: Vec<&str> = proxies.iter().map(|proxy| proxy.access_region.as_str()).collect();
    assert_eq!(regions, ["Shanghai", "Guangzhou"]);
    assert_eq!(proxies[0].group_id.as_ref(), Some(&id));
    assert_eq!(proxies[0].real_server_region, "EastChina");

    let refused = gaap::delete_proxy_group(client, &DeleteProxyGroupRequest::new(&id)).await;
    assert_eq!(code(refused), "FailedOperation.DeleteProxyGroupProxyRemained");
    gaap::delete_proxy_group(client, &DeleteProxyGroupRequest::new(&id).force(1))
        .await
        .unwrap();
    assert!(client.items(&all).all().await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_added_to_what_is_not_there_or_does_not_run() {
    let cloud = Cloud::start().await;
    let nowhere = CreateProxyRequest::new(0, "link", "Guangzhou", 10, 2).group_id("lg-nowhere1");
    assert_eq!(
        code(gaap::create_proxy(&cloud.client, &nowhere).await),
        "ResourceNotFound"
    );
    let listener = CreateTCPListenersRequest::new("web", [80], "rr", 1, "IP");
    let of_none = gaap::create_tcp_listeners(&cloud.client, &listener).await;
    assert_eq!(code(of_none), "MissingParameter");
    let group = cloud.group("test").await;
    let early = gaap::create_tcp_listeners(&cloud.client, &listener.clone().group_id(&group)).await;
    assert_eq!(code(early), "FailedOperation.GroupStatusNotInRuning");
    let of_two = listener.group_id(&group).proxy_id("link-nowhere1");
    assert_eq!(
        code(gaap::create_tcp_listeners(&cloud.client, &of_two).await),
        "InvalidParameter"
    );
}

#[tokio::test]
async fn origin_servers_are_bound_and_keep_what_they_are_bound_to() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let listener = CreateTCPListenersRequest::new("web", [80], "rr", 1, "IP").proxy_id(&proxy);
    let listener = gaap::create_tcp_listeners(client, &listener).await.unwrap();
    let listener_id = &listener.listener_ids[0];
    let add = AddRealServersRequest::new(0, ["192.0.2.10", "192.0.2.11"], "origin");
    let servers = gaap::add_real_servers(client, &add)
        .await
        .unwrap()
        .into_inner()
        .real_server_set;
    assert_eq!(servers[1].real_server_ip, "192.0.2.11");
    let again = AddRealServersRequest::new(0, ["192.0.2.12", "192.0.2.10"], "again");
    assert_eq!(
        code(gaap::add_real_servers(client, &again).await),
        "InvalidParameterValue.DuplicateRS"
    );
    let all = DescribeRealServersRequest::new(-1).search_value("192.0.2.1");
    assert_eq!(
        client.items(&all).all().await.unwrap().len(),
        2,
        "all of a request or nothing"
    );

    let bind = async |servers: &[(&str, &str)]| {
        let set = servers.iter().map(|(id, ip)| RealServerBindSetReq::new(*id, 8080, *ip));
        let request = BindListenerRealServersRequest::new(listener_id).real_server_bind_set(set);
        gaap::bind_listener_real_servers(client, &request).await
    };
    let bound = async || {
        let request = DescribeListenerRealServersRequest::new(listener_id);
        let described = gaap::describe_listener_real_servers(client, &request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(
            described.bind_real_server_total_count,
            u64::try_from(described.bind_real_server_set.len()).unwrap()
        );
        let set = described.bind_real_server_set.into_iter();
        set.map(|server| server.real_server_ip).collect::<Vec<_>>()
    };
    let [first, second] = [0, 1].map(|index| {
        (
            servers[index].real_server_id.as_str(),
            servers[index].real_server_ip.as_str(),
        )
    });
    bind(&[first, second]).await.unwrap();
    assert_eq!(bound().await, ["192.0.2.10", "192.0.2.11"]);
    bind(&[second]).await.unwrap();
    assert_eq!(bound().await, ["192.0.2.11"], "the new ones take the place of the old");
    let refused = bind(&[first, ("rs-nowhere1", "192.0.2.99")]).await;
    assert_eq!(code(refused), "InvalidParameterValue.RealServerNotBelong");
    assert_eq!(bound().await, ["192.0.2.11"], "a refused request changes nothing");

    let status = DescribeRealServersStatusRequest::new([first.0, second.0]);
    let status = gaap::describe_real_servers_status(client, &status)
        .await
        .unwrap()
        .into_inner()
        .real_server_status_set;
    assert_eq!((status[0].bind_status, status[0].proxy_id.as_str()), (0, ""));
    assert_eq!(
        (status[1].bind_status, status[1].proxy_id.as_str()),
        (1, proxy.as_str())
    );

    let remove = gaap::remove_real_servers(client, &RemoveRealServersRequest::new([second.0])).await;
    assert_eq!(code(remove), "FailedOperation.RealServerAlreadyBound");
    let destroy = |force| DestroyProxiesRequest::new(force).proxy_ids([&proxy]);
    assert_eq!(
        code(gaap::destroy_proxies(client, &destroy(0)).await),
        "FailedOperation.RealServerAlreadyBound"
    );
    gaap::destroy_proxies(client, &destroy(1)).await.unwrap();
    gaap::remove_real_servers(client, &RemoveRealServersRequest::new([first.0, second.0]))
        .await
        .unwrap();
    assert!(client.items(&all).all().await.unwrap().is_empty());
    bind(&[]).await.unwrap_err();
}
