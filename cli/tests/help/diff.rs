//! `tc3 api diff`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run;

const SERVICE: &str = r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells the time.",
    "host": "clock.tencentcloudapi.com" }"#;

/// A spec of one service with an action and a type.
fn spec(name: &str, action: &str, shared: &str, others: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    let _ = fs::remove_dir_all(&folder);
    let version = folder.join("clock/v20200101");
    fs::create_dir_all(version.join("actions")).unwrap();
    fs::create_dir_all(version.join("types")).unwrap();
    fs::write(version.join("service.json"), SERVICE).unwrap();
    fs::write(version.join("actions/TellTime.json"), action).unwrap();
    fs::write(version.join("types/Zone.json"), shared).unwrap();
    for other in others {
        let text = format!(
            r#"{{ "name": "{other}", "description": "Does.", "regionRequired": false, "parameters": [], "output": [] }}"#
        );
        fs::write(version.join(format!("actions/{other}.json")), text).unwrap();
    }
    folder
}

fn action(parameters: &str, output: &str) -> String {
    format!(
        r#"{{ "name": "TellTime", "description": "Tells.", "regionRequired": false,
            "parameters": [{parameters}], "output": [{output}] }}"#
    )
}

fn member(name: &str, type_name: &str, rest: &str) -> String {
    format!(r#"{{ "name": "{name}", "type": "{type_name}", {rest} "description": "It." }}"#)
}

fn zone(members: &str) -> String {
    format!(r#"{{ "name": "Zone", "description": "Where.", "members": [{members}] }}"#)
}

fn two_specs(name: &str) -> (PathBuf, PathBuf) {
    let zone_parameter = member("Zone", "Zone", "");
    let output = member("Time", "String", "");
    let old = spec(
        &format!("{name}-old"),
        &action(
            &[zone_parameter.clone(), member("Gone", "String", "")].join(","),
            &output,
        ),
        &zone(&member("Id", "String", "")),
        &["StopClock"],
    );
    let new = spec(
        &format!("{name}-new"),
        &action(
            &[
                zone_parameter,
                member("Format", "String", ""),
                member("Must", "Integer", r#""required": true,"#),
            ]
            .join(","),
            &member("Time", "String", r#""nullable": true,"#),
        ),
        &zone(
            &[
                member("Id", "Integer", r#""required": true,"#),
                member("Name", "String", ""),
            ]
            .join(","),
        ),
        &["StartClock"],
    );
    (old, new)
}

#[test]
fn what_breaks_calls_comes_first() {
    let (old, new) = two_specs("text");
    let printed = run(&["api", "diff", old.to_str().unwrap(), new.to_str().unwrap()]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(printed.stdout);
}

#[test]
fn json_has_the_same() {
    let (old, new) = two_specs("json");
    let words = [
        "api",
        "diff",
        old.to_str().unwrap(),
        new.to_str().unwrap(),
        "--output",
        "json",
    ];
    let changes: serde_json::Value = serde_json::from_str(&run(&words).stdout).unwrap();
    let kinds: Vec<&str> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.is_sorted_by_key(|kind| ["breaking", "addition", "other"].iter().position(|known| known == kind)));
    let breaking = kinds.iter().filter(|kind| **kind == "breaking").count();
    assert_eq!(breaking, 5);
}

#[test]
fn the_same_has_no_changes() {
    let (old, _) = two_specs("same");
    let printed = run(&["api", "diff", old.to_str().unwrap(), old.to_str().unwrap()]);
    assert_eq!((printed.code, printed.stdout.as_str()), (0, "Nothing changed.\n"));
}

#[test]
fn what_is_not_there_is_an_error() {
    let (old, new) = two_specs("errors");
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    for words in [
        &["api", "diff", "no-such-folder", new][..],
        &["api", "diff", old, new, "--service", "watch"],
    ] {
        let printed = run(words);
        assert_eq!((printed.code, printed.stdout.as_str()), (2, ""), "{words:?}");
        assert!(!printed.stderr.is_empty());
    }
}
