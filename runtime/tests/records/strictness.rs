//! `serde::Deserialize` and `from_json`: what cannot be coerced is rejected, and named.

use serde_json::json;
use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{Response, from_json};

use crate::types::{Held, Holder, Order, Report, Tag, order_with};

fn reason(json: &str) -> String {
    from_json::<Order>(json).unwrap_err().to_string()
}

#[test]
fn a_required_member_that_is_absent_is_named() {
    assert!(reason("{}").starts_with("Order: required member `Id` is missing"));
    assert!(reason(r#"{"Id":1}"#).starts_with("Order: required member `Name` is missing"));
    assert!(reason(r#"{"Id":1,"Name":null}"#).starts_with("Order: required member `Name` is missing"));
    assert!(reason(r#"{"Id":"","Name":"n"}"#).starts_with("Order: required member `Id` is missing"));
}

#[test]
fn a_required_member_that_is_absent_deeper_down_is_named_with_its_path() {
    let error = order_with(json!({"Tags": [{"Key": "k"}, {"Value": "v"}]})).unwrap_err();
    assert!(
        error.starts_with("Order: required member `Tags[1].Key` is missing"),
        "{error}"
    );
    let error = order_with(json!({"Next": {"Id": 1, "Name": "n", "Home": {}}})).unwrap_err();
    assert!(
        error.starts_with("Order: required member `Next.Home.Key` is missing"),
        "{error}"
    );
}

#[test]
fn a_value_that_is_no_object_is_rejected() {
    for json in ["null", "[]", "1", r#""text""#] {
        assert!(reason(json).contains("expected an object"), "{json}");
    }
}

#[test]
fn serde_json_values_and_readers_are_rejected_alike() {
    let odd = json!({"Id": 1, "Name": "n", "Tags": [{"Key": "k", "Value": {}}]});
    let expected = "Order: Tags[0].Value: expected a string, found an object";
    let from_value = serde_json::from_value::<Order>(odd.clone()).unwrap_err().to_string();
    let from_reader = serde_json::from_reader::<_, Order>(odd.to_string().as_bytes())
        .unwrap_err()
        .to_string();
    assert_eq!(from_value, expected);
    assert!(from_reader.starts_with(expected), "{from_reader}");
}

#[test]
fn an_error_does_not_quote_the_value() {
    let error = order_with(json!({"Token": ["sesame"], "Delta": "sesame"})).unwrap_err();
    assert!(!error.contains("sesame"), "{error}");
}

#[test]
fn a_response_type_lacks_nothing_that_stops_it() {
    let report: Report = from_json("{}").unwrap();
    assert_eq!(report, Report::default());
    let tag = from_json::<Tag>("{}").unwrap_err().to_string();
    assert!(tag.starts_with("Tag: required member `Key` is missing"), "{tag}");
}

/// What a type that goes both ways may lack on its way back.
#[test]
fn a_required_member_that_responses_may_lack_is_missed_in_requests_only() {
    let (both_ways, to_the_service) = (rt::Field::required("A").nullable(), rt::Field::required("B"));
    assert!(both_ways.nullable && !to_the_service.nullable);

    let answer = r#"{"Response":{"Held":{"A":null,"B":null},"RequestId":"r"}}"#;
    let response = Response::<Holder>::from_json(answer).unwrap();
    let paths: Vec<&str> = response
        .anomalies()
        .iter()
        .map(|anomaly| anomaly.path.as_str())
        .collect();
    assert_eq!(paths, ["Held.B"]);

    let error = from_json::<Held>(r#"{"B":"b"}"#).unwrap_err().to_string();
    assert!(error.starts_with("Held: required member `A` is missing"), "{error}");
}
