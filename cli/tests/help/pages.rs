//! The pages of help, as they are printed where nothing is a terminal.

use crate::{run, stdout};

#[test]
fn the_help_of_an_action_has_what_is_required_first() {
    insta::assert_snapshot!(stdout(&["gaap", "CreateProxyGroup", "help"]));
}

#[test]
fn the_detailed_help_has_output_types_errors_and_examples() {
    insta::assert_snapshot!(stdout(&["gaap", "CreateProxyGroup", "help", "--detail"]));
}

#[test]
fn the_words_of_help_are_chinese_too() {
    insta::assert_snapshot!(stdout(&["gaap", "CreateProxyGroup", "help", "--language", "zh-CN"]));
}

#[test]
fn the_help_of_a_service_lists_its_actions() {
    insta::assert_snapshot!(stdout(&["region", "help"]));
}

#[test]
fn a_type_is_shown_with_the_actions_that_use_it() {
    insta::assert_snapshot!(stdout(&["api", "show", "gaap", "AccessConfiguration"]));
}

#[test]
fn a_set_of_values_is_shown_with_their_meanings() {
    insta::assert_snapshot!(stdout(&["api", "show", "gaap", "PackageType"]));
}

#[test]
fn all_spellings_of_help_print_the_same() {
    let help = stdout(&["gaap", "CreateProxyGroup", "help"]);
    assert_eq!(stdout(&["gaap", "CreateProxyGroup", "--help"]), help);
    assert_eq!(stdout(&["gaap", "CreateProxyGroup", "-h"]), help);
    assert_eq!(stdout(&["gaap"]), stdout(&["gaap", "help"]));
    assert_eq!(
        stdout(&["api", "show", "gaap", "CreateProxyGroup"]),
        stdout(&["gaap", "CreateProxyGroup", "help", "--detail"])
    );
}

#[test]
fn every_action_has_help_that_fits_the_width() {
    for service in ["gaap", "region", "sts", "tag"] {
        let listed = stdout(&["api", "show", service, "--output", "json"]);
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        for action in listed["actions"].as_array().unwrap() {
            let name = action["action"].as_str().unwrap();
            let help = stdout(&[service, name, "help"]);
            assert!(help.starts_with(&format!("tc3 {service} {name}\n")), "{help}");
            let detail = stdout(&[service, name, "help", "--detail"]);
            let too_wide = |line: &&str| line.chars().count() > 80 && line.trim_start().contains(' ');
            // Lines that are to be copied are not wrapped.
            let body = detail.split("\nExamples\n").next().unwrap();
            assert_eq!(body.lines().find(too_wide), None, "{name}");
            assert!(!help.contains('\u{1b}') && !detail.contains('\u{1b}'));
        }
    }
}

#[test]
fn unknown_names_are_answered_in_three_lines_with_what_to_run() {
    for words in [
        &["gaap", "CreatProxyGroup"][..],
        &["gap", "CreateProxyGroup"],
        &["gaap", "CreateProxyGroups", "help"],
    ] {
        let printed = run(words);
        assert_eq!((printed.code, printed.stdout.as_str()), (2, ""), "{words:?}");
        let lines: Vec<&str> = printed.stderr.lines().collect();
        assert!((2..=3).contains(&lines.len()), "{}", printed.stderr);
        assert!(printed.stderr.contains("tc3 api search"), "{}", printed.stderr);
    }
}

#[test]
fn the_help_of_tc3_needs_no_file() {
    for words in [&["--help"][..], &["help"], &[], &["-h"]] {
        let printed = run(words);
        assert_eq!(printed.code, 0);
        assert!(printed.stdout.contains("tc3 SERVICE ACTION"), "{}", printed.stdout);
    }
    insta::assert_snapshot!("overview", run(&["help"]).stdout);
    insta::assert_snapshot!("options", run(&["help", "options"]).stdout);
}

#[test]
fn commands_of_the_catalog_have_help() {
    for command in ["search", "show", "diff"] {
        let printed = run(&["api", command, "--help"]);
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        insta::assert_snapshot!(format!("api_{command}"), printed.stdout);
    }
}

/// A reader that has seen enough ends the command quietly.
#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;

    let spec = crate::repository().join("spec");
    let mut command = crate::command(&[
        "api",
        "show",
        "gaap",
        "--output",
        "json",
        "--spec",
        spec.to_str().unwrap(),
    ]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
