//! Which endpoints fail over, and where to.

use tc3_runtime::{CallOptions, Endpoint, Failover};

use crate::mock_hosts::{BACKUP, Hosts, PRIMARY};

fn endpoint(text: &str) -> Endpoint {
    text.parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn endpoints_of_ones_own_do_not_fail_over_to_a_region() {
    let own = "gateway.example:8443";
    let hosts = Hosts::with(Failover::to_region("ap-guangzhou"), |builder| {
        builder.endpoint(endpoint(own))
    });
    hosts.fails(20).await;
    assert_eq!(hosts.next().await, own);
    // The call's own host fares for itself.
    let to_region = hosts.client.with(CallOptions::new().endpoint(endpoint(PRIMARY)));
    let hosts = Hosts {
        client: to_region,
        ..hosts
    };
    hosts.fails(5).await;
    assert_eq!(hosts.next().await, BACKUP);
}

#[tokio::test(start_paused = true)]
async fn hosts_of_another_form_do_not_fail_over_to_a_region() {
    for host in [
        "gaap.intl.tencentcloudapi.com",
        "gaap.ap-shanghai-fsi.tencentcloudapi.com",
        BACKUP,
    ] {
        let hosts = Hosts::with(Failover::to_region("ap-guangzhou"), |builder| {
            builder.endpoint(endpoint(host))
        });
        hosts.fails(20).await;
        assert_eq!(hosts.next().await, host);
        assert_eq!(hosts.client.failed_hosts(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn any_endpoint_fails_over_to_an_endpoint() {
    let backup = "backup.example:8443";
    for own in [None, Some(endpoint("http://gateway.example/cloud"))] {
        let hosts = Hosts::with(Failover::to_endpoint(endpoint(backup)), |builder| match &own {
            Some(own) => builder.endpoint(own.clone()),
            None => builder,
        });
        hosts.fails(5).await;
        assert_eq!(hosts.next().await, backup);
    }
}

#[tokio::test(start_paused = true)]
async fn a_backup_has_none_itself() {
    let own = "gateway.example";
    let hosts = Hosts::with(Failover::to_endpoint(endpoint(own)), |builder| {
        builder.endpoint(endpoint(own))
    });
    hosts.fails(20).await;
    assert_eq!(hosts.client.failed_hosts(), [""; 0]);
    assert_eq!(hosts.next().await, own);
}

#[test]
fn regions_that_are_more_than_a_name_are_rejected() {
    let build = |region: &str| {
        tc3_runtime::mock::MockTransport::new()
            .client()
            .failover(Failover::to_region(region))
            .build()
    };
    for region in ["", "ap.guangzhou", "evil.example/", "ap-guangzhou ", "a@b", "广州"] {
        let error = build(region).unwrap_err();
        assert!(
            error.is_validation() && error.to_string().contains("backup region"),
            "{error}"
        );
    }
    for region in ["ap-guangzhou", "ap-shanghai-fsi", "na-siliconvalley"] {
        build(region).unwrap();
    }
}
