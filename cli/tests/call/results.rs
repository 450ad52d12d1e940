//! A call, and what is printed of it.

use std::io::Read;
use std::process::Stdio;

use crate::support::{Cloud, LIST, Run, spawn};

#[test]
fn the_result_is_the_answer_and_nothing_else() {
    let cloud = Cloud::start();
    let created = cloud.create(&[]);
    assert_eq!(created.stderr, "");
    let created = created.json();
    assert!(created["GroupId"].as_str().unwrap().starts_with("lg-"), "{created}");
    let list = cloud.run(&LIST);
    assert_eq!(list.json()["ProxyGroupList"][0]["GroupName"], "it's 中");
    assert!(list.stdout.contains("it's 中"), "UTF-8 as it came");
}

#[test]
fn the_answer_is_printed_as_it_came() {
    let answers = r#"{"DescribeDestRegions":[{"Zeta":18446744073709551616,"Price":1.0,"Alpha":[{"b":1e2,"a":null}],"DestRegionSet":[],"TotalCount":0}]}"#;
    let cloud = Cloud::with(|builder| builder.answers(answers));
    let run = cloud.run(&["gaap", "DescribeDestRegions"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let (zeta, price) = (
        run.stdout.find("\"Zeta\": 18446744073709551616"),
        run.stdout.find("\"Price\": 1.0"),
    );
    assert!(zeta.unwrap() < price.unwrap(), "{}", run.stdout);
    let raw = cloud.run(&["gaap", "DescribeDestRegions", "--output", "raw"]);
    assert!(raw.stdout.starts_with("{\"Response\":{") && raw.stdout.contains("18446744073709551616"));
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let cloud = Cloud::start();
    let mut child = spawn(cloud.command(&["gaap", "DescribeDestRegions"]));
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    let status = child.wait().unwrap().code();
    assert_eq!(
        (status, stderr.as_str()),
        (Some(if cfg!(windows) { 0 } else { 141 }), "")
    );
}

#[test]
fn a_closed_standard_error_is_no_panic() {
    let cloud = Cloud::start();
    let mut command = cloud.command(&["gaap", "DescribeProxyGroupList", "--Nope", "1"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn debug_shows_attempts_without_secrets() {
    let cloud = Cloud::start();
    let run = cloud.create(&["--debug"]);
    assert_eq!(run.status, 0);
    assert!(
        run.stderr
            .contains("debug: gaap CreateProxyGroup attempt 1: POST http://127.0.0.1"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("authorization: (not shown)") && run.stderr.contains("HTTP 200"));
    for secret in [
        tc3_emulator::SAMPLE_SECRET_ID,
        tc3_emulator::SAMPLE_SECRET_KEY,
        "Signature=",
    ] {
        assert!(!run.stderr.contains(secret), "{}", run.stderr);
    }
}

#[test]
fn options_of_connections_reach_the_request() {
    let cloud = Cloud::start();
    let words = [
        "gaap",
        "DescribeDestRegions",
        "--request-client",
        "my-app/1",
        "--language",
        "zh-CN",
    ];
    let run: Run = cloud.run(&words);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let requests = cloud.emulator.requests();
    let headers = &requests[0].headers;
    assert!(headers["x-tc-requestclient"].to_str().unwrap().ends_with("; my-app_1"));
    assert_eq!(
        (&headers["x-tc-language"], &headers["x-tc-region"]),
        (&"zh-CN".parse().unwrap(), &"ap-guangzhou".parse().unwrap())
    );
    let bad = cloud.run(&["gaap", "DescribeDestRegions", "--request-client", "a\u{1}b"]);
    assert_eq!(bad.failed().0, 2, "{}", bad.stderr);
}

#[test]
fn a_filter_that_does_not_fit_loses_no_answer_of_a_creation() {
    let cloud = Cloud::start();
    let run = cloud.create(&["--filter", "GroupId > `1`"]);
    let (status, stderr) = run.failed();
    // 2 would say that nothing was sent, and a script would create it again.
    assert_eq!(status, 5, "{stderr}");
    assert!(
        stderr.contains("it was carried out; the answer: {\"GroupId\":\"lg-"),
        "{stderr}"
    );
    let wrong = cloud.create(&["--filter", "GroupId >"]);
    assert_eq!(wrong.failed().0, 2);
    assert_eq!(
        cloud.count("CreateProxyGroup"),
        1,
        "a wrong expression is found before anything is sent"
    );
}

#[test]
fn an_answer_that_cannot_be_printed_is_not_lost_if_it_created_something() {
    let cloud = Cloud::start();
    let columns = cloud.create(&["--output", "table", "--columns", "Nope"]);
    let (status, stderr) = columns.failed();
    assert_eq!(
        (status, stderr.contains("the answer: {\"GroupId\"")),
        (5, true),
        "{stderr}"
    );
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return;
    };
    let words = [&["gaap", "CreateProxyGroup"], &crate::support::GROUP[..]].concat();
    let output = cloud.command(&words).stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(5), "{stderr}");
    assert!(stderr.contains("the answer: {\"GroupId\""), "{stderr}");
}

#[test]
fn a_filter_that_selects_nothing_is_said_on_standard_error() {
    let cloud = Cloud::start();
    let run = cloud.create(&["--filter", "GroupID"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert!(
        run.stderr
            .contains("selects nothing; the answer has GroupId, RequestId"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_filter_is_applied_to_the_answer() {
    let cloud = Cloud::start();
    let run = cloud.create(&["--filter", "length(GroupId)"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "11\n"), "{}", run.stderr);
}
