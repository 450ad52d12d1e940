//! Responses of deeply nested types without an example.

use serde_json::Value;
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::Emulator;

use crate::support::http::{Running, at};
use crate::support::signer::{NOW, Signer, unsigned};

const MEMBERS: usize = 5;

/// The answer of an action whose output is `Level0`, and each of whose types has `members` of the next, declared
/// by `declaration` with `NEXT` for the next type's name.
fn answer(levels: usize, members: usize, declaration: &str) -> Value {
    let source = |path: &str, text: String| Source {
        path: format!("deep/v20240131/{path}"),
        text,
    };
    let member = |name: &str, rest: &str| format!(r#"{{"name":"{name}","description":"A member.",{rest}}}"#);
    let mut sources = vec![
        source(
            "service.json",
            r#"{"name":"deep","version":"2024-01-31","title":"Deep","description":"Goes deep.",
                "host":"deep.tencentcloudapi.com"}"#
                .to_owned(),
        ),
        source(
            "actions/Dive.json",
            format!(
                r#"{{"name":"Dive","description":"Dives.","regionRequired":false,"parameters":[],"output":[{},{}]}}"#,
                member("Top", r#""type":"Level0""#),
                member("RequestId", r#""type":"String""#)
            ),
        ),
    ];
    for level in 0..levels {
        let declared: Vec<String> = if level + 1 == levels {
            vec![member("Text", r#""type":"String""#)]
        } else {
            let next = declaration.replace("NEXT", &format!("Level{}", level + 1));
            (0..members)
                .map(|number| member(&format!("M{number}"), &next))
                .collect()
        };
        let text = format!(
            r#"{{"name":"Level{level}","description":"A level.","members":[{}]}}"#,
            declared.join(",")
        );
        sources.push(source(&format!("types/Level{level}.json"), text));
    }
    let builder = Emulator::builder().sources(SourceSet::new("spec", sources));
    let running = Running::start(builder.clock(at(NOW)));
    let mut request = unsigned("deep", "2024-01-31", "Dive", "{}");
    Signer::for_service("deep").sign(&mut request);
    let reply = running.send(&request);
    assert_eq!(reply.code(), "", "{}", reply.message());
    reply.response
}

fn values(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(values).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(values).sum::<usize>(),
        _ => 1,
    }
}

fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(levels).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or(0),
        _ => 0,
    }
}

#[test]
fn a_response_is_bounded_by_the_value_budget() {
    for declaration in [
        r#""type":"NEXT""#,
        r#""type":"NEXT","nullable":true"#,
        r#""type":"Array of NEXT""#,
        r#""type":"Array of NEXT","nullable":true"#,
    ] {
        let response = answer(9, MEMBERS, declaration);
        let count = values(&response);
        assert!(count < 1000, "{count} values of {declaration}");

        let first = &response["Top"];
        assert_eq!(
            first.as_object().map(serde_json::Map::len),
            Some(MEMBERS),
            "{declaration}"
        );
        for member in first.as_object().expect("an object").values() {
            let second = if member.is_array() { &member[0] } else { member };
            assert_eq!(
                second.as_object().map(serde_json::Map::len),
                Some(MEMBERS),
                "{declaration}"
            );
        }
    }
}

#[test]
fn beyond_the_budget_lists_are_empty_and_nullable_members_absent() {
    let lists = answer(9, MEMBERS, r#""type":"Array of NEXT""#);
    let text = lists.to_string();
    assert!(text.contains("[]") && !text.contains("{}"), "{text}");
    let nullable = answer(9, MEMBERS, r#""type":"NEXT","nullable":true"#).to_string();
    assert!(nullable.contains("{}") && !nullable.contains("null"), "{nullable}");
}

#[test]
fn thirteen_nested_levels_are_complete() {
    let response = answer(13, 1, r#""type":"Array of NEXT""#);
    assert!(response.to_string().contains("text"), "{response}");
}

#[test]
fn a_chain_of_hundreds_of_types_terminates() {
    for declaration in [r#""type":"NEXT""#, r#""type":"Array of NEXT""#] {
        let deep = levels(&answer(500, 1, declaration));
        assert!((10..40).contains(&deep), "{deep}");
    }
}
