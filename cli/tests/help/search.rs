//! `tc3 api search`.

use crate::{run, stdout};

#[test]
fn the_best_comes_first_with_its_title() {
    let found = stdout(&[
        "api",
        "search",
        "create",
        "proxy",
        "group",
        "--service",
        "gaap",
        "--limit",
        "3",
    ]);
    let first = found.lines().next().unwrap();
    assert!(first.starts_with("gaap CreateProxyGroup "), "{found}");
    assert!(first.contains("Creates a connection group"), "{found}");
    assert!(found.lines().count() <= 3);
    let all = stdout(&["api", "search", "describe", "--limit", "3"]);
    assert_eq!(all.lines().count(), 3);
}

/// What is asked of the embedded index, which has names alone, and the texts of the four services.
#[test]
fn names_are_found_without_any_file() {
    for (query, first) in [
        ("create proxy group", "gaap CreateProxyGroup"),
        ("runinstances", "cvm RunInstances"),
        ("snapshot policy", "cbs BindAutoSnapshotPolicy"),
        ("cvm reboot", "cvm RebootInstances"),
        ("clb listener create", "clb CreateListener"),
        ("describe instances cvm", "cvm DescribeInstances"),
        ("assume role", "sts AssumeRole"),
        ("DescribeRegions region", "region DescribeRegions"),
        ("ckafka topic", "ckafka CreateTopic"),
    ] {
        let found = stdout(&["api", "search", query, "--limit", "5"]);
        let found = found.lines().next().unwrap().split("  ").next().unwrap();
        assert_eq!(found.trim_end(), first, "{query}");
    }
}

#[test]
fn actions_of_the_other_site_are_marked_and_left_out_where_a_site_is_asked_for() {
    let all = stdout(&["api", "search", "modify", "--limit", "60000", "--output", "json"]);
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    let of = |site: &str| {
        let printed = stdout(&[
            "api", "search", "modify", "--limit", "60000", "--output", "json", "--site", site,
        ]);
        let hits: serde_json::Value = serde_json::from_str(&printed).unwrap();
        hits.as_array().unwrap().len()
    };
    let hits = all.as_array().unwrap();
    let has = |hit: &&serde_json::Value, site: &str| hit["sites"].as_array().unwrap().iter().any(|of| of == site);
    assert_eq!(of("cn"), hits.iter().filter(|hit| has(hit, "cn")).count());
    assert_eq!(of("intl"), hits.iter().filter(|hit| has(hit, "intl")).count());
    assert!(of("cn") > of("intl") && hits.len() > of("cn"));
}

#[test]
fn json_has_what_matched() {
    let spec = crate::repository().join("spec");
    let words = [
        "api",
        "search",
        "delayloop",
        "--limit",
        "1",
        "--output",
        "json",
        "--spec",
        spec.to_str().unwrap(),
    ];
    let found: serde_json::Value = serde_json::from_str(&stdout(&words)).unwrap();
    assert_eq!(found[0]["matched"], "member");
    assert_eq!(found[0]["member"], "DelayLoop");
    let lines = stdout(&[
        "api",
        "search",
        "proxy",
        "--service",
        "gaap",
        "--limit",
        "4",
        "--output",
        "json-lines",
    ]);
    assert_eq!(lines.lines().count(), 4);
    for line in lines.lines() {
        let hit: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(hit["service"], "gaap");
    }
}

#[test]
fn nothing_found_is_exit_code_1_with_near_words() {
    let printed = run(&["api", "search", "qqqqqqqqqqq"]);
    assert_eq!((printed.code, printed.stdout.as_str()), (1, ""));
    let printed = run(&["api", "search", "securitygroop", "--service", "gaap"]);
    assert_eq!(printed.code, 1);
    assert!(printed.stderr.contains("near: security"), "{}", printed.stderr);
}

#[test]
fn a_typing_error_is_reported_and_corrected() {
    let printed = run(&["api", "search", "creaet", "proxy", "--limit", "1", "--service", "gaap"]);
    assert_eq!(printed.code, 0);
    assert!(printed.stdout.starts_with("gaap Create"), "{}", printed.stdout);
    assert_eq!(printed.stderr, "tc3: `creaet` was not found; searched for create\n");
}

#[test]
fn wrong_options_are_named() {
    assert_eq!(run(&["api", "search"]).code, 2);
    assert_eq!(run(&["api", "search", "proxy", "--limit", "0"]).code, 2);
    let printed = run(&["api", "search", "proxy", "--service", "gap"]);
    assert_eq!(printed.code, 2);
    assert!(printed.stderr.contains("gap"), "{}", printed.stderr);
}
