//! A host of somebody else is confirmed where the person is who has the keys: in the terminal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::json;
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::cloud::{Cloud, request};
use crate::support::{Explorer, SPEC};

#[test]
fn another_host_is_asked_for_in_the_terminal_once_a_session() {
    let (wanted, unwanted) = (Cloud::start(), Cloud::start());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explorer/answer.py");
    let driver = Command::new("python3")
        .args([
            script,
            "y,n,",
            env!("CARGO_BIN_EXE_tc3"),
            "explorer",
            "--no-open",
            "--spec",
            SPEC,
        ])
        .args(["--region", "ap-guangzhou"])
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("PATH", "/usr/bin:/bin:/usr/local/bin")
        .env("TENCENTCLOUD_SECRET_ID", SAMPLE_SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SAMPLE_SECRET_KEY)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut driver) = driver else {
        eprintln!("skipped: python3 cannot be run, and it drives the terminal");
        return;
    };
    let mut screen = BufReader::new(driver.stdout.take().unwrap());
    let mut line = String::new();
    screen.read_line(&mut line).unwrap();
    let explorer = Explorer::of_line(&line, None);
    let to = |url: &str| {
        let mut request = request("DescribeDestRegions", "{}");
        request["endpoint"] = json!({"kind": "own", "url": url});
        request
    };
    let url = wanted.emulator.url();
    // Two pages that ask at once cause one question.
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| explorer.post("prepare", &to(&url)).status))
            .collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200, 200]);
    let prepared = explorer.prepare(&to(&url.to_uppercase().replace("HTTP", "http")));
    assert!(explorer.call(&prepared, json!({})).lines().pop().unwrap()["done"].is_object());
    assert_eq!(
        explorer.get("state").json()["endpoints"]["confirmed"],
        json!([url.trim_start_matches("http://")])
    );

    let refused = explorer.post("prepare", &to(&unwanted.emulator.url()));
    assert_eq!(refused.status, 403);
    assert!(
        refused.json().to_string().contains("not confirmed in the terminal"),
        "{}",
        refused.json()
    );
    // An answer of nothing is no, and it is asked again.
    assert_eq!(explorer.post("prepare", &to(&unwanted.emulator.url())).status, 403);
    assert_eq!(unwanted.emulator.requests().len(), 0);

    drop(driver.stdin.take());
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    driver.wait().unwrap();
    assert_eq!(rest.matches("[y/N]").count(), 3, "{rest}");
    let end = &SAMPLE_SECRET_ID[SAMPLE_SECRET_ID.len() - 4..];
    for part in [url.as_str(), "gaap DescribeDestRegions", "profile default", end] {
        assert!(rest.contains(part), "{part}: {rest}");
    }
    assert!(!rest.contains(SAMPLE_SECRET_KEY) && !explorer.has_said(SAMPLE_SECRET_KEY));
}
