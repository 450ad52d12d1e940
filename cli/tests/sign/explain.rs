//! `tc3 sign` and `tc3 sign --explain`: what they compute is what the runtime and the official SDK sign.

use serde_json::Value;

use crate::support::{NOW, SPEC, Tc3, raw, recorded, text, vectors};

const LIST: [&str; 6] = [
    "gaap",
    "DescribeProxyGroupList",
    "--ProjectId=-1",
    "--Offset=0",
    "--Limit=10",
    "--region=ap-guangzhou",
];

fn value<'a>(explanation: &'a Value, name: &str) -> &'a str {
    let steps = explanation["steps"].as_array().unwrap();
    text(&steps.iter().find(|step| step["name"] == name).unwrap()["text"])
}

#[test]
fn what_the_sdk_recorded_is_what_is_signed() {
    let (mut tc3, mut v1) = (0, 0);
    for vector in vectors() {
        let id = text(&vector["id"]);
        let Some(request) = raw(&vector).filter(|_| vector["scheme"] != "SKIP") else {
            continue;
        };
        let mut command = Tc3::new(&["sign", "--explain", "--output=json"]);
        if let Some(token) = vector["inputs"]["token"].as_str() {
            command = command.env("TENCENTCLOUD_TOKEN", token);
        }
        let run = command.run(request);
        assert_eq!(run.status, 0, "{id}: {run:?}");
        let explanation = run.json();
        assert_eq!(explanation["signature"], vector["signature"], "{id}");
        assert_eq!(
            value(&explanation, "stringToSign"),
            text(&vector["string_to_sign"]),
            "{id}"
        );
        if vector["scheme"] == "TC3-HMAC-SHA256" {
            tc3 += 1;
            assert_eq!(
                value(&explanation, "canonicalRequest"),
                text(&vector["canonical_request"]),
                "{id}"
            );
        } else {
            v1 += 1;
        }
    }
    assert_eq!((tc3, v1), (26, 6));
}

/// The runtime signs what is dry-run, and this crate what is explained.
#[test]
fn what_a_call_would_send_is_explained_as_it_is_signed() {
    let words = |beginning: &[&'static str], end: &[&'static str]| [beginning, &LIST, &["--spec", SPEC], end].concat();
    let run = Tc3::new(&words(&["sign", "--explain"], &["--output=json"])).run("");
    assert_eq!(run.status, 0, "{run:?}");
    let explanation = run.json();
    let dry = Tc3::new(&words(&[], &["--dry-run=json"])).run("").json();
    assert_eq!(explanation["signature"], dry["signature"]);
    assert_eq!(explanation["authorization"], dry["headers"]["authorization"]);
    for (step, member) in [
        ("canonicalRequest", "canonicalRequest"),
        ("stringToSign", "stringToSign"),
        ("credentialScope", "credentialScope"),
    ] {
        assert_eq!(value(&explanation, step), text(&dry[member]));
    }
    let shown = Tc3::new(&words(&["sign", "--explain"], &[])).run("").stdout;
    let canonical = "\nCanonical request:\n  POST↵\n  /↵\n  ↵\n  content-type:application/json↵\n";
    assert!(
        shown.contains(canonical) && shown.contains("\nFingerprint of kSigning"),
        "{shown}"
    );
    let header = Tc3::new(&words(&["sign"], &[])).run("").stdout;
    assert_eq!(
        header,
        format!("Authorization: {}\n", text(&explanation["authorization"]))
    );
}

#[test]
fn a_request_without_a_signature_gets_one() {
    let signed = recorded("02");
    let unsigned: String = signed
        .lines()
        .filter(|line| !line.starts_with("Authorization") && !line.starts_with("X-TC-Timestamp"))
        .map(|line| format!("{line}\n"))
        .collect();
    let line = signed.lines().find(|line| line.starts_with("Authorization")).unwrap();
    let run = Tc3::new(&["sign"]).run(&unsigned);
    assert_eq!(run.stdout, format!("{line}\nX-TC-Timestamp: {NOW}\n"), "{run:?}");
    let other = Tc3::new(&["sign", "--timestamp", "1600000000", "--service", "cvm"]).run(&unsigned);
    assert!(other.stdout.contains("/2020-09-13/cvm/tc3_request, "), "{other:?}");
    let temporary = Tc3::new(&["sign"])
        .env("TENCENTCLOUD_TOKEN", "token-EXAMPLE")
        .run(&unsigned);
    assert!(
        temporary.stdout.ends_with("X-TC-Token: token-EXAMPLE\n"),
        "{temporary:?}"
    );
}

#[test]
fn version_1_signs_a_form() {
    let signed = recorded("32");
    let (_, form) = signed.split_once("\r\n\r\n").unwrap();
    let (rest, _) = form.split_once("&SecretId").unwrap();
    let request = format!("POST / HTTP/1.1\nHost: gaap.tencentcloudapi.com\n\n{rest}&Language=zh-CN");
    let run = Tc3::new(&["sign", "--method=hmac-sha256"]).run(&request);
    assert_eq!(run.status, 0, "{run:?}");
    let (_, signature) = form.split_once("Signature=").unwrap();
    assert!(
        run.stdout.contains(&format!("&Signature={signature}\n")),
        "{run:?} {signature}"
    );
    let bare = "GET /?Action=DescribeRegions&Version=2018-05-29 HTTP/1.1\nHost: gaap.tencentcloudapi.com\n\n";
    let run = Tc3::new(&["sign", "--method", "hmac-sha1", "--explain"]).run(bare);
    assert!(
        run.stdout.contains("Nonce=1551113065") && run.stdout.contains("HmacSHA1 at 1551113065"),
        "{run:?}"
    );
}

#[test]
fn what_cannot_be_signed_is_refused_with_what_to_do() {
    let verbose = "> POST / HTTP/1.1\n> Host: cvm.tencentcloudapi.com\n> Content-Type: application/json\n> \n";
    for (words, input, said) in [
        (&["sign"][..], "", "the text is empty"),
        (&["sign"], verbose, "--body FILE"),
        (&["sign"], "POST / HTTP/1.1\nContent-Type: a\n\n{}", "Host is missing"),
        (&["sign"], "POST / HTTP/1.1\nHost: 127.0.0.1:80\n\n{}", "--service NAME"),
        (&["sign", "--method=md5"], "", "must be one of tc3"),
        (
            &["sign", "--method=hmac-sha1"],
            "POST / HTTP/1.1\nHost: a\n\n{}",
            "the body is JSON",
        ),
        (
            &["sign", "--timestamp", "1", "gaap", "DescribeRegions"],
            "",
            "TC3_TIMESTAMP",
        ),
        (&["sign", "--explain", "gaap", "--spec", SPEC], "", "name an action"),
        (
            &["sign", "--timestamp=99999999999999"],
            "POST / HTTP/1.1\nHost: cvm.tencentcloudapi.com\n\n{}",
            "1970 to 9999",
        ),
    ] {
        let run = Tc3::new(words).run(input);
        assert_eq!((run.status, &*run.stdout), (2, ""), "{words:?} {run:?}");
        assert!(run.stderr.contains(said), "{words:?} {run:?}");
    }
}
