//! Listeners, their domains and forwarding rules.

use tc3::gaap::{
    self, AddRealServersRequest, BindRuleRealServersRequest, CreateCertificateRequest, CreateDomainRequest,
    CreateHTTPListenerRequest, CreateHTTPSListenerRequest, CreateRuleRequest, CreateTCPListenersRequest,
    CreateUDPListenersRequest, DeleteCertificateRequest, DeleteDomainRequest, DeleteListenersRequest,
    DescribeHTTPListenersRequest, DescribeHTTPSListenersRequest, DescribeRulesByRuleIdsRequest, DescribeRulesRequest,
    DescribeTCPListenersRequest, DescribeUDPListenersRequest, DomainRuleSet, ModifyDomainRequest, RealServerBindSetReq,
};

use crate::cloud::{Cloud, code};

#[tokio::test]
async fn listeners_differ_by_protocol_and_by_port() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let tcp = |ports: &[u64]| CreateTCPListenersRequest::new("web", ports.to_vec(), "rr", 1, "IP").proxy_id(&proxy);
    let created = gaap::create_tcp_listeners(client, &tcp(&[80, 81]))
        .await
        .unwrap()
        .into_inner()
        .listener_ids;
    assert_eq!(created.len(), 2);
    let taken = gaap::create_tcp_listeners(client, &tcp(&[82, 80])).await;
    assert_eq!(code(taken), "InvalidParameterValue.DuplicatedListenerPort");
    let http = CreateHTTPListenerRequest::new("site", 80).proxy_id(&proxy);
    assert_eq!(
        code(gaap::create_http_listener(client, &http).await),
        "InvalidParameterValue.DuplicatedListenerPort"
    );
    let udp = CreateUDPListenersRequest::new("game", [80], "rr", "IP").proxy_id(&proxy);
    gaap::create_udp_listeners(client, &udp).await.unwrap();

    let all = DescribeTCPListenersRequest::new().proxy_id(&proxy);
    let listed = client.items(&all).all().await.unwrap();
    assert_eq!(
        listed.iter().map(|listener| listener.port).collect::<Vec<_>>(),
        [80, 81]
    );
    assert_eq!(
        (
            listed[0].listener_status,
            listed[0].protocol.as_str(),
            listed[0].delay_loop
        ),
        (1, "TCP", 5)
    );
    let listed = client.items(&all.clone().port(81)).all().await.unwrap();
    assert_eq!((listed.len(), listed[0].listener_status), (1, 0));
    let udp = client
        .items(&DescribeUDPListenersRequest::new().proxy_id(&proxy))
        .all()
        .await
        .unwrap();
    assert_eq!(udp.len(), 1);
    let nowhere = DescribeTCPListenersRequest::new().proxy_id("link-nowhere1");
    assert_eq!(
        code(gaap::describe_tcp_listeners(client, &nowhere).await),
        "ResourceNotFound"
    );

    let delete = DeleteListenersRequest::new([created[0].as_str(), "listener-nowhere1"], 0).proxy_id(&proxy);
    let deleted = gaap::delete_listeners(client, &delete).await.unwrap();
    assert_eq!(deleted.operation_succeed_listener_set, [created[0].as_str()]);
    assert_eq!(deleted.invalid_status_listener_set, ["listener-nowhere1"]);
    assert_eq!(client.items(&all).all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_certificate_cannot_go_while_a_listener_uses_it() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let https = |certificate: &str| CreateHTTPSListenerRequest::new("safe", 443, certificate, "HTTP").proxy_id(&proxy);
    let unknown = gaap::create_https_listener(client, &https("cert-nowhere1")).await;
    assert_eq!(code(unknown), "InvalidParameterValue.InvalidCertificateId");
    let certificate = CreateCertificateRequest::new(2, "content").certificate_alias("mine");
    let certificate = gaap::create_certificate(client, &certificate)
        .await
        .unwrap()
        .into_inner()
        .certificate_id;
    let listener = gaap::create_https_listener(client, &https(&certificate))
        .await
        .unwrap()
        .into_inner()
        .listener_id;
    let listed = client
        .items(&DescribeHTTPSListenersRequest::new().proxy_id(&proxy))
        .all()
        .await
        .unwrap();
    assert_eq!(
        (listed[0].listener_id.as_str(), listed[0].certificate_alias.as_str()),
        (listener.as_str(), "mine")
    );

    let delete = DeleteCertificateRequest::new(&certificate);
    assert_eq!(
        code(gaap::delete_certificate(client, &delete).await),
        "FailedOperation.CertificateIsUsing"
    );
    let listener = DeleteListenersRequest::new([&listener], 0).proxy_id(&proxy);
    gaap::delete_listeners(client, &listener).await.unwrap();
    gaap::delete_certificate(client, &delete).await.unwrap();
}

#[tokio::test]
async fn rules_belong_to_a_domain_follow_its_name_and_go_with_it() {
    let cloud = Cloud::start().await;
    let client = &cloud.client;
    let proxy = cloud.running_proxy(None).await;
    let listener = cloud.http_listener(&proxy).await;
    let domains = async || -> Vec<DomainRuleSet> {
        let described = gaap::describe_rules(client, &DescribeRulesRequest::new(&listener))
            .await
            .unwrap()
            .into_inner();
        assert_eq!(
            usize::try_from(described.total_count).unwrap(),
            described.domain_rule_set.len()
        );
        described.domain_rule_set
    };
    let rule = |path: &str| CreateRuleRequest::new(&listener, "a.example.com", path, "IP", "rr", 0);
    assert_eq!(
        code(gaap::create_rule(client, &rule("/")).await),
        "ResourceNotFound",
        "there is no domain yet"
    );
    for domain in ["a.example.com", "b.example.com"] {
        gaap::create_domain(client, &CreateDomainRequest::new(&listener, domain))
            .await
            .unwrap();
    }
    let twice = gaap::create_domain(client, &CreateDomainRequest::new(&listener, "a.example.com")).await;
    assert_eq!(code(twice), "FailedOperation.DomainAlreadyExisted");
    let rule_id = gaap::create_rule(client, &rule("/"))
        .await
        .unwrap()
        .into_inner()
        .rule_id;
    assert_eq!(
        code(gaap::create_rule(client, &rule("/")).await),
        "FailedOperation.RuleAlreadyExisted"
    );
    let server = AddRealServersRequest::new(0, ["192.0.2.10"], "origin");
    let server = gaap::add_real_servers(client, &server)
        .await
        .unwrap()
        .into_inner()
        .real_server_set
        .remove(0);
    let bound = RealServerBindSetReq::new(&server.real_server_id, 8080, &server.real_server_ip);
    let bind = BindRuleRealServersRequest::new(&rule_id).real_server_bind_set([bound]);
    gaap::bind_rule_real_servers(client, &bind).await.unwrap();

    let rename = |to: &str| ModifyDomainRequest::new(&listener, "a.example.com", to);
    let taken = gaap::modify_domain(client, &rename("b.example.com")).await;
    assert_eq!(code(taken), "FailedOperation.DomainAlreadyExisted");
    gaap::modify_domain(client, &rename("c.example.com")).await.unwrap();
    let listed = domains().await;
    assert_eq!(
        listed.iter().map(|domain| domain.domain.as_str()).collect::<Vec<_>>(),
        ["c.example.com", "b.example.com"]
    );
    let shown = &listed[0].rule_set[0];
    assert_eq!(
        (shown.rule_id.as_str(), shown.domain.as_str(), shown.path.as_str()),
        (rule_id.as_str(), "c.example.com", "/")
    );
    assert_eq!(shown.real_server_set[0].real_server_port, 8080);

    let delete = |force| DeleteDomainRequest::new(&listener, "c.example.com", force);
    assert_eq!(
        code(gaap::delete_domain(client, &delete(0)).await),
        "FailedOperation.RealServerAlreadyBound"
    );
    gaap::delete_domain(client, &delete(1)).await.unwrap();
    assert_eq!(domains().await.len(), 1);
    let by_id = DescribeRulesByRuleIdsRequest::new([&rule_id]);
    assert_eq!(
        gaap::describe_rules_by_rule_ids(client, &by_id)
            .await
            .unwrap()
            .total_count,
        0
    );
    let http = client
        .items(&DescribeHTTPListenersRequest::new().listener_id(&listener))
        .all()
        .await
        .unwrap();
    assert_eq!(http.len(), 1);
}
