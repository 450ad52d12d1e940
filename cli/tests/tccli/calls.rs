//! What calls are like under the name `tccli`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::as_tccli::Linked;
use crate::emulator::Emulator;

const ANSWERS: &str = r#"{"gaap.DescribeProxies": {"Error": {"Code": "InvalidParameter", "Message": "Bad 值"}}}"#;

#[test]
fn an_error_of_the_service_is_the_line_of_the_vendor_s_sdk() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tccli-answers.json");
    fs::write(&file, ANSWERS).unwrap();
    let mut emulator = Emulator::start(&["--answers", file.to_str().unwrap()]);
    let option = format!("--emulator={}", emulator.url);
    for format in [&[][..], &["--output", "json"]] {
        let tccli = Linked::new("refused", "tccli");
        let output = tccli.output(&[&["gaap", "DescribeProxies", &option][..], format].concat());
        let stderr = String::from_utf8(output.stderr).unwrap();
        let id = emulator.logged()["requestId"].as_str().unwrap().to_owned();
        let line = format!("[TencentCloudSDKException] code:InvalidParameter message:Bad 值 requestId:{id}");
        assert_eq!(stderr.lines().next(), Some(&line[..]), "{stderr}");
        assert_eq!(output.status.code(), Some(255));
        assert!(output.stdout.is_empty());
    }
    let tc3 = Linked::new("refused-tc3", "tc3");
    assert_eq!(tc3.output(&["gaap", "DescribeProxies", &option]).status.code(), Some(1));
}

#[test]
fn failures_that_are_not_the_service_s_end_with_255() {
    let tccli = Linked::new("failures", "tccli");
    let line = "gaap DescribeProxies --secretId AKIDexample --secretKey keyexample --endpoint http://127.0.0.1:1";
    let (code, stdout, _) = tccli.run(line);
    assert_eq!((code, &stdout[..]), (255, ""));
    let (code, stdout, stderr) = tccli.run("gaap DescribeProxies");
    assert_eq!((code, &stdout[..]), (255, ""), "{stderr}");
}

#[test]
fn the_region_is_guangzhou_where_none_is_configured_and_under_this_name_alone() {
    let dry_run = |program: &Linked, more: &[&str]| -> Value {
        let key = ["--secretId", "AKIDexample", "--secretKey", "keyexample"];
        let words = [&["gaap", "DescribeProxies", "--dry-run=json"], &key[..], more].concat();
        let output = program.output(&words);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let tccli = Linked::new("region", "tccli");
    assert!(dry_run(&tccli, &[]).to_string().contains("ap-guangzhou"));
    assert!(
        dry_run(&tccli, &["--reg", "ap-nanjing"])
            .to_string()
            .contains("ap-nanjing")
    );
    assert!(!dry_run(&tccli, &["--region", ""]).to_string().contains("ap-guangzhou"));
    let tc3 = Linked::new("region-tc3", "tc3");
    assert!(!dry_run(&tc3, &[]).to_string().contains("ap-guangzhou"));
}

#[test]
fn the_last_of_several_wins() {
    let mut emulator = Emulator::start(&["--log-parameters"]);
    let option = format!("--emulator={}", emulator.url);
    let tccli = Linked::new("last", "tccli");
    let line = [
        "gaap",
        "DescribeProxies",
        "--ProxyIds",
        "a",
        "--Limit",
        "1",
        "--ProxyIds",
        "b",
        "c",
        "--Lim",
        "2",
    ];
    assert!(tccli.output(&[&line[..], &[&option]].concat()).status.success());
    let parameters = emulator.logged()["parameters"].clone();
    assert_eq!(parameters, serde_json::json!({"ProxyIds": ["b", "c"], "Limit": 2}));
}

#[test]
fn configure_takes_pairs_and_leaves_the_files_of_tccli_alone() {
    let tccli = Linked::new("configure", "tccli");
    let (code, _, stderr) = tccli.run("configure set region ap-nanjing output text");
    assert_eq!(code, 0, "{stderr}");
    assert!(!tccli.home().join(".tccli").exists());
    let config = fs::read_to_string(tccli.home().join(".config/tc3/config.toml")).unwrap();
    assert!(config.contains("ap-nanjing") && config.contains("text"), "{config}");
    let (code, stdout, _) = tccli.run("configure get region");
    assert_eq!((code, stdout.contains("ap-nanjing")), (0, true), "{stdout}");
}
