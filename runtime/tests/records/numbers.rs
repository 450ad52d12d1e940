//! Where numbers end: the ranges of the integers and what a float holds exactly.

use serde_json::{Value, json};

use crate::types::{NONE, oddities, order_with, report};

fn id(written: Value) -> Option<u64> {
    let response = report(json!({"Id": 1, "Count": written}));
    assert_eq!(response.count.is_none(), !oddities(&response).is_empty());
    response.count
}

fn delta(written: Value) -> Option<i64> {
    order_with(json!({ "Delta": written })).ok()?.delta
}

#[test]
fn the_ends_of_the_ranges_are_read() {
    assert_eq!(id(json!(u64::MAX)), Some(u64::MAX));
    assert_eq!(id(json!(u64::MAX.to_string())), Some(u64::MAX));
    assert_eq!(id(json!(0)), Some(0));
    assert_eq!(delta(json!(i64::MAX)), Some(i64::MAX));
    assert_eq!(delta(json!(i64::MAX.to_string())), Some(i64::MAX));
    assert_eq!(delta(json!(i64::MIN)), Some(i64::MIN));
    assert_eq!(delta(json!(i64::MIN.to_string())), Some(i64::MIN));
}

#[test]
fn a_negative_number_is_no_unsigned_one() {
    for written in [json!(-1), json!("-1"), json!(-1.0)] {
        let response = report(json!({ "Id": written }));
        assert_eq!(response.id, 0);
        assert!(oddities(&response)[0].starts_with("Id: expected an integer from 0, found a "));
    }
}

#[test]
fn a_number_out_of_range_is_rejected_and_not_wrapped() {
    assert_eq!(delta(json!(9_223_372_036_854_775_808_u64)), None);
    assert_eq!(delta(json!("9223372036854775808")), None);
    assert_eq!(id(json!("18446744073709551616")), None);
    for digits in ["18446744073709551616", "-9223372036854775809", "1e300"] {
        let body = format!(r#"{{"Id":1,"Name":"n","Delta":{digits}}}"#);
        let error = tc3_runtime::from_json::<crate::types::Order>(&body).unwrap_err();
        assert!(
            error.to_string().contains("Delta: expected an integer, found a number"),
            "{error}"
        );
    }
}

#[test]
fn a_whole_number_may_be_written_as_a_float() {
    for written in [json!("10.0"), json!(10.0), json!("1e1"), json!("+10")] {
        assert_eq!((id(written.clone()), delta(written)), (Some(10), Some(10)));
    }
    let largest = json!(9_007_199_254_740_992_f64);
    assert_eq!(delta(largest), Some(9_007_199_254_740_992));
}

#[test]
fn a_float_that_cannot_distinguish_integers_is_rejected() {
    assert_eq!(delta(json!(9_007_199_254_740_994_f64)), None);
    assert_eq!(id(json!("1e18")), None);
}

#[test]
fn fractions_are_rejected_for_integers() {
    for written in ["10.5", "ten", " 10", "1_000", "0x10", "inf", "NaN", "-"] {
        assert_eq!((id(json!(written)), delta(json!(written))), (None, None), "{written}");
    }
    assert_eq!(id(json!(10.5)), None);
}

#[test]
fn a_float_takes_integers_and_no_words() {
    let response = report(json!({ "Ratio": 3 }));
    assert_eq!((response.ratio, oddities(&response)), (3.0, vec![]));
    for written in ["inf", "-infinity", "nan", "half"] {
        let response = report(json!({ "Ratio": written }));
        assert_eq!(response.ratio, 0.0);
        assert_eq!(oddities(&response), ["Ratio: expected a number, found a string"]);
    }
}

/// So serde_json shows floats once a crate of the build turns on its feature `arbitrary_precision`.
#[test]
fn a_number_may_come_as_a_map_of_its_digits() {
    let digits = |digits: &str| json!({ "$serde_json::private::Number": digits });
    let response = report(json!({
        "Id": digits("18446744073709551615"), "Delta": digits("-2"), "Ratio": digits("0.5"),
        "Title": digits("3"), "Numbers": [digits("4")], "Words": digits("5"),
    }));
    assert_eq!((response.id, response.delta, response.ratio), (u64::MAX, -2, 0.5));
    assert_eq!((response.title.as_str(), &response.numbers[..]), ("3", &[4][..]));
    assert_eq!(
        (&response.words[..], oddities(&response)),
        (&["5".to_owned()][..], vec![])
    );
    for odd in [
        digits("1e999"),
        digits("x"),
        json!({"$serde_json::private::Number": [1]}),
    ] {
        let response = report(json!({ "Id": odd, "Delta": 9 }));
        assert_eq!((response.id, response.delta, oddities(&response).len()), (0, 9, 1));
    }
    assert_eq!(oddities(&report(json!({}))), NONE);
}
