//! A copy of a record has every value of it, and shares none.

use serde_json::json;

use super::types::{Color, Order, order, tag};

fn full() -> Order {
    Order {
        delta: Some(i64::MIN),
        ratio: Some(-0.0),
        urgent: Some(false),
        note: Some(String::new()),
        color: Some(Color::from("mauve")),
        tags: Some(vec![tag("k", None), tag("", Some("v"))]),
        numbers: Some(Vec::new()),
        words: Some(vec!["17".to_owned(), String::new(), "true".to_owned()]),
        home: Some(tag("home", Some("null"))),
        token: Some("secret".to_owned()),
        next: Some(Box::new(order())),
        extra: Some(json!({"a": [1, null, {"b": "c"}]})),
        ratios: Some(vec![0.1, f64::MAX, f64::INFINITY]),
        colors: Some(vec![Color::Red, Color::from("")]),
        id: u64::MAX,
        ..order()
    }
}

#[test]
fn a_copy_is_equal_and_is_sent_alike() {
    for original in [order(), full()] {
        let copy = original.clone();
        assert_eq!(copy, original);
        assert_eq!(tc3_runtime::to_json(&copy), tc3_runtime::to_json(&original));
    }
    let copy = full().clone();
    assert_eq!(copy.ratio.map(f64::to_bits), Some((-0.0_f64).to_bits()));
    assert_eq!((copy.note, copy.numbers), (Some(String::new()), Some(Vec::new())));
    assert!(matches!(copy.color, Some(Color::UnknownValue(value)) if value.as_str() == "mauve"));
    let without_number = Order {
        ratio: Some(f64::NAN),
        ..order()
    };
    assert!(without_number.clone().ratio.is_some_and(f64::is_nan));
}

#[test]
fn a_change_of_a_copy_leaves_the_original_alone() {
    let original = full();
    let mut copy = original.clone();
    copy.words.as_mut().unwrap().clear();
    copy.next.as_mut().unwrap().name.push_str(" changed");
    copy.extra = None;
    assert_eq!(original, full());
    assert_ne!(copy, original);
}
