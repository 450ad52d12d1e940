//! What the words of an option become, by the declared type.

use super::support::{PROBE, body, body_of, file, refusal, refusal_with, run_with};

/// The body with these parameters beside a `Name`, without it.
fn beside_name(parameters: &[&str]) -> String {
    let body = body(&[&["--Name", "n"], parameters].concat());
    body.replacen(r#"{"Name":"n","#, "{", 1)
}

#[test]
fn scalars() {
    for (words, expected) in [
        (["--Count", "5"], r#"{"Count":5}"#),
        (["--Count", "-5"], r#"{"Count":-5}"#),
        (["--Count", " 7"], r#"{"Count":7}"#),
        (["--Count", "9223372036854775807"], r#"{"Count":9223372036854775807}"#),
        (["--Big", "18446744073709551615"], r#"{"Big":18446744073709551615}"#),
        (["--Ratio", "1.0"], r#"{"Ratio":1.0}"#),
        (["--Ratio", "1e3"], r#"{"Ratio":1e3}"#),
        (["--Ratio", "-.5"], r#"{"Ratio":-0.5}"#),
        (["--On", "TRUE"], r#"{"On":true}"#),
        (["--On", "0"], r#"{"On":false}"#),
        (["--On", "t"], r#"{"On":true}"#),
        (["--Note", "5"], r#"{"Note":"5"}"#),
        (["--Note", "true"], r#"{"Note":"true"}"#),
        (["--Note", "null"], r#"{"Note":"null"}"#),
        (["--Note", r#"{"a":1}"#], r#"{"Note":"{\"a\":1}"}"#),
        (["--Note", r#"["a"]"#], r#"{"Note":"[\"a\"]"}"#),
        (["--Note", "中 \"x\"\n"], r#"{"Note":"中 \"x\"\n"}"#),
        (["--Note", ""], r#"{"Note":""}"#),
        (["--Note", "@"], r#"{"Note":"@"}"#),
        (["--Note", "@@x"], r#"{"Note":"@x"}"#),
        (["--Note", "-"], r#"{"Note":"-"}"#),
        (["--Note", "-5"], r#"{"Note":"-5"}"#),
        (["--Day", "2020-01-01"], r#"{"Day":"2020-01-01"}"#),
        (
            ["--Free", r#"{"z": 1.0, "a": [null]}"#],
            r#"{"Free":{"z":1.0,"a":[null]}}"#,
        ),
    ] {
        assert_eq!(beside_name(&words), expected, "{words:?}");
    }
    assert_eq!(beside_name(&["--On"]), r#"{"On":true}"#);
    assert_eq!(beside_name(&["--Note=-x"]), r#"{"Note":"-x"}"#);
    assert_eq!(beside_name(&["--Note="]), r#"{"Note":""}"#);
    // As in tccli, the last one counts.
    assert_eq!(beside_name(&["--Count", "1", "--Count", "2"]), r#"{"Count":2}"#);
}

#[test]
fn values_that_are_not_of_their_type() {
    for (words, message) in [
        (["--Count", "abc"], r#"Count: "abc" is not an integer"#),
        (["--Count", "1.5"], "Count: 1.5 is not an integer"),
        (["--Count", "0x10"], r#"Count: "0x10" is not an integer"#),
        (["--Count", "1e3"], "Count: 1e3 is not an integer"),
        (["--Count", ""], r#"Count: "" is not an integer"#),
        (
            ["--Count", "9223372036854775808"],
            "Count: 9223372036854775808 is not in the range of 64-bit integers",
        ),
        (
            ["--Big", "-1"],
            "Big: -1 is not in the range of 0 to 18446744073709551615",
        ),
        (["--On", "yes"], r#"On: "yes" is not a boolean: true or false"#),
        (["--Mode", "fsat"], r#"Mode: "fsat" is not one of fast, slow"#),
        (["--Rules.0.Port", "0"], "Rules.0.Port: 0 is out of range: at least 1"),
        (
            ["--Free", "x"],
            "Free is an Object, given as JSON: unexpected word, line 1, column 1: ⟶x",
        ),
    ] {
        let lines = refusal(&["--Name", "n", words[0], words[1]]);
        assert_eq!(lines[0], message, "{words:?}");
    }
    assert_eq!(
        refusal(&["--Name", "n", "--Count"])[0],
        "--Count needs a value: Integer"
    );
    let lines = refusal(&["--Name", "a", "b"]);
    assert_eq!(
        lines[..2],
        [
            "Name takes one value, and 2 are given",
            "quote a value that has blanks: --Name 'a b'"
        ]
    );
}

#[test]
fn lists() {
    let expected = r#"{"Ids":["a","b"]}"#;
    for words in [
        ["--Ids", "a", "b"].as_slice(),
        &["--Ids", "a", "--Ids", "b"],
        &["--Ids", r#"["a","b"]"#],
        &["--Ids", "a", r#"["b"]"#],
        &["--Ids.0", "a", "--Ids.1", "b"],
        &["--Ids.1", "b", "--Count", "1", "--Ids.0", "a"],
    ] {
        assert_eq!(beside_name(words).replace(r#""Count":1,"#, ""), expected, "{words:?}");
    }
    let many: Vec<String> = (0..30).map(|index| format!("i{index}")).collect();
    let words: Vec<&str> = std::iter::once("--Ids")
        .chain(many.iter().map(String::as_str))
        .collect();
    assert_eq!(beside_name(&words).matches("\"i").count(), 30);
    assert_eq!(beside_name(&["--Ids", "[]"]), r#"{"Ids":[]}"#);
    assert_eq!(beside_name(&["--Ids", "a,b"]), r#"{"Ids":["a,b"]}"#);
    assert_eq!(beside_name(&["--Ids.0", "[a"]), r#"{"Ids":["[a"]}"#);
    assert_eq!(beside_name(&["--Ports", "80", "443"]), r#"{"Ports":[80,443]}"#);
    assert_eq!(beside_name(&["--Ports", "[80,443]"]), r#"{"Ports":[80,443]}"#);
    assert_eq!(beside_name(&["--Flags", "1", "F"]), r#"{"Flags":[true,false]}"#);
    assert_eq!(
        beside_name(&["--Objects", r#"{"a":1}"#, "{}"]),
        r#"{"Objects":[{"a":1},{}]}"#
    );
}

#[test]
fn lists_that_are_wrong() {
    for (words, message) in [
        (
            ["--Ids.0", "a", "--Ids.2", "c"].as_slice(),
            "Ids.1 is missing: items are numbered from 0 without a gap",
        ),
        (
            &["--Ids.1", "a"],
            "Ids.0 is missing: items are numbered from 0 without a gap",
        ),
        (
            &["--Ids.18446744073709551615", "a"],
            "Ids.0 is missing: items are numbered from 0 without a gap",
        ),
        (
            &["--Ids.18446744073709551616", "a"],
            "Ids is a list: `18446744073709551616` is not the number of an item",
        ),
        (&["--Ids.00", "a"], "Ids is a list: `00` is not the number of an item"),
        (
            &["--Rules.Port", "1"],
            "Rules is a list: `Port` is not the number of an item",
        ),
        (
            &["--Ids", "a", "--Ids.0", "b"],
            "Ids is given as a whole and in parts: give one of them",
        ),
        (
            &["--Ids.0", "a", "--Ids", "b"],
            "Ids is given as a whole and in parts: give one of them",
        ),
        (
            &["--Ids", "[a,b]"],
            "Ids is no JSON list: unexpected token, line 1, column 2: [⟶a,b]",
        ),
        (&["--Ids", "[1]"], "Ids.0: 1 is not a string"),
        (&["--Ports", "80,443"], r#"Ports.0: "80,443" is not an integer"#),
        (&["--Name.x", "1"], "--Name.x: Name is a String, which has no parts"),
        (&["--Ids"], "--Ids needs a value: Array of String"),
    ] {
        let lines = refusal(&[&["--Name", "n"], words].concat());
        assert_eq!(lines[0], message, "{words:?} {lines:?}");
    }
}

#[test]
fn structures() {
    let expected = r#"{"Rules":[{"Port":80,"Note":"a,b","On":true},{"Port":81}]}"#;
    for words in [
        [
            "--Rules.0.Port",
            "80",
            "--Rules.0.Note",
            "a,b",
            "--Rules.0.On",
            "--Rules.1.Port",
            "81",
        ]
        .as_slice(),
        &[
            "--Rules.1.Port",
            "81",
            "--Rules.0.On",
            "1",
            "--Rules.0.Note",
            "a,b",
            "--Rules.0.Port",
            "80",
        ],
        &["--Rules", r#"[{"Port":80,"Note":"a,b","On":true},{"Port":81}]"#],
        &["--Rules", r#"{"Port":80,"Note":"a,b","On":true}"#, r#"{"Port":81}"#],
        &["--Rules", "Port=80,Note='a,b',On=true", "Port=81"],
        &["--Rules", "on=t,note=\"a,b\",port=80", "--Rules", "Port=81"],
        &["--Rules.0", "Port=80,Note='a,b',On=true", "--Rules.1", r#"{"Port":81}"#],
    ] {
        assert_eq!(beside_name(words), expected, "{words:?}");
    }
    assert_eq!(
        beside_name(&["--One", "Port=1,Note=a=b"]),
        r#"{"One":{"Port":1,"Note":"a=b"}}"#
    );
    let deep = "--Tree.Children.0.Children.0.Children.1.Next.Next.Name";
    assert_eq!(
        refusal(&["--Name", "n", deep, "x"])[0],
        "Tree.Children.0.Children.0.Children.0 is missing: items are numbered from 0 without a gap"
    );
    assert_eq!(
        beside_name(&["--Tree.Next.Children.0.Next.Name", "x"]),
        r#"{"Tree":{"Next":{"Children":[{"Next":{"Name":"x"}}]}}}"#
    );
    assert_eq!(
        beside_name(&["--Free.a.b", "1", "--Free.c", "x"]),
        r#"{"Free":{"a":{"b":1},"c":"x"}}"#
    );
}

#[test]
fn structures_that_are_wrong() {
    for (words, message) in [
        (
            ["--Rules", "80"].as_slice(),
            "Rules.0: neither JSON nor the short form Name=Value,Name=Value",
        ),
        (
            &["--Rules", "Prot=80"],
            "Rules.0: Prot is no member of Rule; near: Port, Protocol",
        ),
        (&["--Rules", "Port=80,Port=81"], "Rules.0: Port is given twice"),
        (&["--Rules", "Port=80,Note='x"], "Rules.0: the closing ' is missing"),
        (
            &["--Rules", "Port=80,Tags=x"],
            "Rules.0: Tags is Array of Tag, which the short form Name=Value cannot give",
        ),
        (
            &["--Rules", r#"{"Port":80,}"#],
            r#"Rules.0 is a Rule, given as JSON: trailing commas are not allowed, line 1, column 11: {"Port":80⟶,}"#,
        ),
        (&["--One", "[1]"], "One: a list is not an object of type Rule"),
    ] {
        let lines = refusal(&[&["--Name", "n"], words].concat());
        assert_eq!(lines[0], message, "{words:?} {lines:?}");
    }
}

#[test]
fn files_and_standard_input() {
    let note = file("line\n中\n");
    for word in [format!("@{note}"), format!("file://{note}")] {
        assert_eq!(beside_name(&["--Note", &word]), r#"{"Note":"line\n中\n"}"#);
    }
    let rules = file("[{\"Port\": 1},\n {\"Port\": 2}]\n");
    assert_eq!(
        beside_name(&["--Rules", &format!("@{rules}")]),
        r#"{"Rules":[{"Port":1},{"Port":2}]}"#
    );
    assert_eq!(
        beside_name(&["--Count", &format!("@{}", file("5\n"))]),
        r#"{"Count":5}"#
    );
    assert_eq!(beside_name(&["--Ids", &format!("@{}", file("a"))]), r#"{"Ids":["a"]}"#);
    assert_eq!(
        beside_name(&["--Note", &format!("fileb://{}", file(b"\x00\xff"))]),
        r#"{"Note":"AP8="}"#
    );
    assert_eq!(
        body_of(PROBE, "probe", "PutThing", &["--Name", "@-"], "from stdin"),
        r#"{"Name":"from stdin"}"#
    );
    let lines = refusal_with(&["--Name", "@-", "--Note", "@-"], "x");
    assert_eq!(
        lines[0],
        "--Note: standard input was read already: only one parameter can come from it"
    );
}

#[test]
fn a_line_end_that_a_text_gets_from_a_pipe_is_kept_with_a_note() {
    let words = [
        "probe",
        "PutThing",
        "--spec",
        PROBE,
        "--region",
        "x",
        "--dry-run=json",
        "--Name",
        "n",
        "--Password",
        "@-",
    ];
    for (text, is_noted) in [("secret\n", true), ("secret", false), ("a\nb\n", false), ("", false)] {
        let run = run_with(&words, text);
        assert_eq!(run.status, 0);
        assert_eq!(
            run.stderr.contains("Password ends with a line end"),
            is_noted,
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    for (word, part) in [
        ("@/nowhere/x".to_owned(), "--Note: cannot read /nowhere/x: "),
        (format!("@{folder}"), "Is a directory"),
        (format!("@{}", file(b"a\xff")), "is not UTF-8 (byte 1)"),
        ("file://".to_owned(), "--Note: cannot read"),
    ] {
        let lines = refusal(&["--Name", "n", "--Note", &word]);
        assert!(lines[0].contains(part), "{lines:?}");
    }
    assert!(
        refusal(&["--Name", "n", "--Note", "@x"])
            .iter()
            .any(|line| line.contains("@@TEXT"))
    );
    #[cfg(unix)]
    assert!(refusal(&["--Name", "n", "--Note", "@/dev/zero"])[0].contains("larger than 64 MiB"));
}

#[test]
fn bytes_of_actions_that_send_parts() {
    let words = |file: &str| {
        [
            "probe",
            "UploadThing",
            "--spec",
            PROBE,
            "--region",
            "x",
            "--dry-run=text",
            "--Name",
            "n",
            "--File",
            file,
        ]
        .map(str::to_owned)
    };
    for word in [
        format!("@{}", file(b"\x00\xffbytes")),
        format!("fileb://{}", file(b"bytes")),
        "Ynl0ZXM=".to_owned(),
    ] {
        let run = run_with(&words(&word), "");
        assert_eq!(run.status, 0, "{word} {}", run.stderr);
    }
    let wrong = run_with(&words("no base64!"), "");
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.stderr.contains("File: the text is not base64") && wrong.stderr.contains("--File fileb://FILE"),
        "{}",
        wrong.stderr
    );
}
