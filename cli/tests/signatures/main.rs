//! What a dry run signs, against the signatures that the official Python SDK made of the same calls.
//!
//! `runtime/tests/data/tc3-vectors.json` has 37 of them, made with a frozen clock. Those that are a POST of JSON signed
//! by TC3 can be said on a command line. Where the SDK spells the JSON otherwise than the command, with blanks and
//! escapes, the two bodies have to be the same JSON, and all that is signed but the hash of the body has to be the same
//! text; the signature is then the one that the signer, which reproduces all recorded signatures, makes of those bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::{Command, Stdio};

use serde_json::Value;
use tc3_runtime::Credentials;
use tc3_runtime::sign::{ALGORITHM, Payload, SigningInput, sign};

const VECTORS: &str = include_str!("../../../runtime/tests/data/tc3-vectors.json");
const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
    command
        .args(words)
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("TENCENTCLOUD_SECRET_ID", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE")
        .env("TENCENTCLOUD_SECRET_KEY", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
        .stdin(Stdio::null());
    command
}

/// A call that a command line can express.
struct Call<'a> {
    service: &'a str,
    version: &'a str,
    action: &'a str,
    body: String,
}

impl<'a> Call<'a> {
    fn read(vector: &'a Value) -> Result<Self, &'static str> {
        let inputs = &vector["inputs"];
        if vector["scheme"] != ALGORITHM {
            return Err("another scheme");
        }
        if inputs["method"] == "GET" {
            return Err("the command sends POST");
        }
        if inputs["unsigned"] == true {
            return Err("whether the body is signed depends on the action");
        }
        if inputs.get("extra_headers").is_some() || inputs.get("options").is_some() {
            return Err("headers and encodings depend on the action");
        }
        if let Some(payload) = inputs["payload"].as_str() {
            let host = text(&inputs["host"]);
            // The page of the documentation signs another content type than clients send.
            if inputs["content_type"] != "application/json" || !host.starts_with("gaap.") {
                return Err("another content type");
            }
            let (service, version, action) = ("gaap", "2018-05-29", "CreateProxyGroup");
            let body = payload.to_owned();
            return Ok(Self {
                service,
                version,
                action,
                body,
            });
        }
        let Some(params) = inputs["params"].as_object() else {
            return Err("no parameters at all are the body `null`");
        };
        Ok(Self {
            service: text(&vector["service"]),
            version: text(&inputs["version"]),
            action: text(&inputs["action"]),
            body: Value::from(params.clone()).to_string(),
        })
    }
}

#[test]
fn dry_runs_sign_what_the_official_sdk_signs() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let (mut equal, mut same_json) = (Vec::new(), Vec::new());
    for vector in file["vectors"].as_array().unwrap() {
        let Ok(call) = Call::read(vector) else { continue };
        let id = text(&vector["id"]);
        let inputs = &vector["inputs"];
        let shown = dry_run(&call, inputs);
        let body = text(&shown["bodyText"]);
        let (canonical, recorded) = (text(&shown["canonicalRequest"]), text(&vector["canonical_request"]));
        let (signed, hash) = canonical.rsplit_once('\n').unwrap();
        assert_eq!(signed, recorded.rsplit_once('\n').unwrap().0, "{id}");
        if hash == vector["hashed_payload"] {
            assert_eq!(shown["signature"], vector["signature"], "{id}");
            assert_eq!(shown["stringToSign"], vector["string_to_sign"], "{id}");
            equal.push(id);
        } else {
            let recorded: Value = serde_json::from_str(&call.body).unwrap();
            assert_eq!(serde_json::from_str::<Value>(body).unwrap(), recorded, "{id}");
            same_json.push(id);
        }
        let host = signed.lines().find_map(|line| line.strip_prefix("host:")).unwrap();
        let seconds = inputs["timestamp"].as_u64().unwrap();
        let input = SigningInput::new(text(&vector["service"]), host, seconds, Payload::Bytes(body.as_bytes()));
        let credentials = Credentials::new(text(&inputs["secret_id"]), text(&inputs["secret_key"]));
        assert_eq!(shown["signature"], sign(&input, &credentials).signature, "{id}");
        let token = &shown["headers"]["x-tc-token"];
        assert_eq!(token.as_str(), inputs["token"].as_str(), "{id}");
    }
    assert_eq!((equal.len(), same_json.len()), (10, 7), "{equal:?} {same_json:?}");
}

fn dry_run(call: &Call<'_>, inputs: &Value) -> Value {
    let words = [
        call.service,
        call.action,
        "--version",
        call.version,
        "--no-check",
        "--dry-run=json",
    ];
    let mut command = command(&words);
    if call.service == "gaap" {
        command.args(["--spec", SPEC]);
    }
    command
        .args(["--cli-input-json", &call.body])
        .env("TENCENTCLOUD_SECRET_ID", text(&inputs["secret_id"]))
        .env("TENCENTCLOUD_SECRET_KEY", text(&inputs["secret_key"]))
        .env("TC3_TIMESTAMP", inputs["timestamp"].to_string());
    if let Some(token) = inputs["token"].as_str() {
        command.env("TENCENTCLOUD_TOKEN", token);
    }
    if let Some(region) = inputs["region"].as_str() {
        command.args(["--region", region]);
    }
    if let Some(endpoint) = inputs["endpoint"].as_str() {
        command.args(["--endpoint", endpoint]);
    }
    if inputs["root"] == "intl.tencentcloudapi.com" {
        command.args(["--site", "intl"]);
    }
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {}: {stderr}", call.service, call.action);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_time_that_is_none_is_refused() {
    for time in ["now", "-1", "1.5", "253402300800"] {
        let mut command = command(&["gaap", "DescribeDestRegions", "--spec", SPEC, "--dry-run=json"]);
        let output = command.env("TC3_TIMESTAMP", time).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("TC3_TIMESTAMP"), "{stderr}");
        assert!(output.stdout.is_empty());
    }
}
