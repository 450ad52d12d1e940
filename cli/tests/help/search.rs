//! `tc3 api search`.

use crate::{run_with_spec, stdout};

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
    assert_eq!(found.lines().count(), 3);
}

#[test]
fn json_has_what_matched() {
    let words = ["api", "search", "delayloop", "--limit", "1", "--output", "json"];
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
    let printed = run_with_spec(&["api", "search", "qqqqqqqqqqq"]);
    assert_eq!((printed.code, printed.stdout.as_str()), (1, ""));
    let printed = run_with_spec(&["api", "search", "securitygroop", "--service", "gaap"]);
    assert_eq!(printed.code, 1);
    assert!(printed.stderr.contains("near: security"), "{}", printed.stderr);
}

#[test]
fn a_typing_error_is_reported_and_corrected() {
    let printed = run_with_spec(&["api", "search", "creaet", "proxy", "--limit", "1"]);
    assert_eq!(printed.code, 0);
    assert!(printed.stdout.starts_with("gaap Create"), "{}", printed.stdout);
    assert_eq!(printed.stderr, "tc3: `creaet` was not found; searched for create\n");
}

#[test]
fn wrong_options_are_named() {
    assert_eq!(run_with_spec(&["api", "search"]).code, 2);
    assert_eq!(run_with_spec(&["api", "search", "proxy", "--limit", "0"]).code, 2);
    let printed = run_with_spec(&["api", "search", "proxy", "--service", "gap"]);
    assert_eq!(printed.code, 2);
    assert!(printed.stderr.contains("gap"), "{}", printed.stderr);
}
