//! `--all`: every page of a list.

use crate::list_server::{item, serve};
use crate::support::{Cloud, GROUP, LIST, Run, tc3};

const ALL: [&str; 4] = ["gaap", "DescribeProxyGroupList", "--ProjectId=-1", "--all"];

/// Runs against a server of a list of this length.
fn run(total: u64, options: &[&str]) -> Run {
    let url = serve(total);
    Run::of(
        tc3(&[&ALL[..], &["--endpoint", &url], options].concat())
            .output()
            .unwrap(),
    )
}

fn items(run: &Run) -> Vec<serde_json::Value> {
    run.json()["ProxyGroupList"].as_array().unwrap().clone()
}

#[test]
fn all_items_are_there_in_every_form() {
    let whole = run(2_345, &["--Limit", "100"]);
    assert_eq!(whole.stderr, "", "no progress where there is no terminal");
    assert_eq!(items(&whole).len(), 2_345);
    assert_eq!(
        (&whole.json()["TotalCount"], &whole.json()["RequestId"]),
        (&2_345.into(), &"r-2300".into())
    );
    let expected: Vec<String> = (0..2_345).map(item).collect();
    let lines = run(2_345, &["--Limit", "100", "--output", "json-lines"]);
    assert_eq!(lines.status, 0, "{}", lines.stderr);
    assert_eq!(lines.stdout.lines().collect::<Vec<_>>(), expected);
    let parsed = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(items(&whole), expected.iter().map(parsed).collect::<Vec<_>>());
}

#[test]
fn the_parameters_of_the_first_page_need_not_be_given() {
    let cloud = Cloud::start();
    for _ in 0..3 {
        assert_eq!(cloud.create(&[]).status, 0);
    }
    let run = cloud.run(&ALL);
    assert_eq!(items(&run).len(), 3);
    let body: serde_json::Value = serde_json::from_slice(&cloud.emulator.requests()[3].body).unwrap();
    assert_eq!(body["Offset"], 0);
    let run = cloud.run(&[&ALL[..], &["--Offset", "1", "--Limit=1"]].concat());
    assert_eq!(items(&run).len(), 2, "from where it is told to begin");
}

#[test]
fn an_empty_list_is_a_list() {
    assert_eq!(items(&run(0, &[])).len(), 0);
    assert_eq!(run(0, &["--output", "json-lines"]).stdout, "");
}

#[test]
fn a_limit_of_items_ends_it_early() {
    let whole = run(2_345, &["--max-items", "1001"]);
    assert_eq!(items(&whole).len(), 1_001);
    let lines = run(2_345, &["--max-items", "7", "--output=json-lines"]);
    assert_eq!(lines.stdout.lines().count(), 7);
}

#[test]
fn an_error_on_the_way_says_how_far_it_came() {
    let cloud = Cloud::with(|builder| {
        builder.fault(
            tc3_emulator::Fault::on("DescribeProxyGroupList")
                .error("ResourceNotFound", "gone")
                .after(1),
        )
    });
    for _ in 0..2 {
        assert_eq!(cloud.create(&[]).status, 0);
    }
    let run = cloud.run(&[&ALL[..], &["--Limit", "1", "--output", "json-lines"]].concat());
    assert_eq!((run.status, run.stdout.lines().count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains("1 items came before it"), "{}", run.stderr);
}

#[test]
fn what_does_not_page_is_refused() {
    let words = [&["gaap", "CreateProxyGroup"], &GROUP[..], &["--all"]].concat();
    let run = Run::of(tc3(&words).output().unwrap());
    let (status, stderr) = run.failed();
    assert_eq!(status, 2);
    assert!(stderr.contains("gaap CreateProxyGroup does not page"), "{stderr}");
    for (options, why) in [
        (&["--max-items", "3"][..], "--max-items"),
        (
            &["--all", "--output", "raw"],
            "--output raw prints the bytes of one answer",
        ),
        (&["--all", "--until", "TotalCount == `1`"], "--all"),
    ] {
        let run = Run::of(tc3(&[&LIST[..], options].concat()).output().unwrap());
        let (status, stderr) = run.failed();
        assert_eq!((status, stderr.contains(why)), (2, true), "{stderr}");
    }
}

/// A catalog has paging by its shape alone, which is said.
#[test]
fn a_paging_that_no_spec_declares_is_called_a_guess() {
    let url = serve(0);
    let words = ["cvm", "DescribeInstances", "--all", "--region=r", "--endpoint", &url];
    let run = Run::of(tc3(&words).output().unwrap());
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("as their shape suggests"), "{}", run.stderr);
    assert!(run.stderr.contains("with the list InstanceSet"), "{}", run.stderr);
    let quiet = Run::of(tc3(&[&words[..], &["--quiet"]].concat()).output().unwrap());
    assert_eq!((quiet.status, quiet.stderr.as_str()), (0, ""));
}
