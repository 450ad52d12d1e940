//! Dry runs: what is shown is what would be sent, and nothing is.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use tc3_emulator::Outcome;

use crate::support::{Cloud, GROUP, Run, tc3};

/// Runs what a dry run printed with a shell.
fn sh(script: &str) -> Run {
    let mut child = Command::new("sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

fn has_curl() -> bool {
    let has = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    if !has {
        println!("skipped: there is no curl");
    }
    has
}

#[test]
fn curl_sends_the_same_request() {
    if !has_curl() {
        return;
    }
    let cloud = Cloud::start();
    for name in [
        "it's 中 $HOME `id` \"quoted\" \\n %41 @file",
        "line\none",
        "-d @/etc/passwd",
        "!history *",
    ] {
        let name = format!("--GroupName={name}");
        let mut words = [&["gaap", "CreateProxyGroup"], &GROUP[..], &["--dry-run=curl"]].concat();
        words[4] = &name;
        let shown = cloud.run(&words);
        assert_eq!(shown.status, 0, "{}", shown.stderr);
        assert_eq!(cloud.emulator.requests().len(), 0, "a dry run sends nothing");
        let answer = sh(&shown.stdout);
        assert_eq!(answer.status, 0, "{}", answer.stderr);
        assert!(answer.stdout.contains("\"GroupId\":"), "{name}: {}", answer.stdout);
        let requests = cloud.emulator.requests();
        assert!(matches!(requests[0].outcome, Outcome::Answered));
        let sent: serde_json::Value = serde_json::from_slice(&requests[0].body).unwrap();
        assert_eq!(format!("--GroupName={}", sent["GroupName"].as_str().unwrap()), name);
        cloud.emulator.reset().unwrap();
    }
}

#[test]
fn json_has_the_request_and_what_is_signed() {
    let words = [
        &["gaap", "CreateProxyGroup"],
        &GROUP[..],
        &["--dry-run=json", "--region", "ap-guangzhou"],
    ]
    .concat();
    let run = Run::of(tc3(&words).output().unwrap());
    let request = run.json();
    assert_eq!(
        (&request["method"], &request["url"]),
        (&"POST".into(), &"https://gaap.tencentcloudapi.com/".into())
    );
    assert_eq!(request["body"]["GroupName"], "it's 中");
    let sent: serde_json::Value = serde_json::from_str(request["bodyText"].as_str().unwrap()).unwrap();
    assert_eq!(sent, request["body"]);
    let headers = &request["headers"];
    assert_eq!(
        (&headers["x-tc-action"], &headers["x-tc-region"]),
        (&"CreateProxyGroup".into(), &"ap-guangzhou".into())
    );
    let signature = request["signature"].as_str().unwrap();
    assert!(
        headers["authorization"]
            .as_str()
            .unwrap()
            .ends_with(&format!("Signature={signature}"))
    );
    let canonical = request["canonicalRequest"].as_str().unwrap();
    assert!(canonical.starts_with("POST\n/\n\ncontent-type:application/json\nhost:gaap.tencentcloudapi.com\n"));
    let to_sign = request["stringToSign"].as_str().unwrap();
    assert!(to_sign.starts_with("TC3-HMAC-SHA256\n") && to_sign.contains(request["credentialScope"].as_str().unwrap()));
    assert!(!run.stdout.contains(tc3_emulator::SAMPLE_SECRET_KEY) && run.stderr.is_empty());
}

#[test]
fn http_is_the_message_and_text_is_for_reading() {
    let cloud = Cloud::start();
    let words = |form| [&["gaap", "CreateProxyGroup"], &GROUP[..], &[form]].concat();
    let run = cloud.run(&words("--dry-run=http"));
    let (head, body) = run.stdout.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    // It is a request as it is.
    let mut stream = std::net::TcpStream::connect(cloud.emulator.addr()).unwrap();
    stream.write_all(run.stdout.as_bytes()).unwrap();
    assert_eq!(cloud.arrival(), "CreateProxyGroup");
    // It is recorded once it is answered.
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 200");
    assert!(matches!(cloud.emulator.requests()[0].outcome, Outcome::Answered));

    let run = cloud.run(&words("--dry-run"));
    for part in [
        "POST http://127.0.0.1",
        "x-tc-action: CreateProxyGroup",
        "# Canonical request\nPOST\n",
        "# String to sign\nTC3-HMAC-SHA256\n",
    ] {
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
}

#[test]
fn without_credentials_it_is_signed_with_a_placeholder() {
    let mut command = tc3(&["gaap", "DescribeDestRegions", "--dry-run=json"]);
    command
        .env_remove("TENCENTCLOUD_SECRET_ID")
        .env_remove("TENCENTCLOUD_SECRET_KEY");
    let run = Run::of(command.output().unwrap());
    assert_eq!(run.json()["body"], serde_json::json!({}));
    assert!(run.stderr.contains("note: signed with a placeholder"), "{}", run.stderr);
    assert!(run.stdout.contains("Credential=AKIDplaceholder/"));
}

#[test]
fn what_is_wrong_is_wrong_in_a_dry_run_too() {
    let run = Run::of(tc3(&["gaap", "CreateProxyGroup", "--dry-run"]).output().unwrap());
    assert_eq!(run.failed().0, 2);
}

#[test]
fn curl_sends_bytes_that_are_no_text() {
    if !has_curl() {
        return;
    }
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/probe-spec");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let emulator = tc3_emulator::Emulator::builder().spec_dir(spec).start();
    let emulator = runtime.block_on(emulator).unwrap();
    let bytes: Vec<u8> = (0..=255).chain(*b"'\\%\n").collect();
    let file = format!("{}/call-bytes", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, &bytes).unwrap();
    let run = |form: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_tc3"))
            .args(["probe", "UploadThing", "--Name", "it's", "--spec", spec, form])
            .args([
                format!("--File=fileb://{file}"),
                format!("--endpoint={}", emulator.url()),
            ])
            .env_clear()
            .env("HOME", env!("CARGO_TARGET_TMPDIR"))
            .env("TENCENTCLOUD_SECRET_ID", tc3_emulator::SAMPLE_SECRET_ID)
            .env("TENCENTCLOUD_SECRET_KEY", tc3_emulator::SAMPLE_SECRET_KEY)
            .output();
        output.unwrap()
    };
    let shown = Run::of(run("--dry-run=curl"));
    assert_eq!(shown.status, 0, "{}", shown.stderr);
    let answer = sh(&shown.stdout);
    assert!(
        answer.stdout.contains("\"RequestId\""),
        "{} {}",
        answer.stdout,
        answer.stderr
    );
    let requests = emulator.requests();
    assert!(
        matches!(requests[0].outcome, Outcome::Answered),
        "{:?}",
        requests[0].outcome
    );
    assert!(requests[0].body.windows(bytes.len()).any(|part| part == bytes));

    let json = Run::of(run("--dry-run=json")).json();
    assert_eq!(
        (&json["body"], json["bodyBase64"].is_string()),
        (&serde_json::Value::Null, true)
    );
    assert!(
        run("--dry-run=http")
            .stdout
            .windows(bytes.len())
            .any(|part| part == bytes)
    );
    assert!(
        Run::of(run("--dry-run=text"))
            .stdout
            .contains("bytes that are not text")
    );
}
