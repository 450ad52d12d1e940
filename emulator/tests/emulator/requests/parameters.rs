//! Validation of parameters against the spec.

use crate::support::http::Running;
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

#[test]
fn each_violation_has_its_code_and_its_path() {
    let running = Running::start(builder());
    let cases: [(&str, &str, &[&str]); 15] = [
        ("", "InvalidParameter", &["empty", "{}"]),
        ("{", "InvalidParameter", &["not JSON"]),
        ("null", "MissingParameter", &["ProjectId"]),
        (
            r#"{"ProjectId":0,"ProjectId":1}"#,
            "InvalidParameter",
            &["`ProjectId` is given twice"],
        ),
        (
            r#"{"AccessRegionSet":[{"Bandwidth":10,"Bandwidth":20}]}"#,
            "InvalidParameter",
            &["`Bandwidth` is given twice"],
        ),
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
            &["`ProjectId` is a number, -1; expected Integer"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":7,"RealServerRegion":"EastChina"}"#,
            "InvalidParameter",
            &["`GroupName` is a number, 7; expected String"],
        ),
        (
            r#"{"ProjectId":{"a":1},"GroupName":"test","RealServerRegion":"EastChina"}"#,
            "InvalidParameter",
            &["`ProjectId` is an object; expected Integer"],
        ),
        (
            r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina","PackageType":"Lightning"}"#,
            "InvalidParameterValue",
            &["`PackageType` is \"Lightning\"; expected one of Thunder"],
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

/// A client that renames parameters, or a typing mistake: names are compared with their letter case.
#[test]
fn an_unknown_parameter_names_the_one_in_other_letter_case() {
    let running = Running::start(builder());
    let mut create = serde_json::from_str::<serde_json::Value>(BODY).expect("JSON");
    create["IpAddressVersion"] = "IPv4".into();
    create["AccessRegionSet"] = serde_json::json!([{"accessRegion": "Guangzhou", "Bandwidth": 10, "Concurrent": 2}]);
    create["Nothing"] = 1.into();
    create["AccessRegionSet"][0]["AccessRegion"] = "Guangzhou".into();
    running.send(&create_proxy_group(create.to_string())).assert_refused(
        "UnknownParameter",
        &[
            "`IpAddressVersion` is not a parameter, but `IPAddressVersion` in other letter case",
            "`AccessRegionSet.0.accessRegion` is not a parameter, but `AccessRegion` in other letter case",
            "`Nothing` is not a parameter; expected one of",
        ],
    );
}

#[test]
fn documented_examples_are_valid_with_quoted_integers() {
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
fn limits_of_the_spec_are_enforced() {
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
        (r#"{"Levels":[2,"3"]}"#, ""),
        (r#"{"Levels":[2,4]}"#, "InvalidParameterValue"),
    ];
    for (body, code) in cases {
        let mut request = unsigned("sample", "2024-01-31", "DescribeThings", body);
        request.set("X-TC-Region", "ap-beijing");
        Signer::for_service("sample").sign(&mut request);
        assert_eq!(running.send(&request).code(), code, "{body}");
    }
}

#[test]
fn a_body_with_thousands_of_violations_lists_a_few() {
    let running = Running::start(builder());
    let unknown: Vec<String> = (0..5000).map(|number| format!("\"P{number}\":1")).collect();
    let reply = running.send(&create_proxy_group(format!("{{{}}}", unknown.join(","))));
    reply.assert_refused("MissingParameter", &["more"]);
    assert!(reply.message().len() < 4000, "{}", reply.message().len());
}

fn login(body: &str) -> (String, String) {
    let running = Running::start(builder());
    let mut request = unsigned("sample", "2024-01-31", "LogIn", body);
    Signer::for_service("sample").sign(&mut request);
    let reply = running.send(&request);
    (reply.code().to_owned(), reply.message().to_owned())
}

#[test]
fn a_message_quotes_a_value_on_one_line_and_shortened() {
    let (code, message) = login(
        "{\"Name\":{},\"Level\":\"\u{202e}\\n\u{1b}x\"}"
            .replace('\u{1b}', "\\u001b")
            .as_str(),
    );
    assert_eq!(code, "InvalidParameter");
    assert_eq!(
        message,
        r#"`Name` is an object; expected String; `Level` is a string, "\u{202e}\n\u001bx"; expected Integer"#
    );
    let (_, message) = login(&format!(r#"{{"Level":"{}"}}"#, "9".repeat(5000)));
    assert!(
        message.contains("99…; expected Integer") && message.len() < 200,
        "{message}"
    );
    let (code, message) = login(&format!(r#"{{"{}":1}}"#, "N".repeat(5000)));
    assert_eq!(code, "UnknownParameter");
    assert!(
        message.contains("NN…` is not a parameter") && message.len() < 300,
        "{message}"
    );
    let (code, message) = login(r#"{"Name":"far too long for it"}"#);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        r#"`Name` is "far too long for it"; expected at most 10 characters"#
    );
}

#[test]
fn a_message_never_quotes_a_secret() {
    for body in [
        r#""hunter2""#,
        r#"{"Password":4815162342}"#,
        r#"{"Password":"hunter2 and more"}"#,
        r#"{"Pin":"hunter2"}"#,
        r#"{"Passwords":"hunter2"}"#,
        r#"{"Passwords":[4815162342]}"#,
        r#"{"Kind":"hunter2"}"#,
        r#"{"Account":"{\"Password\":\"hunter2\"}"}"#,
        r#"{"Account":["hunter2"]}"#,
        r#"{"Account":{"Password":4815162342}}"#,
        r#"{"Accounts":"hunter2"}"#,
        r#"{"Accounts":["hunter2"]}"#,
        r#"{"Hidden":{"Name":4815162342}}"#,
        r#"{"Name":{"Password":"hunter2"}}"#,
        r#"{"Name":["hunter2"]}"#,
    ] {
        let (code, message) = login(body);
        assert!(code.starts_with("InvalidParameter"), "{body}: {code}");
        assert!(
            !message.contains("hunter2") && !message.contains("4815"),
            "{body}: {message}"
        );
    }
    let (_, message) = login(r#"{"Account":{"Name":7}}"#);
    assert_eq!(message, "`Account.Name` is a number, 7; expected String");
}

#[test]
fn a_quoted_number_must_be_a_json_number() {
    for number in ["5", "0", "-5", "-0"] {
        assert_eq!(
            login(&format!(r#"{{"Level":"{number}","Ratio":"{number}"}}"#)).0,
            "",
            "{number}"
        );
    }
    for number in ["+5", "05", " 5", "5 ", "", "-", "0x5", "٣", "1_0"] {
        for member in ["Level", "Size", "Ratio"] {
            let (code, message) = login(&format!(r#"{{"{member}":"{number}"}}"#));
            assert_eq!(code, "InvalidParameter", "{member} {number}: {message}");
        }
    }
    for number in ["1.5", "-1.5e-3", "1E+2"] {
        assert_eq!(login(&format!(r#"{{"Ratio":"{number}"}}"#)).0, "", "{number}");
        assert_eq!(
            login(&format!(r#"{{"Level":"{number}"}}"#)).0,
            "InvalidParameter",
            "{number}"
        );
    }
    for number in [".5", "5.", "inf", "NaN", "infinity", "1e", "1e999"] {
        assert_eq!(
            login(&format!(r#"{{"Ratio":"{number}"}}"#)).0,
            "InvalidParameter",
            "{number}"
        );
    }
}
