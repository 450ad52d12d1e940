//! `--generate-cli-skeleton`: needs neither credentials nor parameters.

use super::support::{PROBE, SPEC, compact, run};

fn skeleton(spec: &str, words: &[&str]) -> String {
    let run = run(&[words, &["--spec", spec]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{words:?}");
    run.stdout
}

#[test]
fn words_and_layout_are_tcclis() {
    let text = skeleton(SPEC, &["sts", "AssumeRole", "--generate-cli-skeleton"]);
    assert!(text.starts_with("{\n    \"RoleArn\": \"String\",\n"), "{text}");
    assert!(text.contains("\n    \"DurationSeconds\": \"Integer\",\n"), "{text}");
    assert!(text.ends_with("\n}\n"), "{text}");
    assert_eq!(
        text,
        skeleton(SPEC, &["sts", "AssumeRole", "--generate-cli-skeleton", "input"])
    );
}

#[test]
fn types_that_contain_themselves_end() {
    let text = compact(&skeleton(
        PROBE,
        &["probe", "PutThing", "--generate-cli-skeleton=output"],
    ));
    assert!(text.contains(r#""Tree":{"Name":"String","Children":[]}"#), "{text}");
    assert!(text.ends_with(r#""RequestId":"String"}"#), "{text}");
}

#[test]
fn required_members_and_the_example() {
    let required = skeleton(
        SPEC,
        &["gaap", "CreateProxyGroup", "--generate-cli-skeleton", "required"],
    );
    assert_eq!(
        compact(&required),
        r#"{"ProjectId":"Integer","GroupName":"String","RealServerRegion":"String"}"#
    );
    let example = skeleton(PROBE, &["probe", "PutThing", "--generate-cli-skeleton", "example"]);
    assert_eq!(compact(&example), r#"{"Name":"a","Rules":[{"Port":80}]}"#);
    let none = run(&[
        "probe",
        "UploadThing",
        "--spec",
        PROBE,
        "--generate-cli-skeleton",
        "example",
    ]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("no example of UploadThing"), "{}", none.stderr);
}

#[test]
fn parameters_that_are_given_are_in_it() {
    let text = skeleton(
        PROBE,
        &[
            "probe",
            "PutThing",
            "--generate-cli-skeleton",
            "required",
            "--Name",
            "n",
            "--Rules.0.Port",
            "1",
        ],
    );
    assert_eq!(compact(&text), r#"{"Name":"n","Rules":[{"Port":1}]}"#);
    for option in ["--dry-run", "--all", "--output=yaml", "--filter=Name"] {
        let wrong = run(&["probe", "PutThing", "--spec", PROBE, "--generate-cli-skeleton", option]);
        assert_eq!((wrong.status, wrong.stdout.as_str()), (2, ""), "{option}");
    }
}
