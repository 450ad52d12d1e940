//! Rules for numeric IDs, for lists and totals inside of structures, and for what is named by an ID or by a name:
//! `tests/data/zones-spec`.

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::Emulator;

use crate::support::http::{Reply, Running, at};
use crate::support::signer::{NOW, Signer, unsigned};

const ZONES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/zones-spec");

fn zones() -> Running {
    Running::start(Emulator::builder().spec_dir(ZONES).clock(at(NOW)).id_seed(1))
}

fn call(running: &Running, action: &str, body: &Value) -> Reply {
    let mut request = unsigned("zones", "2024-01-31", action, body.to_string());
    Signer::for_service("zones").sign(&mut request);
    running.send(&request)
}

/// The output of a call that succeeds, without its request ID.
fn output(running: &Running, action: &str, body: &Value) -> Value {
    let reply = call(running, action, body);
    assert_eq!(reply.code(), "", "{action}: {}", reply.response);
    let mut output = reply.response;
    output.as_object_mut().expect("an object").remove("RequestId");
    output
}

fn create(running: &Running, names: &[&str]) {
    for name in names {
        output(running, "CreateZone", &json!({ "Name": name }));
    }
}

#[test]
fn a_counted_id_is_a_number_that_is_never_given_again() {
    let running = zones();
    let created = |name: &str| output(&running, "CreateZone", &json!({ "Name": name }));
    assert_eq!(created("a"), json!({ "Result": { "ZoneId": 100 } }));
    assert_eq!(created("b"), json!({ "Result": { "ZoneId": 101 } }));

    let deleted = output(&running, "DeleteZones", &json!({ "ZoneIds": [101, 7] }));
    assert_eq!(deleted, json!({ "Result": { "Done": [101], "Failed": ["7"] } }));
    // A refused request gives no ID.
    call(&running, "CreateZone", &json!({ "Name": "a" })).assert_refused("FailedOperation.ZoneExists", &["a"]);
    assert_eq!(created("b"), json!({ "Result": { "ZoneId": 102 } }));

    // A number that a test gave is passed over.
    let state = running.emulator.state();
    let added = state
        .add("zones", "Zone", r#"{"ZoneId": 103, "Name": "c"}"#)
        .expect("a zone");
    assert_eq!(added.id(), Some("103"));
    assert_eq!(created("d"), json!({ "Result": { "ZoneId": 104 } }));
    let found = state.get("zones", "Zone", "104").expect("a resource").expect("a zone");
    assert_eq!(found.text("Name").as_deref(), Some("d"));
    state.clear().expect("memory");
    assert_eq!(created("a"), json!({ "Result": { "ZoneId": 100 } }));
}

#[cfg(feature = "data-file")]
#[test]
fn a_counter_goes_on_after_a_restart() {
    let folder = std::env::temp_dir().join(format!("tc3-emulator-counter-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let builder = || {
        Emulator::builder()
            .spec_dir(ZONES)
            .clock(at(NOW))
            .data_file(folder.join("state"))
    };
    let running = Running::start(builder());
    create(&running, &["a", "b"]);
    output(&running, "DeleteZones", &json!({ "ZoneIds": [101] }));
    drop(running);

    let running = Running::start(builder());
    let created = output(&running, "CreateZone", &json!({ "Name": "c" }));
    assert_eq!(created, json!({ "Result": { "ZoneId": 102 } }));
    drop(running);
    std::fs::remove_dir_all(&folder).expect("a folder");
}

#[test]
fn a_numeric_id_is_found_with_and_without_quotes_and_shown_as_declared() {
    let running = zones();
    create(&running, &["a"]);
    let expected = json!({ "Result": { "Zone": { "ZoneId": 100, "Name": "a", "Code": "100", "EntryCount": 0 } } });
    for id in [json!(100), json!("100")] {
        assert_eq!(output(&running, "DescribeZone", &json!({ "ZoneId": id })), expected);
    }
    let other = call(&running, "DescribeZone", &json!({ "ZoneId": 1 }));
    other.assert_refused("InvalidParameter.ZoneInvalid", &["ZoneId 1"]);
    let wrong = call(&running, "DescribeZone", &json!({ "ZoneId": "a" }));
    wrong.assert_refused("InvalidParameter", &["ZoneId"]);
}

#[test]
fn random_ids_are_within_their_range_until_it_is_used_up_and_follow_the_seed() {
    let ids = |running: &Running| -> Vec<i64> {
        create(running, &["a"]);
        let entries = (0..3).map(|_| {
            let entry = output(running, "CreateEntry", &json!({ "ZoneId": 100, "Text": "t" }));
            entry["EntryId"].as_i64().expect("a number")
        });
        entries.collect()
    };
    let running = zones();
    let first = ids(&running);
    let mut sorted = first.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [1, 2, 3]);
    let fourth = call(&running, "CreateEntry", &json!({ "ZoneId": 100, "Text": "t" }));
    fourth.assert_refused("InternalError", &["Entry", "from 1 to 3", "maximum"]);
    assert_eq!(ids(&zones()), first);

    let ticket = output(&running, "CreateTicket", &json!({}))["TicketId"].clone();
    let ticket = ticket.as_str().expect("a text");
    assert_eq!(
        ticket.split('-').map(str::len).collect::<Vec<_>>(),
        [8, 4, 4, 4, 12],
        "{ticket}"
    );
}

#[test]
fn lists_and_totals_are_written_inside_of_structures() {
    let running = zones();
    let empty = output(&running, "DescribeZones", &json!({}));
    let expected = json!({ "Data": {
        "Items": [], "TotalCount": 0, "PageNumber": 1, "PageSize": 20, "TotalPageNumber": 0, "Returned": 0,
        "Skipped": 0, "IsLast": true,
    } });
    assert_eq!(empty, expected);

    create(&running, &["a", "b", "c", "d", "e"]);
    let zone = |id: u64, name: &str| json!({ "ZoneId": id, "Name": name, "Code": id.to_string(), "EntryCount": 0 });
    let second = output(&running, "DescribeZones", &json!({ "PageNumber": 2, "PageSize": 2 }));
    let expected = json!({ "Data": {
        "Items": [zone(102, "c"), zone(103, "d")], "TotalCount": 5, "PageNumber": 2, "PageSize": 2,
        "TotalPageNumber": 3, "Returned": 2, "Skipped": 2, "IsLast": false,
    } });
    assert_eq!(second, expected);
    let last = output(&running, "DescribeZones", &json!({ "PageNumber": 3, "PageSize": 2 }));
    assert_eq!(
        (&last["Data"]["Returned"], &last["Data"]["IsLast"]),
        (&json!(1), &json!(true))
    );
    let none = output(
        &running,
        "DescribeZones",
        &json!({ "PageNumber": i64::MAX, "PageSize": 0 }),
    );
    assert_eq!(none["Data"]["Items"], json!([]));

    let names = output(&running, "DescribeZoneNames", &json!({ "Offset": 3, "Limit": 10 }));
    let expected = json!({ "Result": { "Names": ["d", "e"], "Ids": [103, 104], "Counts": { "Total": "5" } } });
    assert_eq!(names, expected);

    let first = output(&running, "DescribeZonesByToken", &json!({ "MaxResults": 4 }));
    assert_eq!(
        (&first["Data"]["NextToken"], &first["Data"]["HasMore"]),
        (&json!("4"), &json!(1))
    );
    let next = json!({ "MaxResults": 4, "PageToken": first["Data"]["NextToken"] });
    let second = output(&running, "DescribeZonesByToken", &next);
    assert_eq!(
        second,
        json!({ "Data": { "Items": [zone(104, "e")], "NextToken": "", "HasMore": 0 } })
    );
}

#[test]
fn a_parent_is_named_by_an_id_or_else_by_a_name() {
    let running = zones();
    create(&running, &["a", "b"]);
    let entry = |body: &Value| output(&running, "CreateEntry", body)["EntryId"].clone();
    let of_a = entry(&json!({ "ZoneName": "a", "Text": "one", "Weight": 5 }));
    // The ID counts more than the name.
    let of_b = entry(&json!({ "ZoneId": 101, "ZoneName": "a", "Text": "one two" }));
    let list = |body: &Value| {
        let listed = output(&running, "DescribeEntries", body);
        let entries = listed["Entries"].as_array().expect("a list").iter();
        entries.map(|entry| entry["EntryId"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(&json!({ "ZoneName": "a" })), std::slice::from_ref(&of_a));
    assert_eq!(
        list(&json!({ "ZoneId": 101, "ZoneName": "a" })),
        std::slice::from_ref(&of_b)
    );

    let shown = output(&running, "DescribeEntry", &json!({ "ZoneName": "a", "EntryId": of_a }));
    let expected = json!({ "EntryId": of_a, "ZoneId": 100, "Text": "one", "Weight": 5, "Enabled": 1 });
    assert_eq!(shown["Entry"], expected);
    // An entry of another zone does not exist for the request.
    for action in ["DescribeEntry", "ModifyEntry"] {
        let other = call(&running, action, &json!({ "ZoneName": "b", "EntryId": of_a }));
        other.assert_refused("InvalidParameter.EntryInvalid", &["EntryId"]);
        let nowhere = call(&running, action, &json!({ "ZoneName": "none", "EntryId": of_a }));
        nowhere.assert_refused("InvalidParameter.ZoneInvalid", &["Name none"]);
    }
    call(&running, "CreateEntry", &json!({ "Text": "t" })).assert_refused("MissingParameter", &["ZoneId or ZoneName"]);

    // A parameter that is left out resets the member.
    let changed = output(&running, "ModifyEntry", &json!({ "ZoneId": 100, "EntryId": of_a }));
    assert_eq!(changed, json!({ "EntryId": of_a }));
    let shown = output(&running, "DescribeEntry", &json!({ "ZoneId": 100, "EntryId": of_a }));
    assert_eq!(shown["Entry"]["Text"], "");
    output(&running, "DeleteZones", &json!({ "ZoneIds": [100] }));
    assert_eq!(
        running
            .emulator
            .state()
            .all("zones", "Entry")
            .expect("a resource")
            .len(),
        1
    );
}

#[test]
fn conditions_bound_replace_and_match_exactly() {
    let running = zones();
    create(&running, &["a"]);
    for (text, weight) in [("one", 5), ("one two", 20)] {
        output(
            &running,
            "CreateEntry",
            &json!({ "ZoneId": 100, "Text": text, "Weight": weight }),
        );
    }
    let found = |conditions: Value| {
        let mut body = conditions;
        body["ZoneId"] = json!(100);
        body["ErrorOnEmpty"] = json!("no");
        let listed = output(&running, "DescribeEntries", &body);
        let entries = listed["Entries"].as_array().expect("a list").iter();
        entries
            .map(|entry| entry["Text"].as_str().expect("a text").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(json!({})), ["one", "one two"]);
    assert_eq!(found(json!({ "Text": "one" })), ["one", "one two"]);
    assert_eq!(found(json!({ "Text": "one", "IsExact": true })), ["one"]);
    assert_eq!(
        found(json!({ "Text": "one", "IsExact": false, "Keyword": "none" })),
        ["one", "one two"]
    );
    assert_eq!(found(json!({ "Keyword": "two" })), ["one two"]);
    assert_eq!(found(json!({ "LeastWeight": 6 })), ["one two"]);
    assert_eq!(found(json!({ "LeastWeight": 5, "MostWeight": 19 })), ["one"]);
    assert_eq!(found(json!({ "LeastWeight": 21 })), [""; 0]);

    for accepting in [json!({}), json!({ "ErrorOnEmpty": "yes" })] {
        let mut body = accepting;
        body["ZoneId"] = json!(100);
        body["Text"] = json!("none");
        call(&running, "DescribeEntries", &body).assert_refused("ResourceNotFound.NoEntries", &["Entry"]);
    }
}

#[test]
fn an_id_that_its_type_cannot_hold_is_rejected() {
    for (from, to, said) in [
        (
            r#""kind": "counter", "minimum": 100"#,
            r#""prefix": "zone""#,
            "`ZoneId` cannot be",
        ),
        (r#""to": 1"#, r#""to": "on""#, "`Enabled` cannot be this value"),
        (
            r#""items": ["Data.Items"], "total""#,
            r#""items": ["Data.TotalCount"], "total""#,
            "is not what the rule needs",
        ),
        (r#""Result.Counts.Total""#, r#""Result.Counts.Totl""#, "write `Total`"),
        (
            r#""from": "Name", "total""#,
            r#""total""#,
            "`Result.Names` cannot show the resource",
        ),
        (r#""kind": "uuid""#, r#""kind": "uid""#, "write `uuid`"),
    ] {
        let read = SourceSet::read_dir(Path::new(ZONES)).expect("a spec");
        let sources = read.iter().map(|(_, source)| Source {
            path: source.path.clone(),
            text: source.text.replacen(from, to, 1),
        });
        let error = tc3_codegen::load(&SourceSet::new("spec", sources)).expect_err(to);
        let text = error.to_string();
        assert!(text.contains(said) && text.contains("emulator.json"), "{to}: {text}");
    }
}
