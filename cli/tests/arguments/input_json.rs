//! `--cli-input-json`, and options on top of it.

use super::support::{PROBE, body, body_of, file, refusal, refusal_with, run};

const GIVEN: &str = r#"{"Count": 1, "Name": "a", "One": {"Port": 1, "Note": "x"}, "Ids": ["a", "b", "c"]}"#;

#[test]
fn the_object_comes_from_a_text_a_file_or_standard_input() {
    let path = file(GIVEN);
    for word in [GIVEN.to_owned(), format!("@{path}"), format!("file://{path}")] {
        assert_eq!(
            body(&["--cli-input-json", &word]),
            GIVEN.replace(": ", ":").replace(", ", ",")
        );
    }
    for word in ["-", "@-", "file://-"] {
        assert_eq!(
            body_of(
                PROBE,
                "probe",
                "PutThing",
                &["--cli-input-json", word],
                r#"{"Name":"x"}"#
            ),
            r#"{"Name":"x"}"#
        );
    }
    let lines = refusal_with(&["--cli-input-json", "-", "--Note", "@-"], r#"{"Name":"x"}"#);
    assert!(lines[0].contains("standard input was read already"), "{lines:?}");
}

#[test]
fn options_replace_member_by_member() {
    let with = |words: &[&str]| body(&[&["--cli-input-json", GIVEN], words].concat());
    assert_eq!(
        with(&["--Name", "b", "--Note", "n"]),
        r#"{"Count":1,"Name":"b","One":{"Port":1,"Note":"x"},"Ids":["a","b","c"],"Note":"n"}"#
    );
    assert_eq!(
        with(&["--One.Port", "2", "--One.On"]),
        r#"{"Count":1,"Name":"a","One":{"Port":2,"Note":"x","On":true},"Ids":["a","b","c"]}"#
    );
    assert_eq!(
        with(&["--One", "Port=2"]),
        r#"{"Count":1,"Name":"a","One":{"Port":2},"Ids":["a","b","c"]}"#
    );
    assert_eq!(
        with(&["--Ids", "z"]),
        r#"{"Count":1,"Name":"a","One":{"Port":1,"Note":"x"},"Ids":["z"]}"#
    );
}

#[test]
fn a_list_is_replaced_with_a_note_where_items_are_lost() {
    let words = [
        "probe",
        "PutThing",
        "--spec",
        PROBE,
        "--region",
        "x",
        "--dry-run=json",
        "--cli-input-json",
        GIVEN,
        "--Ids.0",
        "z",
    ];
    let run = run(&words);
    assert_eq!(run.status, 0);
    assert!(
        run.stderr
            .contains("Ids of --cli-input-json has 3 items and is replaced by the 1 of the options"),
        "{}",
        run.stderr
    );
}

#[test]
fn numbers_order_and_repeated_names_are_kept() {
    let text = r#"{"Ratio":1.0,"Name":"a","Free":{"z":18446744073709551616,"a":1e400,"z":0.10}}"#;
    assert_eq!(body(&["--cli-input-json", text]), text);
}

#[test]
fn text_that_is_no_json_object_is_refused_with_the_place() {
    for (text, parts) in [
        (
            "{\n  \"Name\": \"a\",\n}",
            ["line 2, column 14", "\"Name\": \"a\"⟶,"].as_slice(),
        ),
        ("\u{feff}{\"Name\":\"a\"}", &["byte order mark", "line 1, column 1"]),
        ("{'Name': 'a'}", &["line 1, column 2"]),
        ("{\"Name\": \"a\"", &["line 1"]),
        ("", &["there is no value"]),
        ("[1]", &["not an object"]),
        ("nowhere.json", &["@FILE"]),
    ] {
        let lines = refusal(&[format!("--cli-input-json={text}")]).join("\n");
        assert!(lines.contains("--cli-input-json: "), "{lines}");
        for part in parts {
            assert!(lines.contains(part), "{text}: {lines}");
        }
    }
    assert!(refusal(&["--cli-input-json", "@/nowhere/x"])[0].contains("cannot read /nowhere/x"));
    let deep = format!("{{\"Free\":{}}}", "[".repeat(100_000));
    let path = file(deep);
    assert_eq!(refusal(&["--cli-input-json", &format!("@{path}")]).len(), 1);
}

#[test]
fn the_placeholders_of_a_skeleton_are_refused_by_name() {
    let text = r#"{"Name":"String","Count":"Integer","On":"Boolean","Rules":[{"Port":"Integer","Note":"note"}],"Ids":["String"],"Day":"Timestamp"}"#;
    let lines = refusal(&["--cli-input-json", text]);
    let named = |place: &str, word: &str| format!("{place}: \"{word}\" is the placeholder of a skeleton");
    assert_eq!(
        lines[..6],
        [
            named("Name", "String"),
            named("Count", "Integer"),
            named("On", "Boolean"),
            named("Rules.0.Port", "Integer"),
            named("Ids.0", "String"),
            named("Day", "Timestamp"),
        ]
    );
    assert_eq!(lines.len(), 7, "{lines:?}");
    // An option that replaces one is enough; a name may be `String` if it is meant.
    assert_eq!(body(&["--Name", "String"]), r#"{"Name":"String"}"#);
}
