//! `tc3 __complete`: what is offered.

use std::fs;

use crate::support::{empty_folder, offered_in, repository, tc3_in, values};

const NEW_GROUP: [&str; 2] = ["gaap", "CreateProxyGroup"];

fn after_new_group(line: &[&str]) -> Vec<String> {
    values(&[&NEW_GROUP[..], line].concat())
}

#[test]
fn a_line_begins_with_a_service_a_command_or_an_option() {
    let all = values(&[""]);
    for expected in [
        "gaap",
        "region",
        "sts",
        "tag",
        "api",
        "code",
        "completion",
        "configure",
        "emulator",
        "man",
        "whoami",
        "help",
    ] {
        assert!(all.iter().any(|value| value == expected), "{expected} in {all:?}");
    }
    assert_eq!(values(&["gaa"]), ["gaap"]);
    assert_eq!(values(&["GAA"]), ["gaap"]);
    assert_eq!(values(&["--prof"]), ["--profile"]);
    assert_eq!(values(&["--debug", "--profile", "p", "gaa"]), ["gaap"]);
    let services = offered_in(&repository(), &["gaa"]);
    assert_eq!(
        services,
        [("gaap".to_owned(), "Global Application Acceleration Platform".to_owned())]
    );
}

#[test]
fn actions_are_found_by_their_beginning_and_then_by_a_part() {
    assert_eq!(values(&["gaap", "CreateProxyGroupD"]), ["CreateProxyGroupDomain"]);
    assert_eq!(values(&["gaap", "createproxygroupd"]), ["CreateProxyGroupDomain"]);
    let by_part = values(&["gaap", "ProxyGroupL"]);
    assert_eq!(by_part, ["DescribeProxyGroupList"]);
    assert_eq!(values(&["nosuch", ""]), [""; 0]);
    assert_eq!(values(&["help", "gaa"]), ["gaap"]);
    assert_eq!(
        values(&["help", "gaap", "CreateProxyGroupD"]),
        ["CreateProxyGroupDomain"]
    );
    assert_eq!(values(&["GAAP", "create-proxy-group-d"]), ["CreateProxyGroupDomain"]);
    assert_eq!(values(&["gaap", "create-proxy-group", "--GroupN"]), ["--GroupName"]);
}

#[test]
fn parameters_are_offered_required_ones_first_and_once() {
    let first = after_new_group(&["--"]);
    assert_eq!(first[..3], ["--ProjectId", "--GroupName", "--RealServerRegion"]);
    let left = after_new_group(&["--GroupName", "x", "--TagSet.0.TagKey", "k", "--"]);
    assert_eq!(left[..2], ["--ProjectId", "--RealServerRegion"]);
    assert!(!left.contains(&"--GroupName".to_owned()));
    assert!(
        left.contains(&"--TagSet.1.".to_owned()) && left.contains(&"--TagSet.0.".to_owned()),
        "{left:?}"
    );
    assert!(left.contains(&"--dry-run".to_owned()));
    assert_eq!(after_new_group(&[""])[..1], ["--ProjectId"]);
    assert_eq!(after_new_group(&["--GroupName", "x", ""])[..1], ["--ProjectId"]);
    let described = offered_in(&repository(), &["gaap", "CreateProxyGroup", "--GroupN"]);
    assert!(described[0].1.starts_with("String, required: "), "{described:?}");
}

#[test]
fn the_spelling_follows_what_was_typed() {
    assert_eq!(after_new_group(&["--GroupN"]), ["--GroupName"]);
    assert_eq!(after_new_group(&["--group"]), ["--group-name"]);
    assert_eq!(after_new_group(&["--group_"]), ["--group_name"]);
    assert_eq!(after_new_group(&["--GROUP"]), ["--GroupName"]);
    assert_eq!(after_new_group(&["--api.Gr"]), ["--api.GroupName"]);
}

#[test]
fn nested_parameters_are_offered_with_the_next_index() {
    assert_eq!(after_new_group(&["--AccessRegionSet."]), ["--AccessRegionSet.0."]);
    let next = after_new_group(&["--AccessRegionSet.0.Bandwidth", "5", "--AccessRegionSet."]);
    assert_eq!(next, ["--AccessRegionSet.1.", "--AccessRegionSet.0."]);
    assert_eq!(
        after_new_group(&["--AccessRegionSet.0."])[..3],
        [
            "--AccessRegionSet.0.AccessRegion",
            "--AccessRegionSet.0.Bandwidth",
            "--AccessRegionSet.0.Concurrent"
        ]
    );
    let left = after_new_group(&["--AccessRegionSet.0.Bandwidth", "5", "--AccessRegionSet.0."]);
    assert!(!left.contains(&"--AccessRegionSet.0.Bandwidth".to_owned()), "{left:?}");
    assert_eq!(after_new_group(&["--Ban"]), ["--AccessRegionSet.0.Bandwidth"]);
    for nowhere in [
        "--AccessRegionSet.x.",
        "--GroupName.",
        "--No.0.",
        "--AccessRegionSet.0.0.",
        "--.",
        "--..",
        "--api.",
    ] {
        after_new_group(&[nowhere]);
    }
}

#[test]
fn values_are_those_of_the_set_of_booleans_and_of_options() {
    assert_eq!(after_new_group(&["--PackageType", ""]), ["Thunder", "Accelerator"]);
    assert_eq!(after_new_group(&["--PackageType=acc"]), ["--PackageType=Accelerator"]);
    assert_eq!(after_new_group(&["--package-type", "Thu"]), ["Thunder"]);
    assert_eq!(values(&["--output", "js"]), ["json", "json-lines"]);
    assert_eq!(values(&["--output=ta"]), ["--output=table"]);
    assert_eq!(values(&["gaap", "--version", ""]), ["2018-05-29"]);
    assert_eq!(values(&["--region", "ap-nan"]), ["ap-nanjing"]);
    assert_eq!(values(&["completion", ""]), ["bash", "zsh", "fish", "powershell"]);
    assert_eq!(values(&["emulator", "--lis"]), ["--listen"]);
    assert_eq!(values(&["emulator", "--log", ""]), ["text", "json"]);
}

#[test]
fn profiles_are_those_of_every_file() {
    let home = empty_folder("profiles");
    fs::create_dir_all(home.join(".tccli")).unwrap();
    fs::create_dir_all(home.join(".config/tc3")).unwrap();
    fs::create_dir_all(home.join(".tencentcloud")).unwrap();
    fs::write(home.join(".tccli/work.configure"), "{}").unwrap();
    fs::write(home.join(".tccli/work.credential"), "{}").unwrap();
    fs::write(
        home.join(".config/tc3/config.toml"),
        "[profile.prod]\nregion = 'x'\n[profile.\"two words\"]\n",
    )
    .unwrap();
    fs::write(home.join(".tencentcloud/credentials"), "[shared]\nsecret_id = x\n").unwrap();
    let offered = offered_in(&home, &["--profile", ""]);
    let names: Vec<&str> = offered.iter().map(|(value, _)| &value[..]).collect();
    assert_eq!(names, ["prod", "shared", "two words", "work"]);
}

#[test]
fn files_follow_the_marks_of_a_file() {
    let folder = empty_folder("files");
    fs::write(folder.join("body.json"), "{}").unwrap();
    fs::create_dir(folder.join("bodies")).unwrap();
    fs::write(folder.join(".bodyguard"), "").unwrap();
    let of = |line: &[&str]| -> Vec<String> { offered_in(&folder, line).into_iter().map(|(value, _)| value).collect() };
    assert_eq!(
        of(&["gaap", "X", "--cli-input-json", "@bo"]),
        ["@bodies/", "@body.json"]
    );
    assert_eq!(
        of(&["gaap", "X", "--cli-input-json=file://body"]),
        ["--cli-input-json=file://body.json"]
    );
    assert_eq!(of(&["gaap", "X", "--ca-file", "body."]), ["body.json"]);
    assert_eq!(of(&["gaap", "X", "--spec", "b"]), ["bodies/"]);
    assert_eq!(of(&["gaap", "X", "--cli-input-json", "@@bo"]), [""; 0]);
    assert_eq!(of(&["emulator", "--faults", "bod"]), ["bodies/", "body.json"]);
}

#[test]
fn nothing_is_ever_an_error() {
    let folder = empty_folder("damaged");
    fs::create_dir_all(folder.join("spec/x/v20200101")).unwrap();
    fs::write(folder.join("spec/x/v20200101/service.json"), "{").unwrap();
    for line in [
        &[""][..],
        &["x", ""],
        &["x", "Y", "--"],
        &["--output"],
        &["x", "Y", "--spec", "/nonexistent", "--"],
        &["\u{1b}[31m"],
        &["x", "Y", "--A.99999999999999999999.B", "1", "--A."],
        &["", "", "", ""],
    ] {
        offered_in(&folder, line);
    }
    for arguments in [
        &["__complete"][..],
        &["__complete", "tcsh", "x"],
        &["__complete", "bash"],
        &["__complete", "bash", "="],
    ] {
        let output = tc3_in(&folder, arguments);
        assert!(
            output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn powershell_passes_the_unfinished_word_first() {
    let output = tc3_in(&repository(), &["__complete", "powershell", ":Create", "gaap"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("CreateProxyGroup\t"));
    let output = tc3_in(&repository(), &["__complete", "powershell", ":", "--output"]);
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("json\t"));
}

#[test]
fn a_program_is_completed_as_its_call() {
    let languages = values(&["code", ""]);
    for expected in ["rust", "rust-named", "curl", "python", "csharp"] {
        assert!(
            languages.iter().any(|value| value == expected),
            "{expected} in {languages:?}"
        );
    }
    assert_eq!(values(&["code", "pyt"]), ["python"]);
    assert_eq!(values(&["code", "python", "gaa"]), ["gaap"]);
    assert_eq!(values(&["--profile", "p", "code", "python", "gaa"]), ["gaap"]);
    assert_eq!(
        values(&["code", "python", "gaap", "CreateProxyGroupD"]),
        ["CreateProxyGroupDomain"]
    );
    let call = ["code", "python", "gaap", "CreateProxyGroup"];
    assert_eq!(values(&[&call[..], &["--GroupN"]].concat()), ["--GroupName"]);
    assert_eq!(values(&[&call[..], &["--reg"]].concat()), ["--region"]);
    assert_eq!(values(&[&call[..], &["--exa"]].concat()), ["--example"]);
    for refused in ["--dry", "--until", "--output"] {
        assert_eq!(values(&[&call[..], &[refused]].concat()), [""; 0], "{refused}");
    }
    // A command is no service.
    assert_eq!(values(&["code", "python", "whoa"]), [""; 0]);
}
