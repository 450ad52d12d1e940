//! Where requests go.

use crate::support::{Cloud, Run, tc3};

fn url(options: &[&str]) -> (String, String) {
    let words = [&["gaap", "DescribeDestRegions", "--dry-run=json"], options].concat();
    let output = tc3(&words).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let request: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&request["url"]), text(&request["headers"]["host"]))
}

/// A folder `spec` may be someone else's checkout: it names no host, and lets nothing be repeated.
#[test]
fn a_spec_that_nobody_named_gets_no_key_and_loosens_nothing() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign-spec");
    let version = folder.join("spec/gaap/v20180529");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(version.join("actions")).unwrap();
    let service = |host: &str| {
        let text =
            format!(r#"{{"name":"gaap","version":"2018-05-29","title":"GAAP","description":"A.","host":"{host}"}}"#);
        std::fs::write(version.join("service.json"), text).unwrap();
    };
    let action = r#"{"name":"CreateProxyGroup","description":"A.","regionRequired":false,"readOnly":true,
        "parameters":[{"name":"GroupName","type":"String","description":"A."}],"output":[]}"#;
    std::fs::write(version.join("actions/CreateProxyGroup.json"), action).unwrap();
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tc3"));
        let key = [
            ("HOME", env!("CARGO_TARGET_TMPDIR")),
            ("TENCENTCLOUD_SECRET_ID", tc3_emulator::SAMPLE_SECRET_ID),
            ("TENCENTCLOUD_SECRET_KEY", tc3_emulator::SAMPLE_SECRET_KEY),
        ];
        command.env_clear().envs(key).current_dir(&folder);
        Run::of(
            command
                .args(["gaap", "CreateProxyGroup", "--GroupName=x"])
                .args(words)
                .output()
                .unwrap(),
        )
    };
    service("gaap.example.com");
    let refused = run(&["--dry-run"]);
    assert_eq!(refused.failed().0, 3, "{}", refused.stderr);
    assert!(
        refused.stderr.contains("no host of Tencent Cloud"),
        "{}",
        refused.stderr
    );

    service("gaap.tencentcloudapi.com");
    let cloud = Cloud::with(|builder| {
        builder.fault(
            tc3_emulator::Fault::on("CreateProxyGroup")
                .drop_after_processing()
                .times(10),
        )
    });
    let run = run(&["--endpoint", &cloud.emulator.url(), "--no-check"]);
    assert_eq!((run.status, cloud.count("CreateProxyGroup")), (5, 1), "{}", run.stderr);
}

#[test]
fn an_endpoint_has_every_form_and_a_clean_host() {
    for (options, url_of, host) in [
        (&[][..], "https://gaap.tencentcloudapi.com/", "gaap.tencentcloudapi.com"),
        (
            &["--site", "intl"],
            "https://gaap.intl.tencentcloudapi.com/",
            "gaap.intl.tencentcloudapi.com",
        ),
        (
            &["--endpoint", "GAAP.example:8443"],
            "https://gaap.example:8443/",
            "gaap.example:8443",
        ),
        (
            &["--endpoint", "http://127.0.0.1:18080/"],
            "http://127.0.0.1:18080/",
            "127.0.0.1:18080",
        ),
        (
            &["--endpoint", "https://h.example:443"],
            "https://h.example/",
            "h.example",
        ),
        (
            &["--site", "intl", "--endpoint", "h.example"],
            "https://h.example/",
            "h.example",
        ),
    ] {
        assert_eq!(url(options), (url_of.to_owned(), host.to_owned()), "{options:?}");
    }
}

#[test]
fn what_is_no_endpoint_is_refused_at_once() {
    for endpoint in [
        "127.0.0.1:80/a/b",
        "http://h/prefix",
        "ftp://h",
        "a b",
        "h?x",
        "user:p@h",
        "h:0",
    ] {
        let words = ["gaap", "DescribeDestRegions", "--endpoint", endpoint];
        let output = tc3(&words).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{endpoint}: {stderr}");
        assert!(
            stderr.starts_with("tc3: --endpoint: ") && stderr.contains("HOST:PORT"),
            "{stderr}"
        );
    }
}

#[test]
fn a_proxy_and_a_file_of_roots_are_read_before_sending() {
    for (options, why) in [
        (["--https-proxy", "socks5://h"], "--https-proxy: "),
        (["--ca-file", "/nonexistent/ca.pem"], "--ca-file /nonexistent/ca.pem: "),
        (["--ca-file", "/dev/null"], "--ca-file /dev/null: "),
    ] {
        let output = tc3(&[&["gaap", "DescribeDestRegions"], &options[..]].concat())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), stderr.contains(why)),
            (Some(2), true),
            "{stderr}"
        );
    }
}

#[test]
fn a_certificate_of_a_file_is_trusted() {
    let cloud = Cloud::with(|builder| builder.tls());
    let file = format!("{}/call-ca.pem", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, cloud.emulator.ca_pem().unwrap()).unwrap();
    let run = cloud.run(&["gaap", "DescribeDestRegions", "--ca-file", &file]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let untrusted = cloud.run(&["gaap", "DescribeDestRegions", "--retries", "0"]);
    assert_eq!(untrusted.failed().0, 4, "{}", untrusted.stderr);
}
