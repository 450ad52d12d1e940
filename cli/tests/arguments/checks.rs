//! Everything that is wrong with the parameters is said before anything is sent.

use super::support::{SPEC, body, refusal, run};

#[test]
fn all_that_is_wrong_is_said_at_once_with_the_nearest_names() {
    let words = [
        "gaap",
        "CreateProxyGroup",
        "--spec",
        SPEC,
        "--region",
        "x",
        "--dry-run=json",
        "--ProjectId",
        "abc",
        "--GroupNam",
        "x",
        "--AccessRegionSet.0.AccessRegion",
        "a",
        "--AccessRegionSet.0.Bandwith",
        "10",
    ];
    let run = run(&words);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "tc3: --GroupNam is no parameter of CreateProxyGroup; near: GroupName",
            "tc3: AccessRegionSet.0.Bandwith is no member of AccessConfiguration; near: Bandwidth",
            "tc3: GroupName is required",
            "tc3: RealServerRegion is required",
            "tc3: ProjectId: \"abc\" is not an integer",
            "tc3: AccessRegionSet.0.Bandwidth is required",
            "tc3: AccessRegionSet.0.Concurrent is required",
            "tc3: `tc3 gaap CreateProxyGroup help` shows the parameters; --no-check sends them all the same",
        ]
    );
    assert_eq!(run.status, 2);
}

#[test]
fn json_is_checked_as_options_are() {
    let lines = refusal(&[
        "--cli-input-json",
        r#"{"nam":"a","Rules":[{"Port":"x","Tags":[{"Kee":1}]}],"One":5}"#,
    ]);
    assert_eq!(
        lines[..6],
        [
            "Name is required",
            "nam is no parameter of PutThing; near: Name",
            "Rules.0.Port: \"x\" is not an integer",
            "Rules.0.Tags.0.Key is required",
            "Rules.0.Tags.0.Kee is no member of Tag; near: Key",
            "One: 5 is not an object of type Rule",
        ]
    );
}

#[test]
fn values_of_secrets_are_not_shown() {
    for words in [
        ["--cli-input-json", r#"{"Name":"a","Password":12345678}"#].as_slice(),
        &["--cli-input-json", r#"{"Name":"a","Login":{"Password":["12345678"]}}"#],
        &["--cli-input-json", r#"{"Name":"a","Login":"12345678"}"#],
        &["--cli-input-json", r#"{"Name":"a","Password":"12345678",}"#],
        &["--Name", "a", "--Login", r#"{"Password":"12345678",}"#],
        &["--Name", "a", "--Login", "Password='12345678"],
        &["--Name", "a", "--Login", "Password=12345678,x"],
        &["--Name", "a", "--Password", "1234", "5678"],
        &[
            "--Name",
            "a",
            "--secretId",
            "i",
            "--secretKey",
            "12345678",
            "--output",
            "xml",
        ],
    ] {
        let lines = refusal(words).join("\n");
        assert!(!lines.contains("1234") && !lines.contains("5678"), "{lines}");
    }
}

#[test]
fn without_a_check_everything_is_taken_as_it_is_given() {
    assert_eq!(
        body(&[
            "--no-check",
            "--Nmae",
            "5",
            "--Other.0.x",
            "true",
            "--Other.1",
            "text",
            "--Count",
            "abc",
            "--Rules.0.Prot",
            "[1]"
        ]),
        r#"{"Count":"abc","Rules":[{"Prot":[1]}],"Nmae":5,"Other":[{"x":true},"text"]}"#
    );
    assert_eq!(
        body(&[
            "--no-check",
            "--cli-input-json",
            r#"{"b":18446744073709551616,"a":1.0}"#
        ]),
        r#"{"b":18446744073709551616,"a":1.0}"#
    );
    // What cannot be understood is refused all the same.
    assert_eq!(
        refusal(&["--no-check", "--Rules", "x"])[0],
        "Rules.0: neither JSON nor the short form Name=Value,Name=Value"
    );
}

#[test]
fn an_option_that_is_near_a_lower_case_name_is_named() {
    let lines = refusal(&["--Name", "n", "--regoin", "x"]);
    assert_eq!(lines[0], "--regoin is no parameter of PutThing");
    assert!(lines.contains(&"there is an option --region".to_owned()), "{lines:?}");
}

#[test]
fn a_parameter_of_another_action_or_version_is_said_to_be_there() {
    let lines = refusal(&["--Name", "n", "--Checksum", "x"]);
    assert_eq!(
        lines,
        [
            "--Checksum is no parameter of PutThing",
            "Checksum is a parameter of UploadThing"
        ]
    );
    let lines = refusal(&["--Name", "n", "--version", "2020-01-01", "--Future.Part", "x"]);
    assert_eq!(
        lines,
        [
            "--Future is no parameter of PutThing",
            "version 2021-01-01 of PutThing has Future: --version 2021-01-01",
        ]
    );
}

#[test]
fn an_action_that_only_another_version_has_is_taken_from_there_with_a_note() {
    let words = "mongodb SetAutoRenew --InstanceIds x --AutoRenewFlag 1 --region x --dry-run=json";
    let words: Vec<&str> = words.split(' ').collect();
    let found = run(&words);
    assert_eq!(found.status, 0, "{}", found.stderr);
    let note = "SetAutoRenew is not in the default version of mongodb; version 2018-04-08 is called";
    assert!(found.stderr.contains(note), "{}", found.stderr);
    let named = run(&[words.as_slice(), &["--version", "2018-04-08"]].concat());
    assert!(!named.stderr.contains("default version"), "{}", named.stderr);
    // What is wrong may be so because of the version.
    assert!(run(&["mongodb", "SetAutoRenew", "--region", "x"]).stderr.contains(note));
}

#[test]
fn what_the_catalog_knows_is_checked_to_any_depth() {
    let words = ["mps", "ProcessMedia", "--region", "x", "--dry-run=json"];
    let deep = "--MediaProcessTask.TranscodeTaskSet.0.WatermarkSet.0.RawParameter.ImageTemplate.ImageContent.Tpye";
    let lines = run(&[words.as_slice(), &["--InputInfo.Type", "URL", deep, "x"]].concat()).stderr;
    assert!(
        lines.contains("Tpye is no member of MediaInputInfo; near: Type"),
        "{lines}"
    );
}

#[test]
fn a_thousand_mistakes_are_not_all_listed() {
    let words: Vec<String> = (0..1000).map(|index| format!("--Zz{index}=x")).collect();
    let lines = refusal(&words);
    assert!(
        lines.len() < 110 && lines.iter().any(|line| line.starts_with("and 9")),
        "{lines:?}"
    );
}

#[test]
fn the_sites_differ_in_actions_and_parameters() {
    let words = |site| {
        [
            "vpc",
            "AllocateAddresses",
            "--IPChargeType",
            "x",
            "--region",
            "x",
            "--dry-run=json",
            "--site",
            site,
        ]
    };
    assert_eq!(run(&words("cn")).status, 0);
    let intl = run(&words("intl"));
    assert_eq!(intl.status, 2);
    assert!(
        intl.stderr
            .contains("--IPChargeType is no parameter of AllocateAddresses"),
        "{}",
        intl.stderr
    );
    assert!(
        intl.stderr
            .contains("AllocateAddresses has IPChargeType on the site cn: --site cn"),
        "{}",
        intl.stderr
    );
    let note = "DescribeReservedInstances is known on the other site alone: --site intl";
    let elsewhere = ["cvm", "DescribeReservedInstances", "--region", "x", "--dry-run=json"];
    assert!(run(&elsewhere).stderr.contains(note));
    assert!(
        !run(&[elsewhere.as_slice(), &["--site", "intl"]].concat())
            .stderr
            .contains("other site")
    );
}
