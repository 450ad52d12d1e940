//! Options and parameters, in any order and spelling.

use super::support::{PROBE, body, refusal, run, run_in};

#[test]
fn nothing_but_the_name_of_the_program_shows_how_it_is_used() {
    let empty: [&str; 0] = [];
    for words in [empty.as_slice(), &["help"], &["--help"], &["-h"]] {
        let run = run(words);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("tc3 SERVICE ACTION"), "{words:?}");
    }
    let options = run(&["help", "options"]).stdout;
    assert!(options.contains("--dry-run[=FORMAT]") && options.contains("--cli-unfold-argument"));
}

#[test]
fn the_version_is_printed_before_any_file_is_read() {
    for words in [["--version"].as_slice(), &["-V"], &["--spec", "/nowhere", "--version"]] {
        let run = run(words);
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (0, concat!("tc3 ", env!("CARGO_PKG_VERSION"), "\n")),
            "{words:?}"
        );
    }
}

#[test]
fn commands_with_a_name_of_their_own_have_help_too() {
    for words in [
        ["help", "api"].as_slice(),
        &["api", "--help"],
        &["help", "whoami"],
        &["completion", "-h"],
    ] {
        let run = run(words);
        assert_eq!(run.status, 0, "{words:?} {}", run.stderr);
        assert!(run.stdout.contains("Usage: tc3"), "{words:?}");
    }
    let wrong = run(&["api", "serch"]);
    assert_eq!((wrong.status, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("'search'"), "{}", wrong.stderr);
}

#[test]
fn names_are_written_with_capitals_hyphens_or_underscores() {
    for name in ["--Password", "--password"] {
        assert_eq!(body(&["--name", "n", name, "p"]), r#"{"Name":"n","Password":"p"}"#);
    }
    for name in [
        "--DryRun",
        "--Dry-Run",
        "--api.dry-run",
        "--api.dry_run",
        "--api.DRYRUN",
    ] {
        assert_eq!(
            body(&["--Name", "n", name, "true"]),
            r#"{"Name":"n","DryRun":true}"#,
            "{name}"
        );
    }
    assert_eq!(
        body(&["--name=n", "--rules.0.port", "1", "--rules.0.tags.0.key", "k"]),
        r#"{"Name":"n","Rules":[{"Port":1,"Tags":[{"Key":"k"}]}]}"#
    );
}

#[test]
fn members_that_fall_together_are_told_apart_by_the_exact_name() {
    assert_eq!(
        body(&["--Name", "n", "--RunId", "a", "--Runid", "b"]),
        r#"{"Name":"n","RunId":"a","Runid":"b"}"#
    );
    assert_eq!(
        refusal(&["--Name", "n", "--run-id", "a"])[0],
        "run-id may be RunId or Runid: write the exact name"
    );
}

#[test]
fn a_capital_makes_a_parameter_and_none_makes_an_option_first() {
    assert_eq!(
        body(&["--Name", "n", "--Filter", "f", "--DryRun", "false"]),
        r#"{"Name":"n","DryRun":false,"Filter":"f"}"#
            .replace(r#""DryRun":false,"Filter":"f""#, r#""Filter":"f","DryRun":false"#)
    );
    // The option `--filter` and the parameter `filter` of one name.
    assert_eq!(
        body(&["--Name", "n", "--api.filter", "f"]),
        r#"{"Name":"n","filter":"f"}"#
    );
}

#[test]
fn tcclis_options_are_accepted() {
    let expected = r#"{"Name":"n"}"#;
    for options in [
        ["--cli-unfold-argument"].as_slice(),
        &["--warning"],
        &["--secretId", "AKIDexample", "--secretKey", "k"],
        &["--language", "en-US"],
        &["--timeout", "10"],
        &["--https-proxy", "localhost:1"],
        &["--request-client", "word"],
        &["--version", "2020-01-01"],
    ] {
        assert_eq!(body(&[&["--Name", "n"], options].concat()), expected, "{options:?}");
    }
}

#[test]
fn a_key_on_the_command_line_is_used_with_a_warning() {
    let words = [
        "probe",
        "PutThing",
        "--Name",
        "n",
        "--spec",
        PROBE,
        "--dry-run=json",
        "--region",
        "x",
        "--secretId",
        "i",
        "--secretKey",
        "hunter2",
    ];
    let loud = run(&words);
    assert_eq!(loud.status, 0, "{}", loud.stderr);
    assert!(
        loud.stderr.contains("tc3 configure set secretKey") && !loud.stderr.contains("hunter2"),
        "{}",
        loud.stderr
    );
    assert!(
        !run(&[words.as_slice(), &["--quiet"]].concat())
            .stderr
            .contains("secretKey")
    );
}

#[test]
fn a_version_that_is_no_date_is_an_error_and_no_call() {
    assert_eq!(
        refusal(&["--Name", "n", "--version", "v20170312"]),
        ["--version \"v20170312\": it must be the date of a version, such as 2018-05-29"]
    );
}

#[test]
fn what_is_wrong_with_the_words_is_said_at_once() {
    assert_eq!(
        refusal(&[
            "--Name",
            "n",
            "--output",
            "xml",
            "--retries",
            "many",
            "--Note",
            "-x",
            "--all=1"
        ]),
        [
            "--output \"xml\": it must be one of json, json-lines, table, text, yaml, csv, raw",
            "--retries \"many\": it must be a whole number",
            "--Note: a value begins with `-`",
            "--all takes no value",
            "a value that begins with `-` is given as --Note=-x",
        ]
    );
}

#[test]
fn unknown_options_and_services_name_the_near_ones_in_a_few_lines() {
    let lines = run(&["--proflie", "x", "probe", "PutThing"]).stderr;
    assert!(lines.contains("there is no option --proflie; near: profile"), "{lines}");
    for words in [["prob", "PutThing"], ["probe", "PutThign"]] {
        let run = run(&[words.as_slice(), &["--spec", PROBE]].concat());
        assert_eq!(run.status, 2);
        assert!(run.stderr.lines().count() <= 3, "{}", run.stderr);
    }
}

#[test]
fn services_and_actions_are_spelled_freely_too() {
    for words in [
        ["probe", "PutThing"],
        ["PROBE", "putthing"],
        ["probe", "put-thing"],
        ["probe", "put_thing"],
    ] {
        let run = run(&[
            words.as_slice(),
            &["--spec", PROBE, "--generate-cli-skeleton", "required"],
        ]
        .concat());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{words:?}");
    }
}

#[test]
fn a_name_of_a_thousand_parts_is_refused() {
    let name = format!("--Tree{}.Name=x", ".Next".repeat(20_000));
    assert_eq!(refusal(&["--Name=n", &name])[0], "a parameter has more than 200 parts");
}

#[test]
fn how_parameters_are_written_is_help_of_its_own() {
    let page = run(&["help", "parameters"]).stdout;
    assert!(
        page.contains("--Rules Port=80,Protocol=TCP Port=81") && page.lines().all(|line| line.len() <= 120),
        "{page}"
    );
}

#[test]
fn a_folder_spec_of_another_kind_is_left_alone() {
    let project = format!("{}/project", env!("CARGO_TARGET_TMPDIR"));
    let words = ["probe", "PutThing", "--generate-cli-skeleton", "required"];
    std::fs::create_dir_all(format!("{project}/spec/models")).unwrap();
    for (file, text) in [
        ("spec_helper.rb", "require 'x'"),
        ("models/user.json", "{}"),
        ("fixture.json", "["),
    ] {
        std::fs::write(format!("{project}/spec/{file}"), text).unwrap();
    }
    let unknown = run_in(&project, &words, "");
    assert!(unknown.stderr.contains("no service `probe`"), "{}", unknown.stderr);
    // One that is a spec is read without being named.
    let parent = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let known = run_in(
        parent,
        &["sts", "GetCallerIdentity", "--generate-cli-skeleton", "example"],
        "",
    );
    assert_eq!(known.status, 0, "{}", known.stderr);
}

#[test]
fn the_service_api_is_told_from_the_command_by_its_actions() {
    let words = ["api", "DescribeRegions", "--generate-cli-skeleton"];
    assert_eq!(run(&words).stdout, "{\n    \"Product\": \"String\"\n}\n");
    assert_eq!(
        run(&[
            "--quiet",
            "api",
            "--profile",
            "p",
            "DescribeRegions",
            "--generate-cli-skeleton"
        ])
        .status,
        0
    );
    assert!(run(&["api", "--help"]).stdout.contains("Usage: tc3 api"));
}

#[test]
fn errors_of_the_command_line_are_json_where_json_is_asked_for() {
    for words in [
        ["probe", "PutThing", "--output", "json", "--retries", "x"].as_slice(),
        &["probe", "PutThing", "--spec", PROBE, "--output=json"],
    ] {
        let run = run(words);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        let error: serde_json::Value =
            serde_json::from_str(&run.stderr).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
        assert!(
            error["error"]["message"]
                .as_str()
                .unwrap()
                .contains("it must be a whole number")
                || run.stderr.contains("Name is required")
        );
    }
}
