//! Waiting for a state.

use crate::support::{Cloud, GROUP, LIST, Run, tc3};
use tc3_emulator::Fault;

fn list(options: &[&str]) -> Run {
    let cloud = Cloud::start();
    assert_eq!(cloud.create(&[]).status, 0);
    cloud.run(&[&LIST[..], options].concat())
}

#[test]
fn options_of_a_wait_are_checked_before_anything_is_sent() {
    for (options, why) in [
        (&["--fail-if", "A"][..], "--fail-if"),
        (&["--every", "5s"], "--every"),
        (&["--until", "A", "--waiter", r#"{"expr":"A","to":1}"#], "--waiter"),
        (&["--waiter", "nope"], "--waiter: it is not JSON"),
    ] {
        let run = Run::of(tc3(&[&LIST[..], options].concat()).output().unwrap());
        let (status, stderr) = run.failed();
        assert_eq!((status, stderr.contains(why)), (2, true), "{stderr}");
    }
    let words = [&["gaap", "CreateProxyGroup"], &GROUP[..], &["--until", "A"]].concat();
    let run = Run::of(tc3(&words).output().unwrap());
    assert_eq!(run.failed().0, 2);
    assert!(run.stderr.contains("may change something each time"), "{}", run.stderr);
}

#[test]
fn a_condition_that_is_neither_true_nor_false_is_an_error_at_once() {
    for condition in ["TotalCount", "ProxyGroupList[?GroupName == 'x']", "RequestId"] {
        let run = list(&["--until", condition]);
        let (status, stderr) = run.failed();
        assert_eq!(
            (status, stderr.contains("neither true nor false")),
            (2, true),
            "{stderr}"
        );
    }
}

#[test]
fn a_value_that_is_there_ends_it_at_once() {
    let run = list(&["--waiter", r#"{"expr":"TotalCount","to":1,"timeout":60,"interval":1}"#]);
    assert_eq!(run.json()["TotalCount"], 1);
    assert_eq!(run.stderr, "");
    let run = list(&["--waiter", "{'expr': 'TotalCount', 'to': 1}"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("Python literal"), "{}", run.stderr);
}

#[test]
fn a_time_limit_is_7_and_nothing_on_standard_output() {
    let run = list(&["--waiter", r#"{"expr":"TotalCount","to":2,"timeout":0,"interval":1}"#]);
    assert_eq!(run.failed().0, 7, "{}", run.stderr);
    let run = list(&["--until", "TotalCount == `2`", "--every", "60s", "--timeout", "30s"]);
    let (status, stderr) = run.failed();
    assert_eq!(status, 7, "{stderr}");
}

#[test]
fn a_refusal_of_the_service_ends_it() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().error("ResourceNotFound", "gone")));
    let run = cloud.run(&[&LIST[..], &["--until", "A", "--every", "1s"]].concat());
    assert_eq!(run.failed().0, 1, "{}", run.stderr);
}

#[test]
fn an_expression_is_polled_until_it_is_true() {
    let answers = r#"{"DescribeProxyGroupList": [
        {"TotalCount":1,"ProxyGroupList":[{"Status":"CREATING"}]},
        {"TotalCount":1,"ProxyGroupList":[{"Status":"RUNNING"}]}
    ]}"#;
    let cloud = Cloud::with(|builder| builder.answers(answers));
    let until = ["--until", "ProxyGroupList[0].Status == 'RUNNING'", "--every", "10ms"];
    let run = cloud.run(&[&LIST[..], &until].concat());
    assert_eq!(run.json()["ProxyGroupList"][0]["Status"], "RUNNING");
    assert_eq!((run.stderr.as_str(), cloud.count("DescribeProxyGroupList")), ("", 2));
}

#[test]
fn a_state_that_never_becomes_the_other_is_8() {
    let answers = r#"{"DescribeProxyGroupList": [{"TotalCount":0,"ProxyGroupList":[{"Status":"CLOSED"}]}]}"#;
    let cloud = Cloud::with(|builder| builder.answers(answers));
    let until = [
        "--until",
        "ProxyGroupList[0].Status == 'RUNNING'",
        "--fail-if",
        "ProxyGroupList[0].Status == 'CLOSED'",
    ];
    let run = cloud.run(&[&LIST[..], &until].concat());
    assert_eq!(run.failed().0, 8, "{}", run.stderr);
    assert!(run.stderr.contains("--fail-if"), "{}", run.stderr);
    assert_eq!(cloud.count("DescribeProxyGroupList"), 1);
}

#[test]
fn a_wrong_expression_sends_nothing_and_the_last_value_is_shown() {
    let cloud = Cloud::start();
    let run = cloud.run(&[&LIST[..], &["--until", "a ==", "--every", "1s"]].concat());
    assert_eq!(run.failed().0, 2, "{}", run.stderr);
    assert_eq!(cloud.emulator.requests().len(), 0);
    let until = ["--until", "TotalCount == `7`", "--every", "60s", "--timeout", "30s"];
    let run = cloud.run(&[&LIST[..], &until].concat());
    assert_eq!(run.failed().0, 7);
    assert!(run.stderr.contains("the last answer had 0"), "{}", run.stderr);
}
