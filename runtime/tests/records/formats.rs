//! `serde` both ways, through JSON values and through another self-describing format.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tc3_runtime::generated_0_1 as rt;

use crate::types::{Color, Group, Order, Report, order, tag};

/// Every member filled, with what is awkward to write.
fn full() -> Order {
    Order {
        delta: Some(i64::MIN),
        ratio: Some(-0.125),
        urgent: Some(false),
        note: Some("line\nbreak \"quoted\" 更多 \u{1F600}".to_owned()),
        color: Some(Color::from("mauve")),
        tags: Some(vec![tag("a", None), tag("b", Some(""))]),
        numbers: Some(vec![]),
        words: Some(vec![String::new(), "7".to_owned()]),
        home: Some(tag("home", Some("true"))),
        token: Some("sesame".to_owned()),
        next: Some(Box::new(Order {
            next: Some(Box::new(order())),
            ..order()
        })),
        extra: Some(json!({"a": [1, "b", {"c": false}]})),
        ratios: Some(vec![1.0, 2.5]),
        colors: Some(vec![Color::Red, Color::from(""), Color::from("mauve")]),
        ..order()
    }
}

fn report() -> Report {
    Report {
        id: i64::MAX as u64,
        home: Group {
            name: "g".to_owned(),
            members: vec![tag("k", Some("v"))],
            size: 3,
        },
        groups: vec![Group::default(), Group::default()],
        parent: Some(Box::new(Report {
            extra: json!("p"),
            color: Color::Blue,
            ..Report::default()
        })),
        extra: json!([1]),
        color: Color::Red,
        ..Report::default()
    }
}

#[test]
fn json_values_give_back_what_they_were_given() {
    assert_eq!(serde_json::from_value::<Order>(json!(full())).unwrap(), full());
    assert_eq!(serde_json::from_value::<Report>(json!(report())).unwrap(), report());
}

#[test]
fn json_text_gives_back_what_it_was_given() {
    assert_eq!(
        tc3_runtime::from_json::<Order>(&tc3_runtime::to_json(&full())).unwrap(),
        full()
    );
    assert_eq!(
        tc3_runtime::from_json::<Report>(&tc3_runtime::to_json(&report())).unwrap(),
        report()
    );
}

#[test]
fn serde_json_writes_what_is_sent() {
    assert_eq!(serde_json::to_string(&full()).unwrap(), tc3_runtime::to_json(&full()));
    assert_eq!(
        serde_json::to_string(&report()).unwrap(),
        tc3_runtime::to_json(&report())
    );
}

#[test]
fn toml_gives_back_what_it_was_given() {
    let written = toml::to_string(&full()).unwrap();
    assert_eq!(toml::from_str::<Order>(&written).unwrap(), full(), "{written}");
    let written = toml::to_string(&report()).unwrap();
    assert_eq!(toml::from_str::<Report>(&written).unwrap(), report(), "{written}");
}

#[test]
fn a_request_can_be_part_of_a_larger_configuration() {
    #[derive(Debug, PartialEq)]
    struct Config(Order);

    impl<'de> Deserialize<'de> for Config {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Order::deserialize(deserializer).map(Config)
        }
    }

    let text = "Id = \"7\"\nName = \"first\"\n[[Tags]]\nKey = 4\n";
    let expected = Order {
        tags: Some(vec![tag("4", None)]),
        ..order()
    };
    assert_eq!(toml::from_str::<Config>(text).unwrap(), Config(expected));
    let error = toml::from_str::<Config>("Id = 7\nName = \"first\"\n[[Tags]]\nKey = 1979-05-27\n").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Tags[0].Key: expected a string, found an object"),
        "{error}"
    );
}

#[test]
fn toml_without_a_required_member_is_rejected() {
    let error = toml::from_str::<Order>("Id = 7\nName = \"n\"\n[Home]\nValue = \"v\"\n").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Order: required member `Home.Key` is missing"),
        "{error}"
    );
}

#[test]
fn secrets_are_written_in_clear() {
    assert_eq!(json!(full())["Token"], "sesame");
    assert!(toml::to_string(&full()).unwrap().contains("sesame"));
    assert!(tc3_runtime::to_json(&full()).contains(r#""Token":"sesame""#));
}

#[test]
fn records_work_where_serde_asks_for_either_trait() {
    fn there_and_back<T: Serialize + for<'de> Deserialize<'de>>(value: &T) -> T {
        serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()
    }
    assert_eq!(there_and_back(&vec![Some(full()), None]), [Some(full()), None]);
    assert_eq!(there_and_back(&Color::from("mauve")), Color::from("mauve"));
}

#[test]
fn records_are_equal_by_their_members() {
    assert_eq!(full(), full().clone());
    let blank: Order = rt::Record::empty();
    assert_ne!(blank, order());
    let differ = [
        Order {
            delta: Some(0),
            ..full()
        },
        Order { delta: None, ..full() },
        Order {
            numbers: None,
            ..full()
        },
        Order {
            ratio: Some(f64::NAN),
            ..full()
        },
        Order {
            color: Some(Color::Red),
            ..full()
        },
        Order {
            extra: Some(json!({})),
            ..full()
        },
        Order {
            tags: Some(vec![tag("a", None)]),
            ..full()
        },
        Order {
            home: Some(tag("home", None)),
            ..full()
        },
        Order {
            words: Some(vec!["7".to_owned(), String::new()]),
            ..full()
        },
        Order {
            next: Some(Box::new(order())),
            ..full()
        },
        Order {
            token: Some("other".to_owned()),
            ..full()
        },
        Order {
            urgent: Some(true),
            ..full()
        },
    ];
    for other in differ {
        assert_ne!(other, full());
    }
}
