//! Every other mismatch: the member stays at its default, is reported with its path, and affects no other member.

use serde_json::{Value, json};

use crate::types::{oddities, order_with, report, tag};

/// Reads `odd` as each of the members of an answer it cannot be, the others being as they should.
fn assert_rejected(odd: &Value, found: &str, members: &[(&str, &str)]) {
    for (name, expected) in members {
        let mut changes = json!({"Note": "kept", "Tail": [{"Key": "kept"}]});
        changes[name] = odd.clone();
        let response = report(changes);
        let expected = format!("{name}: expected {expected}, found {found}");
        assert_eq!(oddities(&response), [expected], "{odd} for {name}");
        assert_eq!(response.note.as_deref(), Some("kept"));
        assert_eq!(response.tail, [tag("kept", None)]);
        assert_at_default(&response, name);
    }
}

fn assert_at_default(report: &crate::types::Report, name: &str) {
    let blank = crate::types::Report::default();
    let (ours, theirs) = (json!(report), json!(blank));
    assert_eq!(ours.get(name), theirs.get(name), "{name}");
}

const INTEGER: (&str, &str) = ("Id", "an integer from 0");
const SIGNED: (&str, &str) = ("Delta", "an integer");
const FLOAT: (&str, &str) = ("Ratio", "a number");
const BOOLEAN: (&str, &str) = ("Ready", "a boolean");
const TEXT: (&str, &str) = ("Title", "a string");
const VALUES: (&str, &str) = ("Color", "a string");
const OBJECT: (&str, &str) = ("Home", "an object");
const OPTIONAL: (&str, &str) = ("Count", "an integer from 0");
const OPTIONAL_OBJECT: (&str, &str) = ("Spare", "an object");
const BOXED: (&str, &str) = ("Parent", "an object");
const NUMBERS: (&str, &str) = ("Numbers", "a list");
const OBJECTS: (&str, &str) = ("Groups", "a list");

#[test]
fn an_object_is_no_scalar() {
    let members = [INTEGER, SIGNED, FLOAT, BOOLEAN, TEXT, VALUES, OPTIONAL];
    assert_rejected(&json!({"a": {"b": [1]}}), "an object", &members);
    assert_rejected(&json!({}), "an object", &members);
}

#[test]
fn a_list_is_neither_a_scalar_nor_an_object() {
    let members = [
        INTEGER,
        SIGNED,
        FLOAT,
        BOOLEAN,
        TEXT,
        VALUES,
        OBJECT,
        OPTIONAL,
        OPTIONAL_OBJECT,
        BOXED,
    ];
    assert_rejected(&json!([1, {"a": []}]), "a list", &members);
    assert_rejected(&json!([]), "a list", &members);
}

#[test]
fn text_is_neither_a_number_nor_a_boolean_nor_an_object_nor_a_list_of_them() {
    let members = [
        INTEGER,
        SIGNED,
        FLOAT,
        BOOLEAN,
        OBJECT,
        OPTIONAL,
        OPTIONAL_OBJECT,
        BOXED,
        NUMBERS,
        OBJECTS,
    ];
    assert_rejected(&json!("text"), "a string", &members);
}

#[test]
fn a_boolean_is_nothing_else() {
    let members = [
        INTEGER, SIGNED, FLOAT, TEXT, VALUES, OBJECT, OPTIONAL, BOXED, NUMBERS, OBJECTS,
    ];
    assert_rejected(&json!(true), "a boolean", &members);
}

#[test]
fn a_number_is_neither_a_boolean_nor_an_object() {
    assert_rejected(
        &json!(1),
        "a number",
        &[BOOLEAN, OBJECT, OPTIONAL_OBJECT, BOXED, OBJECTS],
    );
}

#[test]
fn an_odd_item_of_a_list_costs_itself_alone() {
    let response = report(json!({
        "Numbers": [1, "x", {}, [], 2, true],
        "Groups": ["g", {"Name": [], "Members": [{"Key": {}}, 3], "Size": "x"}],
    }));
    assert_eq!(response.numbers, [1, 2]);
    assert_eq!(response.groups.len(), 1);
    assert_eq!(response.groups[0].members, [tag("", None)]);
    let expected = [
        "Groups[0]: expected an object, found a string",
        "Groups[1].Members[0].Key: expected a string, found an object",
        "Groups[1].Members[1]: expected an object, found a number",
        "Groups[1].Name: expected a string, found a list",
        "Groups[1].Size: expected an integer from 0, found a string",
        "Numbers[1]: expected an integer, found a string",
        "Numbers[2]: expected an integer, found an object",
        "Numbers[3]: expected an integer, found a list",
        "Numbers[5]: expected an integer, found a boolean",
    ];
    assert_eq!(oddities(&response), expected);
}

#[test]
fn a_request_with_a_mismatch_is_rejected_with_its_path() {
    let refused = |changes, reason: &str| {
        let error = order_with(changes).unwrap_err();
        assert!(error.starts_with(&format!("Order: {reason}")), "{error}");
    };
    refused(json!({"Delta": "x"}), "Delta: expected an integer, found a string");
    refused(json!({"Home": 1}), "Home: expected an object, found a number");
    refused(
        json!({"Tags": [{"Key": "k", "Value": []}]}),
        "Tags[0].Value: expected a string, found a list",
    );
    refused(
        json!({"Next": {"Id": 1, "Name": "n", "Numbers": [1, {}]}}),
        "Next.Numbers[1]: expected an integer, found an object",
    );
}
