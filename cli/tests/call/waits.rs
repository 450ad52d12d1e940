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
