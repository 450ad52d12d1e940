//! Bodies against the parameters of the spec.

use crate::http::Running;
use crate::signer::{Signer, create_proxy_group, unsigned};
use crate::spec::builder;

#[test]
fn each_fault_has_its_code_and_names_the_place() {
    let running = Running::start(builder());
    let cases: [(&str, &str, &[&str]); 12] = [
        ("", "InvalidParameter", &["empty", "{}"]),
        ("{", "InvalidParameter", &["not JSON"]),
        ("null", "InvalidParameter", &["the body", "Object"]),
        ("[]", "InvalidParameter", &["the body", "Object"]),
        (
            "{}",
            "MissingParameter",
            &["ProjectId", "GroupName", "RealServerRegion"],
        ),
        (
            r#"{"ProjectId":0,"GroupNam":"test","RealServerRegion":"EastChina"}"#,
            "MissingParameter",
            &["`GroupName` is missing", "`GroupNam`"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":null}"#,
            "MissingParameter",
            &["RealServerRegion"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","Nonsense":1}"#,
            "UnknownParameter",
            &["Nonsense", "AccessRegionSet"],
        ),
        (
            r#"{"ProjectId":-1,"GroupName":"test","RealServerRegion":"EastChina"}"#,
            "InvalidParameter",
            &["ProjectId", "Integer"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":7,"RealServerRegion":"EastChina"}"#,
            "InvalidParameter",
            &["`GroupName` is a number", "String"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","PackageType":"Lightning"}"#,
            "InvalidParameterValue",
            &["PackageType", "Thunder"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina",
                "AccessRegionSet":[{"AccessRegion":"Guangzhou","Bandwidth":10,"Concurrent":2},{"AccessRegion":"Beijing","Bandwidth":10}]}"#,
            "MissingParameter",
            &["AccessRegionSet.1.Concurrent"],
        ),
    ];
    for (body, code, said) in cases {
        running.send(&create_proxy_group(body)).assert_refused(code, said);
    }
    let reply = running.send(&create_proxy_group(b"{\"GroupName\":\"\xff\"}".to_vec()));
    reply.assert_refused("InvalidParameter", &["UTF-8"]);
}

#[test]
fn the_documented_examples_pass_with_their_quoted_integers() {
    let running = Running::start(builder());
    for body in [
        r#"{"ProjectId":"0","RealServerRegion":"EastChina","GroupName":"test"}"#,
        r#"{"Http3Supported":"0","ProjectId":"0","RealServerRegion":"Shanghai","GroupName":"benny-test",
            "PackageType":"Thunder","IPAddressVersion":"IPv4","AccessRegionSet":
            [{"NetworkType":"normal","Bandwidth":"10","AccessRegion":"Guangzhou","Concurrent":"2"}]}"#,
    ] {
        let reply = running.send(&create_proxy_group(body));
        assert_eq!(reply.code(), "", "{}", reply.message());
    }
}

#[test]
fn limits_of_the_spec_hold() {
    let running = Running::start(builder());
    let cases = [
        (r#"{"Limit":1}"#, ""),
        (r#"{"Limit":"100","Flag":"true","Filter":{"Name":"one"}}"#, ""),
        (r#"{"Limit":101}"#, "InvalidParameterValue"),
        (
            r#"{"Filter":{"Name":"a name that is too long"}}"#,
            "InvalidParameterValue",
        ),
        (r#"{"Filter":{"Nam":"one"}}"#, "UnknownParameter"),
        (r#"{"Flag":1}"#, "InvalidParameter"),
    ];
    for (body, code) in cases {
        let mut request = unsigned("sample", "2024-01-31", "DescribeThings", body);
        request.set("X-TC-Region", "ap-beijing");
        Signer::for_service("sample").sign(&mut request);
        assert_eq!(running.send(&request).code(), code, "{body}");
    }
}

#[test]
fn a_body_with_thousands_of_faults_names_a_few() {
    let running = Running::start(builder());
    let unknown: Vec<String> = (0..5000).map(|number| format!("\"P{number}\":1")).collect();
    let reply = running.send(&create_proxy_group(format!("{{{}}}", unknown.join(","))));
    reply.assert_refused("MissingParameter", &["more"]);
    assert!(reply.message().len() < 4000, "{}", reply.message().len());
}
