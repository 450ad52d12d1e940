//! Each program of the cookbook runs without an account, and prints what its recipe claims.

use std::path::PathBuf;
use std::process::{Command, Output};

/// The folder in which cargo puts the examples of this package, next to that of its tests.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().unwrap().parent().unwrap().join("examples");
    let path = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        path.exists(),
        "{} is not built: `cargo test -p tc3-examples` builds the programs, `--test cookbook` alone does not",
        path.display()
    );
    path
}

fn run(name: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program(name));
    // Neither a key nor a proxy of this machine takes part.
    for (variable, _) in std::env::vars_os() {
        let variable_name = variable.to_string_lossy().to_lowercase();
        if ["tencentcloud_", "tccli_", "tke_"]
            .iter()
            .any(|prefix| variable_name.starts_with(prefix))
            || variable_name.ends_with("_proxy")
        {
            command.env_remove(&variable);
        }
    }
    command.args(arguments).output().unwrap()
}

/// What the program prints on standard output, and on standard error.
fn printed(name: &str) -> (String, String) {
    let ran = run(name, &[]);
    let (out, err) = (
        String::from_utf8(ran.stdout).unwrap(),
        String::from_utf8(ran.stderr).unwrap(),
    );
    assert!(ran.status.success(), "{name} failed: {out}\n{err}");
    (out, err)
}

/// The rest of the first line that begins with `start`, without blanks around it.
fn after<'a>(out: &'a str, start: &str) -> &'a str {
    let found = out.lines().find_map(|line| line.strip_prefix(start));
    found.unwrap_or_else(|| panic!("no line {start:?} in\n{out}")).trim()
}

fn count(out: &str, start: &str) -> usize {
    out.lines().filter(|line| line.starts_with(start)).count()
}

#[test]
fn credentials_of_the_chain_then_of_the_role_and_no_half_of_a_key() {
    let (out, _) = printed("credentials");
    assert!(after(&out, "chain").starts_with("qcs::cam:"), "{out}");
    assert!(after(&out, "role").contains(":assumed-role/"), "{out}");
    assert!(
        after(&out, "half a key").contains("TENCENTCLOUD_SECRET_KEY is not set"),
        "{out}"
    );
    assert!(out.contains("about credentials: true"), "{out}");
}

#[test]
fn lists_go_on_from_a_stored_position_and_waits_end_three_ways() {
    let (out, _) = printed("list_and_wait");
    assert!(count(&out, "status ") > 1, "{out}");
    assert!(after(&out, "running").starts_with("lg-"), "{out}");
    assert!(after(&out, "too late").ends_with("(timeout: true)"), "{out}");
    assert!(after(&out, "in vain").ends_with("(failed: true)"), "{out}");
    assert_eq!(count(&out, "listed "), 3, "{out}");
    assert_eq!(after(&out, "page"), "2 of 3 groups");
    assert_eq!(after(&out, "position"), r#"{"Offset":2,"Limit":2,"ProjectId":-1}"#);
    assert_eq!(after(&out, "rest"), "1 groups");
}

#[test]
fn a_throttled_call_and_a_lost_read_are_sent_again_and_one_call_is_not() {
    let (out, _) = printed("retries");
    assert_eq!(count(&out, "retried "), 1, "{out}");
    assert_eq!(after(&out, "requests"), "2");
    assert_eq!(count(&out, "read again "), 1, "{out}");
    assert!(after(&out, "not retried").contains("RequestLimitExceeded"), "{out}");
    assert!(
        out.contains("attempts: 1, throttled: true, safe to repeat: true"),
        "{out}"
    );
}

#[test]
fn what_an_ambiguous_call_has_created_is_found_and_a_token_makes_repeating_safe() {
    let (out, _) = printed("ambiguity");
    assert!(after(&out, "ambiguous").contains("may have been carried out"), "{out}");
    assert!(after(&out, "group").starts_with("lg-"), "{out}");
    let (created, again) = after(&out, "created").split_once(", again ").unwrap();
    assert!(created.starts_with("link-") && created == again, "{out}");
    assert_eq!(
        after(&out, "requests"),
        "CreateProxyGroup DescribeProxyGroupList CreateProxy CreateProxy CreateProxy"
    );
    assert_eq!(after(&out, "connections"), "1");
}

#[test]
fn a_group_is_created_once_by_the_function_under_unit_tests() {
    let (out, _) = printed("unit_tests");
    assert!(after(&out, "created").starts_with("lg-"), "{out}");
    assert_eq!(after(&out, "created"), after(&out, "there"));
}

#[test]
fn a_log_has_the_retry_and_each_call_and_no_key() {
    let (out, err) = printed("tracing");
    let retry = err.lines().find(|line| line.contains(" WARN ")).unwrap();
    assert!(retry.contains(r#"error.type="RequestLimitExceeded""#), "{err}");
    let ended: Vec<&str> = err.lines().filter(|line| line.contains("call ended")).collect();
    assert_eq!(ended.len(), 2, "{err}");
    assert!(ended[0].contains(r#"outcome="ok" attempts=2"#), "{err}");
    assert!(ended[1].contains(r#"error.type="ResourceNotFound""#), "{err}");
    for secret in [
        tc3_emulator::SAMPLE_SECRET_ID,
        tc3_emulator::SAMPLE_SECRET_KEY,
        "TC3-HMAC",
    ] {
        assert!(!err.contains(secret), "{err}");
    }
    let error = after(&out, "error");
    assert!(
        error.starts_with('{') && error.contains(r#""code":"ResourceNotFound""#),
        "{out}"
    );
}

#[test]
fn an_answer_comes_in_pieces_and_a_broken_one_is_an_error() {
    let (out, _) = printed("streaming");
    assert_eq!(after(&out, "answer"), "Good morning.");
    assert!(after(&out, "broken").contains("may have been carried out"), "{out}");
}

#[test]
fn calls_lists_and_waits_block() {
    let (out, _) = printed("blocking");
    assert_eq!(count(&out, "listed "), 2, "{out}");
    assert!(after(&out, "running").starts_with("lg-"), "{out}");
}

#[test]
fn a_transport_carries_the_request_and_its_retry() {
    let (out, _) = printed("transport");
    assert_eq!(count(&out, "dialed "), 2, "{out}");
    assert_eq!(count(&out, "regions "), 1, "{out}");
}

#[test]
fn an_interceptor_sees_each_attempt() {
    let (out, _) = printed("interceptor");
    assert_eq!(after(&out, "attempt 1"), "gaap DescribeDestRegions: Some(502)");
    assert_eq!(after(&out, "attempt 2"), "gaap DescribeDestRegions: Some(200)");
    assert_eq!(count(&out, "regions "), 1, "{out}");
}

#[test]
fn an_emulator_in_the_process_plays_a_group_that_comes_up() {
    let (out, _) = printed("emulator_in_tests");
    assert!(after(&out, "running").starts_with("lg-"), "{out}");
}

#[test]
fn the_spec_leads_to_a_call_and_an_error() {
    let (out, _) = printed("create_proxy_group");
    assert!(after(&out, "spec").starts_with("fits the checked-in code"), "{out}");
    assert!(after(&out, "group").starts_with("lg-"), "{out}");
    assert!(after(&out, "error").contains("InvalidParameterValue"), "{out}");
}

#[test]
fn the_one_switch_is_live_and_says_what_it_lacks() {
    let ran = run("list_and_wait", &["--life"]);
    let err = String::from_utf8(ran.stderr).unwrap();
    assert!(!ran.status.success() && err.contains("there is --live"), "{err}");
    // Without a key nothing is sent.
    for name in ["list_and_wait", "retries", "transport", "streaming"] {
        let ran = run(name, &["--live"]);
        let err = String::from_utf8(ran.stderr).unwrap();
        assert!(!ran.status.success(), "{name} --live without a key");
        assert!(err.contains("TENCENTCLOUD_SECRET_ID"), "{name}: {err}");
    }
}
