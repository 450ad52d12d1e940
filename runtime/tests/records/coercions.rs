//! Coercion rules: a test for each way in which documented payloads deviate from the declared types, in responses and
//! in requests.

use serde_json::json;

use crate::types::{Color, NONE, oddities, order, order_with, report, report_without, tag};

#[test]
fn a_whole_answer_has_nothing_odd_about_it() {
    let response = report(json!({}));
    assert_eq!(oddities(&response), NONE);
    assert_eq!(response.unknown(), []);
    assert_eq!(response.request_id(), "r-1");
    assert_eq!((response.id, response.delta, response.ratio), (1, -1, 0.5));
}

#[test]
fn undeclared_members_are_passed_over_and_listed_with_path_and_value() {
    let response = report(json!({
        "New": [1, {"a": null}],
        "Home": {"Name": "home", "Members": [{"Key": "k", "Age": 3}], "Size": 0},
        "Id": 5,
    }));
    let listed: Vec<_> = response
        .unknown()
        .iter()
        .map(|member| (member.path.as_str(), member.value.clone()))
        .collect();
    let expected = [("Home.Members[0].Age", json!(3)), ("New", json!([1, {"a": null}]))];
    assert_eq!(listed, expected);
    assert_eq!(response.id, 5);
    assert_eq!(oddities(&response), NONE);
    assert_eq!(order_with(json!({"New": {"a": [1]}})), Ok(order()));
}

#[test]
fn undeclared_members_keep_the_order_of_the_answer() {
    let body = r#"{"Response":{"C":1,"RequestId":"r","B":2,"Error":null,"A":3}}"#;
    let response = tc3_runtime::Response::<crate::types::Group>::from_json(body).unwrap();
    let paths: Vec<_> = response.unknown().iter().map(|member| member.path.as_str()).collect();
    assert_eq!(paths, ["C", "B", "Error", "A"]);
}

#[test]
fn anomalies_keep_the_order_of_the_answer() {
    let body = r#"{"Response":{"Size":"x","Name":null}}"#;
    let response = tc3_runtime::Response::<crate::types::Group>::from_json(body).unwrap();
    let paths: Vec<_> = response
        .anomalies()
        .iter()
        .map(|anomaly| anomaly.path.as_str())
        .collect();
    assert_eq!(paths, ["Size", "Name", "Members"]);
}

#[test]
fn every_member_of_an_answer_may_be_absent() {
    for name in [
        "Id", "Delta", "Ratio", "Ready", "Title", "Color", "Home", "Groups", "Numbers", "Words", "Extra",
    ] {
        let response = report_without(name);
        assert_eq!(oddities(&response), [format!("{name}: absent")]);
    }
    let response = report_without("Id");
    assert_eq!((response.id, response.delta), (0, -1));
}

#[test]
fn optional_members_may_be_absent_without_a_word() {
    let response = report(json!({}));
    assert!(response.note.is_none() && response.count.is_none() && response.parent.is_none());
    assert!(response.spare.is_none() && response.tail.is_empty());
    assert_eq!(oddities(&response), NONE);
    assert_eq!(order_with(json!({})), Ok(order()));
}

#[test]
fn null_reads_as_absent_for_scalars() {
    for name in ["Id", "Delta", "Ratio", "Ready", "Title", "Color", "Extra"] {
        assert_eq!(oddities(&report(json!({ name: null }))), [format!("{name}: null")]);
    }
    let response = report(json!({"Note": null, "Count": null}));
    assert!(response.note.is_none() && response.count.is_none());
    assert_eq!(oddities(&response), NONE);
    for name in ["Delta", "Ratio", "Urgent", "Note", "Color", "Token", "Extra"] {
        assert_eq!(order_with(json!({ name: null })), Ok(order()), "{name}");
    }
}

#[test]
fn null_reads_as_absent_for_objects() {
    assert_eq!(oddities(&report(json!({"Home": null}))), ["Home: null"]);
    let response = report(json!({"Spare": null, "Parent": null}));
    assert!(response.spare.is_none() && response.parent.is_none());
    assert_eq!(oddities(&response), NONE);
    assert_eq!(order_with(json!({"Home": null, "Next": null})), Ok(order()));
}

#[test]
fn null_reads_as_absent_for_lists() {
    for name in ["Groups", "Numbers", "Words"] {
        assert_eq!(oddities(&report(json!({ name: null }))), [format!("{name}: null")]);
    }
    assert_eq!(oddities(&report(json!({"Tail": null}))), NONE);
    assert_eq!(
        order_with(json!({"Tags": null, "Numbers": null, "Words": null})),
        Ok(order())
    );
}

#[test]
fn null_in_a_list_is_skipped_and_noted_with_its_index() {
    let response = report(json!({
        "Numbers": [null, 1, null, 2],
        "Groups": [{"Name": "g", "Members": [{"Key": "a"}, null], "Size": 2}, null],
    }));
    assert_eq!(response.numbers, [1, 2]);
    assert_eq!(response.groups.len(), 1);
    assert_eq!(response.groups[0].members, [tag("a", None)]);
    let expected = [
        "Groups[0].Members[1]: null in a list",
        "Groups[1]: null in a list",
        "Numbers[0]: null in a list",
        "Numbers[2]: null in a list",
    ];
    assert_eq!(oddities(&response), expected);
    assert_eq!(
        order_with(json!({"Numbers": [null, 1]})).unwrap().numbers,
        Some(vec![1])
    );
}

#[test]
fn quoted_numbers_are_coerced() {
    let response = report(json!({"Id": "12", "Delta": "-34", "Ratio": "0.25", "Count": "0", "Numbers": ["5", 6]}));
    assert_eq!((response.id, response.delta, response.ratio), (12, -34, 0.25));
    assert_eq!((response.count, &response.numbers[..]), (Some(0), &[5, 6][..]));
    assert_eq!(oddities(&response), NONE);

    let order = order_with(json!({"Id": "12", "Delta": "-34", "Ratio": "1e-2", "Numbers": ["5"]})).unwrap();
    assert_eq!((order.id, order.delta, order.ratio), (12, Some(-34), Some(0.01)));
    assert_eq!(order.numbers, Some(vec![5]));
}

#[test]
fn numbers_are_coerced_to_strings() {
    let response = report(json!({"Title": 12, "Note": -3, "Words": [1, "a", 2.5], "Color": 4}));
    assert_eq!((response.title.as_str(), response.note.as_deref()), ("12", Some("-3")));
    assert_eq!(response.words, ["1", "a", "2.5"]);
    assert_eq!(response.color.as_str(), "4");
    assert_eq!(oddities(&response), NONE);
    assert_eq!(order_with(json!({"Note": 1.0})).unwrap().note.as_deref(), Some("1.0"));
    let order: crate::types::Order = tc3_runtime::from_json(r#"{"Id":7,"Name":1.50}"#).unwrap();
    assert_eq!(order.name, "1.5");
}

#[test]
fn quoted_booleans_are_coerced() {
    for (written, expected) in [("true", true), ("false", false), ("True", true), ("FALSE", false)] {
        let response = report(json!({ "Ready": written }));
        assert_eq!((response.ready, oddities(&response)), (expected, vec![]));
        assert_eq!(order_with(json!({ "Urgent": written })).unwrap().urgent, Some(expected));
    }
}

#[test]
fn an_empty_string_reads_as_absent_for_numbers_booleans_objects_and_lists() {
    for name in [
        "Id", "Delta", "Ratio", "Ready", "Home", "Groups", "Numbers", "Words", "Extra",
    ] {
        assert_eq!(oddities(&report(json!({ name: "" }))), [format!("{name}: null")]);
    }
    assert_eq!(report(json!({"Extra": ""})).extra, json!(null));
    let response = report(json!({"Count": "", "Parent": "", "Spare": "", "Tail": ""}));
    assert!(response.count.is_none() && response.parent.is_none() && response.spare.is_none());
    assert_eq!(oddities(&response), NONE);
    for name in [
        "Delta", "Ratio", "Urgent", "Tags", "Numbers", "Words", "Home", "Next", "Extra",
    ] {
        assert_eq!(order_with(json!({ name: "" })), Ok(order()), "{name}");
    }
}

#[test]
fn an_empty_string_stays_one_where_text_is_declared() {
    let response = report(json!({"Title": "", "Note": "", "Words": ["", "a"], "Color": ""}));
    assert_eq!((response.title.as_str(), response.note.as_deref()), ("", Some("")));
    assert_eq!(response.words, ["", "a"]);
    assert_eq!(response.color.as_str(), "");
    assert_eq!(oddities(&response), NONE);
    let order = order_with(json!({"Note": "", "Color": ""})).unwrap();
    assert_eq!((order.note.as_deref(), order.color), (Some(""), Some(Color::from(""))));
}

#[test]
fn a_single_value_reads_as_a_list_of_one() {
    let response = report(json!({"Numbers": "3", "Words": "a", "Tail": {"Key": "k"}, "Groups": {"Name": "g"}}));
    assert_eq!(
        (&response.numbers[..], &response.words[..]),
        (&[3][..], &["a".to_owned()][..])
    );
    assert_eq!((&response.tail[..], response.groups.len()), (&[tag("k", None)][..], 1));
    assert_eq!(oddities(&response), ["Groups.Members: absent", "Groups.Size: absent"]);

    let order = order_with(json!({"Numbers": 3, "Words": 4, "Tags": {"Key": "k", "Value": "v"}})).unwrap();
    assert_eq!(
        (order.numbers, order.words),
        (Some(vec![3]), Some(vec!["4".to_owned()]))
    );
    assert_eq!(order.tags, Some(vec![tag("k", Some("v"))]));
}

#[test]
fn an_object_without_declared_members_takes_any_json() {
    for value in [
        json!({"a": [1, null]}),
        json!([1, "x"]),
        json!("x"),
        json!(-1),
        json!(0.5),
        json!(true),
    ] {
        let response = report(json!({"Extra": value.clone()}));
        assert_eq!((&response.extra, oddities(&response)), (&value, vec![]));
        assert_eq!(order_with(json!({"Extra": value.clone()})).unwrap().extra, Some(value));
    }
}
