//! Modifications, each seen in what is described after it.

use tc3::gaap::{
    self, AccessConfiguration, AddRealServersRequest, CloseProxyGroupRequest, CreateCertificateRequest,
    CreateDomainRequest, CreateProxyGroupRequest, CreateRuleRequest, CreateTCPListenersRequest, DeleteRuleRequest,
    DescribeCertificateDetailRequest, DescribeCertificatesRequest, DescribeProxiesRequest, DescribeProxyDetailRequest,
    DescribeRealServersRequest, DescribeRuleRealServersRequest, DescribeRulesRequest, DescribeTCPListenersRequest,
    Filter, ModifyCertificateAttributesRequest, ModifyProxiesProjectRequest, ModifyRealServerNameRequest,
    ModifyRuleAttributeRequest, ModifyTCPListenerAttributeRequest, OpenProxyGroupRequest, ProxyStatusValue,
};

use crate::cloud::{Cloud, code};

#[tokio::test]
async fn a_group_closes_and_opens_its_connections() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina").access_region_set([AccessConfiguration::new(
        "Guangzhou",
        10,
        2,
    )]);
    let id = cloud.created_group(&request).await;
    cloud.wait_for_group(&id).await.unwrap();
    let status = async || {
        let all = DescribeProxiesRequest::new();
        client.items(&all).all().await.unwrap().remove(0).status
    };
    // Not running yet: named, and left as it is.
    let closed = gaap::close_proxy_group(client, &CloseProxyGroupRequest::new(&id))
        .await
        .unwrap();
    assert_eq!(closed.invalid_status_instance_set.len(), 1);
    assert_eq!(status().await, ProxyStatusValue::Creating);
    assert_eq!(status().await, ProxyStatusValue::Running);
    gaap::close_proxy_group(client, &CloseProxyGroupRequest::new(&id))
        .await
        .unwrap();
    assert_eq!(
        (status().await, status().await),
        (ProxyStatusValue::Closing, ProxyStatusValue::Closed)
    );
    gaap::open_proxy_group(client, &OpenProxyGroupRequest::new(&id))
        .await
        .unwrap();
    assert_eq!(
        (status().await, status().await),
        (ProxyStatusValue::Opening, ProxyStatusValue::Running)
    );
}

#[tokio::test]
async fn names_and_projects_change() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let project = ModifyProxiesProjectRequest::new(9).proxy_ids([&proxy]);
    gaap::modify_proxies_project(client, &project).await.unwrap();
    let described = gaap::describe_proxy_detail(client, &DescribeProxyDetailRequest::new(&proxy))
        .await
        .unwrap();
    assert_eq!(
        (described.proxy_detail.project_id, described.proxy_detail.bandwidth),
        (9, 10)
    );

    let add = AddRealServersRequest::new(0, ["192.0.2.10"], "origin");
    let server = gaap::add_real_servers(client, &add)
        .await
        .unwrap()
        .into_inner()
        .real_server_set
        .remove(0);
    let rename = ModifyRealServerNameRequest::new("renamed", &server.real_server_id);
    gaap::modify_real_server_name(client, &rename).await.unwrap();
    let named = DescribeRealServersRequest::new(0).filters([Filter::new("RealServerName", ["renamed"])]);
    assert_eq!(client.items(&named).all().await.unwrap().len(), 1);

    let listener = CreateTCPListenersRequest::new("web", [80], "rr", 1, "IP").proxy_id(&proxy);
    let listener = gaap::create_tcp_listeners(client, &listener)
        .await
        .unwrap()
        .into_inner()
        .listener_ids
        .remove(0);
    let modify = ModifyTCPListenerAttributeRequest::new(&listener)
        .listener_name("renamed")
        .delay_loop(60);
    gaap::modify_tcp_listener_attribute(client, &modify).await.unwrap();
    let elsewhere = gaap::modify_tcp_listener_attribute(client, &modify.proxy_id("link-nowhere1")).await;
    assert_eq!(code(elsewhere), "ResourceNotFound");
    let listed = DescribeTCPListenersRequest::new().listener_id(&listener);
    let listed = client.items(&listed).all().await.unwrap().remove(0);
    assert_eq!(
        (listed.listener_name.as_str(), listed.delay_loop, listed.connect_timeout),
        ("renamed", 60, 2)
    );
}

#[tokio::test]
async fn a_certificate_is_listed_by_its_kind_and_renamed() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    for kind in [1, 2, 2] {
        gaap::create_certificate(client, &CreateCertificateRequest::new(kind, "content"))
            .await
            .unwrap();
    }
    let listed = async |request: DescribeCertificatesRequest| client.items(&request).all().await.unwrap();
    assert_eq!(
        listed(DescribeCertificatesRequest::new().certificate_type(-1))
            .await
            .len(),
        3
    );
    let servers = listed(DescribeCertificatesRequest::new().certificate_type(2)).await;
    assert_eq!(servers.len(), 2);
    let id = &servers[1].certificate_id;
    let rename = ModifyCertificateAttributesRequest::new(id).certificate_alias("renamed");
    gaap::modify_certificate_attributes(client, &rename).await.unwrap();
    let detail = gaap::describe_certificate_detail(client, &DescribeCertificateDetailRequest::new(id))
        .await
        .unwrap();
    let detail = detail.into_inner().certificate_detail;
    assert_eq!(
        (detail.certificate_alias.as_str(), detail.certificate_content.as_str()),
        ("renamed", "content")
    );
}

#[tokio::test]
async fn a_rule_changes_its_path_and_goes() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let listener = cloud.http_listener(&proxy).await;
    gaap::create_domain(client, &CreateDomainRequest::new(&listener, "a.example.com"))
        .await
        .unwrap();
    let rule = CreateRuleRequest::new(&listener, "a.example.com", "/", "IP", "rr", 0);
    let rule = gaap::create_rule(client, &rule).await.unwrap().into_inner().rule_id;
    let modify = ModifyRuleAttributeRequest::new(&listener, &rule).path("/new");
    gaap::modify_rule_attribute(client, &modify).await.unwrap();
    let described = gaap::describe_rules(client, &DescribeRulesRequest::new(&listener))
        .await
        .unwrap();
    assert_eq!(described.domain_rule_set[0].rule_set[0].path, "/new");

    let servers = DescribeRuleRealServersRequest::new(&rule);
    let servers = async || gaap::describe_rule_real_servers(client, &servers).await;
    assert_eq!(servers().await.unwrap().bind_real_server_total_count, 0);
    gaap::delete_rule(client, &DeleteRuleRequest::new(&listener, &rule, 0))
        .await
        .unwrap();
    assert_eq!(code(servers().await), "ResourceNotFound");
}
