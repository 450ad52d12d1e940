//! Routing of requests to services and actions.

use crate::support::http::Running;
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::builder;

#[test]
fn service_version_and_action_must_be_in_the_spec() {
    let running = Running::start(builder());
    let cases = [
        ("unheardof", "2017-03-12", "DescribeZones", "NoSuchProduct", "gaap"),
        ("gaap", "2018-05-30", "CreateProxyGroup", "NoSuchVersion", "2018-05-29"),
        ("sample", "2024-01-31", "createThing", "InvalidAction", "CreateThing"),
    ];
    for (service, version, action, code, expected) in cases {
        let mut request = unsigned(service, version, action, "{}");
        Signer::for_service(service).sign(&mut request);
        running.send(&request).assert_refused(code, &[expected]);
    }
}

#[test]
fn the_host_and_the_scope_must_name_the_same_service() {
    let running = Running::start(builder());
    for host in [
        "sample.tencentcloudapi.com",
        "sample.tencentcloudapi.com:443",
        "SAMPLE.ap-beijing.TencentCloudAPI.com",
        "sample.internal.tencentcloudapi.com",
        "sample.intl.tencentcloudapi.com",
    ] {
        for (service, code) in [("sample", ""), ("gaap", "AuthFailure.SignatureFailure")] {
            let mut request = unsigned("sample", "2024-01-31", "CreateThing", "{}");
            request.set("Host", host);
            Signer::for_service(service).sign(&mut request);
            assert_eq!(running.send(&request).code(), code, "{host} {service}");
        }
    }
}

#[test]
fn an_unknown_action_suggests_similar_ones() {
    let running = Running::start(builder());
    for (given, meant) in [
        ("CreateProxyGruop", "CreateProxyGroup"),
        ("describeproxies", "DescribeProxies"),
    ] {
        let mut request = unsigned("gaap", "2018-05-29", given, "{}");
        Signer::default().sign(&mut request);
        running.send(&request).assert_refused("InvalidAction", &[meant]);
    }
}

#[test]
fn with_any_other_host_the_scope_names_the_service() {
    let running = Running::start(builder().allow_host("gaap.example.com"));
    let own = running.emulator.addr().to_string();
    for host in [
        &own,
        "localhost:9443",
        "gaap.example.com",
        "tencentcloudapi.com",
        "[::1]:9443",
    ] {
        let mut request = unsigned("sample", "2024-01-31", "CreateThing", "{}");
        request.set("Host", host);
        Signer::for_service("sample").sign(&mut request);
        assert_eq!(running.send(&request).code(), "", "{host}");
    }
}

#[test]
fn a_region_is_required_if_the_action_needs_one() {
    let running = Running::start(builder());
    let mut request = unsigned("sample", "2024-01-31", "DescribeThings", "{}");
    Signer::for_service("sample").sign(&mut request);
    running
        .send(&request)
        .assert_refused("MissingParameter", &["X-TC-Region"]);
    request.set("X-TC-Region", "ap-beijing");
    assert_eq!(running.send(&request).code(), "");
}

#[test]
fn requests_are_recorded() {
    let running = Running::start(builder());
    let mut request = unsigned("sample", "2024-01-31", "DescribeThings", r#"{"Limit":0}"#);
    request.set("X-TC-Region", "ap-beijing");
    Signer::for_service("sample").sign(&mut request);
    let reply = running.send(&request);
    let requests = running.emulator.requests();
    let [recorded] = &requests[..] else {
        panic!("{requests:?}");
    };
    assert_eq!(recorded.method, "POST");
    assert_eq!(recorded.service.as_deref(), Some("sample"));
    assert_eq!(recorded.action.as_deref(), Some("DescribeThings"));
    assert_eq!(recorded.version.as_deref(), Some("2024-01-31"));
    assert_eq!(recorded.region.as_deref(), Some("ap-beijing"));
    assert_eq!(recorded.headers["content-type"], "application/json");
    assert_eq!(recorded.body, r#"{"Limit":0}"#);
    assert_eq!(recorded.error_code(), Some("InvalidParameterValue"));
    assert_eq!(reply.response["RequestId"], recorded.request_id.as_str());
}
