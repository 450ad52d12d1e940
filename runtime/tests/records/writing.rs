//! The JSON that requests are sent as.

use serde_json::json;
use tc3_runtime::to_json;

use crate::types::{Order, order, tag};

#[test]
fn absent_members_are_not_sent() {
    assert_eq!(to_json(&order()), r#"{"Id":7,"Name":"first"}"#);
}

#[test]
fn an_empty_list_is_sent_and_an_absent_one_is_not() {
    let order = Order {
        numbers: Some(vec![]),
        tags: None,
        ..order()
    };
    assert_eq!(to_json(&order), r#"{"Id":7,"Name":"first","Numbers":[]}"#);
}

#[test]
fn members_are_sent_in_the_order_of_the_spec() {
    let text = r#"{"Next":{"Name":"b","Id":2},"Tags":[{"Value":"v","Key":"k"}],"Delta":-1,"Name":"a","Id":1}"#;
    let order: Order = tc3_runtime::from_json(text).unwrap();
    let expected = r#"{"Id":1,"Name":"a","Delta":-1,"Tags":[{"Key":"k","Value":"v"}],"Next":{"Id":2,"Name":"b"}}"#;
    assert_eq!(to_json(&order), expected);
}

#[test]
fn false_zero_and_empty_text_are_sent() {
    let order = Order {
        id: 0,
        delta: Some(0),
        ratio: Some(0.0),
        urgent: Some(false),
        note: Some(String::new()),
        ..order()
    };
    assert_eq!(
        to_json(&order),
        r#"{"Id":0,"Name":"first","Delta":0,"Ratio":0.0,"Urgent":false,"Note":""}"#
    );
}

#[test]
fn text_beyond_ascii_is_sent_as_it_is() {
    let named = |name: &str| Order {
        name: name.to_owned(),
        ..order()
    };
    let text = "华北 é \u{1F600} \u{2028} \u{7f} / < & '";
    assert_eq!(to_json(&named(text)), format!(r#"{{"Id":7,"Name":"{text}"}}"#));
}

#[test]
fn what_json_cannot_hold_is_escaped() {
    let order = Order {
        name: "\"\\\n\r\t\u{8}\u{c}\0\u{1f}".to_owned(),
        ..order()
    };
    assert_eq!(to_json(&order), r#"{"Id":7,"Name":"\"\\\n\r\t\b\f\u0000\u001f"}"#);
}

#[test]
fn what_is_escaped_is_found_at_every_place_of_a_text() {
    for at in 0..70 {
        for letter in (0..=0x80).filter_map(char::from_u32) {
            let mut name = "x".repeat(70);
            name.replace_range(at..=at, &letter.to_string());
            let written = to_json(&Order {
                name: name.clone(),
                ..order()
            });
            assert_eq!(written, format!(r#"{{"Id":7,"Name":{}}}"#, json!(name)));
        }
    }
}

#[test]
fn a_text_longer_than_most_bodies_is_sent_whole() {
    let name = "华".repeat(100_000);
    let read: Order = tc3_runtime::from_json(&to_json(&Order {
        name: name.clone(),
        ..order()
    }))
    .unwrap();
    assert_eq!(read.name, name);
}

#[test]
fn a_list_of_lists_ends_where_it_should() {
    let order = Order {
        extra: Some(json!([[], [1], {}])),
        ratios: Some(vec![1.5, f64::NAN]),
        tags: Some(vec![tag(",", None)]),
        ..order()
    };
    let expected = r#"{"Id":7,"Name":"first","Tags":[{"Key":","}],"Extra":[[],[1],{}],"Ratios":[1.5,null]}"#;
    assert_eq!(to_json(&order), expected);
}

#[test]
fn the_ends_of_the_integers_are_sent_by_their_digits() {
    let order = Order {
        id: u64::MAX,
        delta: Some(i64::MIN),
        ..order()
    };
    assert_eq!(
        to_json(&order),
        r#"{"Id":18446744073709551615,"Name":"first","Delta":-9223372036854775808}"#
    );
}

#[test]
fn null_is_sent_inside_of_free_json_only() {
    let order = Order {
        extra: Some(json!({"a": null})),
        home: Some(tag("k", None)),
        ..order()
    };
    assert_eq!(
        to_json(&order),
        r#"{"Id":7,"Name":"first","Home":{"Key":"k"},"Extra":{"a":null}}"#
    );
}

#[test]
fn the_body_is_the_text() {
    assert_eq!(tc3_runtime::json::to_vec(&order()), to_json(&order()).into_bytes());
}
