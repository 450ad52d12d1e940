//! How records print.

use serde_json::json;
use tc3_runtime::generated_0_1 as rt;

use crate::types::{Color, Group, Order, Report, order, tag};

generated_record!(Vault, Default {
    0 keys: rt::Vec<rt::String> = rt::Field::always("Keys").secret(),
    1 lock: rt::Option<Group> = rt::Field::optional("Lock").secret(),
    2 pin: u64 = rt::Field::always("Pin").secret(),
});

#[test]
fn absent_members_are_left_out() {
    assert_eq!(format!("{:?}", order()), r#"Order { Id: 7, Name: "first" }"#);
    let blank: Order = rt::Record::empty();
    assert_eq!(format!("{blank:?}"), r#"Order { Id: 0, Name: "" }"#);
}

#[test]
fn members_print_by_their_wire_names_without_options_and_boxes() {
    let full = Order {
        delta: Some(-1),
        ratio: Some(1.0),
        urgent: Some(true),
        note: Some("a\"b".to_owned()),
        color: Some(Color::from("mauve")),
        tags: Some(vec![tag("k", None), tag("l", Some("v"))]),
        numbers: Some(vec![]),
        next: Some(Box::new(order())),
        extra: Some(json!([1])),
        ..order()
    };
    let expected = concat!(
        r#"Order { Id: 7, Name: "first", Delta: -1, Ratio: 1.0, Urgent: true, Note: "a\"b", Color: "mauve", "#,
        r#"Tags: [Tag { Key: "k" }, Tag { Key: "l", Value: "v" }], Numbers: [], "#,
        r#"Next: Order { Id: 7, Name: "first" }, Extra: Array [Number(1)] }"#
    );
    assert_eq!(format!("{full:?}"), expected);
}

#[test]
fn secrets_are_redacted_wherever_they_are() {
    let with_token = Order {
        token: Some("sesame".to_owned()),
        ..order()
    };
    let outer = Order {
        next: Some(Box::new(with_token.clone())),
        ..with_token
    };
    let expected = concat!(
        r#"Order { Id: 7, Name: "first", Token: [redacted], "#,
        r#"Next: Order { Id: 7, Name: "first", Token: [redacted] } }"#
    );
    assert_eq!(format!("{outer:?}"), expected);
    assert!(!format!("{outer:#?}").contains("sesame"));
}

#[test]
fn secrets_of_every_kind_are_redacted() {
    let vault = Vault {
        keys: vec!["sesame".to_owned()],
        lock: Some(Group::default()),
        pin: 1234,
    };
    assert_eq!(
        format!("{vault:?}"),
        "Vault { Keys: [redacted], Lock: [redacted], Pin: [redacted] }"
    );
}

#[test]
fn records_print_in_lines_too() {
    let group = Group {
        members: vec![tag("k", None)],
        ..Group::default()
    };
    let expected = "Group {\n    Name: \"\",\n    Members: [\n        Tag {\n            Key: \"k\",\n        },\n    ],\n    Size: 0,\n}";
    assert_eq!(format!("{group:#?}"), expected);
}

#[test]
fn a_response_prints_its_value_and_not_its_body() {
    let body = r#"{"Response":{"Keys":["sesame"],"Pin":1234,"RequestId":"r"}}"#;
    let response = tc3_runtime::Response::<Vault>::from_json(body).unwrap();
    let printed = format!("{response:?}");
    assert!(
        printed.contains("Vault { Keys: [redacted], Pin: [redacted] }"),
        "{printed}"
    );
    assert!(!printed.contains("sesame") && !printed.contains("1234"), "{printed}");
    assert_eq!(response.pin, 1234);
}

#[test]
fn an_enum_of_a_response_that_was_absent_is_left_out() {
    let printed = format!("{:?}", Report::default());
    assert!(
        printed.starts_with("Report { Id: 0, Delta: 0, Ratio: 0.0, Ready: false, Title: \"\", Home: "),
        "{printed}"
    );
}
