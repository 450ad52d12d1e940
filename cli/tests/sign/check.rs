//! `tc3 sign check`: why was a signature refused?

use std::fs;
use std::path::PathBuf;

use crate::support::{NOW, SECRET_ID, SECRET_KEY, Tc3, recorded};

/// A folder of this test with a configuration of two profiles.
fn config(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sign-{test}"));
    fs::create_dir_all(folder.join(".tccli")).unwrap();
    let path = folder.join("config.toml");
    let text = format!(
        "[profile.default]\nsecret_id = \"{SECRET_ID}\"\nsecret_key = \"{SECRET_KEY}\"\n\n\
         [profile.ci]\nsecret_id = \"AKIDciEXAMPLE\"\nsecret_key = \"the-key-of-ci\"\n"
    );
    fs::write(&path, text).unwrap();
    let tccli = r#"{"secretId": "AKIDoldEXAMPLE", "secretKey": "the-key-of-old"}"#;
    fs::write(folder.join(".tccli/old.credential"), tccli).unwrap();
    path
}

#[test]
fn a_right_signature_is_right_only_in_time() {
    let request = recorded("02");
    let run = Tc3::new(&["sign", "check"]).run(&request);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stdout.starts_with("The signature is right.\n"), "{run:?}");
    assert!(run.stderr.contains("read as raw HTTP"), "{run:?}");
    let late = Tc3::new(&["sign", "check"])
        .env("TC3_TIMESTAMP", "1551141865")
        .run(&request);
    assert_eq!(late.status, 1, "{late:?}");
    assert!(
        late.stdout.contains("[timestamp-old]") && late.stdout.contains("8 h"),
        "{late:?}"
    );
}

#[test]
fn the_mistake_the_line_and_the_fix_are_shown() {
    let request = recorded("02").replace("Host: gaap.tencentcloudapi.com", "Host: gaap.tencentcloudapi.com:8443");
    let run = Tc3::new(&["sign", "check"]).run(&request);
    assert_eq!(run.status, 1, "{run:?}");
    for line in [
        "1. The host was signed without its port [host-without-port]",
        "  canonical request, line 5:",
        "    signed  host:gaap.tencentcloudapi.com↵",
        "    sent    host:gaap.tencentcloudapi.com:8443↵",
    ] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    assert!(
        run.stdout.contains("  Fix: sign the value of the header Host"),
        "{run:?}"
    );
    assert!(run.stdout.contains("Signed with the key of the environment"), "{run:?}");
    let json = Tc3::new(&["sign", "check", "--output=json"]).run(&request);
    assert_eq!(
        (json.status, json.mistakes()),
        (1, vec!["host-without-port".to_owned()])
    );
    assert_eq!(json.json()["form"], "raw HTTP");
}

/// The keys of all profiles are tried, tccli's too.
#[test]
fn the_profile_that_signed_is_named() {
    let config = config("profiles");
    let home = config.parent().unwrap().to_owned();
    for (key, name) in [("the-key-of-ci", "`ci`"), ("the-key-of-old", "`old`")] {
        // Signed by another key, for the SecretId of `default`.
        let unsigned: String = recorded("02")
            .lines()
            .filter(|line| !line.starts_with("Authorization"))
            .map(|line| format!("{line}\n"))
            .collect();
        let signed = Tc3::new(&["sign"])
            .env("TENCENTCLOUD_SECRET_KEY", key)
            .run(&unsigned)
            .stdout;
        let request = unsigned.replacen("\nContent-Type", &format!("\n{}\nContent-Type", signed.trim_end()), 1);
        let run = Tc3::new(&["sign", "check"])
            .env("TC3_CONFIG", &config)
            .env("HOME", &home)
            .run(&request);
        assert_eq!(run.status, 1, "{run:?}");
        assert!(
            run.stdout.contains("[key-other]") && run.stdout.contains(name),
            "{run:?}"
        );
        assert!(!run.stdout.contains(key) && !run.stderr.contains(key), "{run:?}");
    }
}

#[test]
fn a_body_that_the_text_lacks_is_taken_from_a_file() {
    let raw = recorded("02");
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let verbose: String = head.lines().map(|line| format!("> {line}\n")).collect();
    let run = Tc3::new(&["sign", "check"]).run(format!("{verbose}> \n< HTTP/1.1 200 OK\n"));
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.stderr.contains("the output of curl -v, which lacks the body"),
        "{run:?}"
    );
    assert!(run.stdout.contains("give the body"), "{run:?}");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sign-body");
    fs::create_dir_all(&folder).unwrap();
    let (request_file, body_file) = (folder.join("request"), folder.join("body"));
    fs::write(&request_file, verbose).unwrap();
    fs::write(&body_file, body).unwrap();
    let (request_file, body_file) = (request_file.to_str().unwrap(), body_file.to_str().unwrap());
    let run = Tc3::new(&["sign", "check", request_file, "--body", body_file]).run("");
    assert_eq!(run.status, 0, "{run:?}");
    let missing = Tc3::new(&["sign", "check", "/no/such/file"]).run("");
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.contains("/no/such/file cannot be read"), "{missing:?}");
}

/// What `tc3 --dry-run=curl` and `=http` print is read back.
#[test]
fn what_a_dry_run_prints_is_right() {
    let spec = crate::support::SPEC;
    for form in ["curl", "http", "json"] {
        let dry_run = format!("--dry-run={form}");
        let words = [
            "gaap",
            "CreateProxyGroup",
            "--no-check",
            "--GroupName=it's 中 $HOME",
            "--region=ap-guangzhou",
            &dry_run,
            "--spec",
            spec,
        ];
        let dry = Tc3::new(&words).run("");
        assert_eq!(dry.status, 0, "{dry:?}");
        let run = Tc3::new(&["sign", "check"]).run(&dry.stdout);
        assert_eq!(run.status, 0, "{form}: {run:?} {dry:?}");
    }
}

#[test]
fn what_is_no_request_is_wrong_input() {
    for (input, said) in [
        ("", "the text is empty"),
        ("hello", "no request"),
        ("{}", "no HAR entry"),
    ] {
        let run = Tc3::new(&["sign", "check"]).run(input);
        assert_eq!((run.status, &*run.stdout), (2, ""), "{run:?}");
        assert!(run.stderr.contains(said), "{run:?}");
    }
}

#[test]
fn without_any_key_only_what_needs_none_is_checked() {
    let request = recorded("02").replace(&format!("Timestamp: {NOW}"), "Timestamp: 1551113065000");
    let config = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sign-no-config.toml");
    let run = Tc3::new(&["sign", "check", "--profile", "nobody"])
        .env_remove("TENCENTCLOUD_SECRET_ID")
        .env_remove("TENCENTCLOUD_SECRET_KEY")
        .env("TC3_CONFIG", &config)
        .run(&request);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stderr.contains("there is no key"), "{run:?}");
    assert!(
        run.stdout.contains("No key was given") && run.stdout.contains("[timestamp-milliseconds]"),
        "{run:?}"
    );
}
