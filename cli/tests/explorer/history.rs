//! What was done is opened again and exported, without keys.

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tc3_emulator::{Fault, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::cloud::{Cloud, GROUP, LIST, request};
use crate::support::{Explorer, SPEC};

#[test]
fn each_call_is_there_with_what_opens_it_again() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on("DescribeDestRegions").error("InternalError.X", "m")));
    let explorer = cloud.explorer();
    let created = explorer.run("CreateProxyGroup", GROUP)["done"].clone();
    explorer.run("DescribeDestRegions", "{}");
    // What is only prepared was not done.
    explorer.prepare(&request("CreateProxyGroup", GROUP));
    let entries = explorer.get("history").json()["entries"].clone();
    assert_eq!(entries.as_array().unwrap().len(), 2);
    assert_eq!(
        (&entries[0]["action"], &entries[0]["status"]),
        (&"DescribeDestRegions".into(), &"refused".into())
    );
    let entry = &entries[1];
    for (name, value) in [
        ("service", "gaap"),
        ("action", "CreateProxyGroup"),
        ("version", "2018-05-29"),
        ("profile", "default"),
        ("region", "ap-guangzhou"),
        ("site", "cn"),
        ("body", GROUP),
        ("status", "done"),
    ] {
        assert_eq!(entry[name], value, "{name}");
    }
    assert_eq!(
        (&entry["answer"], &entry["requestId"]),
        (&created["answer"], &created["requestId"])
    );
    assert_eq!(entry["endpoint"]["kind"], "service");
    assert!(entry["startedAt"].as_str().unwrap().ends_with('Z'));
}

/// Runs calls, some with what must not be exported.
fn session(cloud: &Cloud) -> Explorer {
    let explorer = Explorer::start_with(
        &["--endpoint", &cloud.emulator.url(), "--region", "ap-guangzhou"],
        |command| command,
    );
    explorer.run("CreateProxyGroup", GROUP);
    explorer.run("DescribeProxyGroupList", LIST);
    let secret = json!({
        "service": "cvm", "action": "RunInstances", "noCheck": true,
        "body": r#"{"LoginSettings":{"Password":"HiddenWord-77"},"UserData":"SGlkZGVu","InstanceName":"it's $HOME"}"#,
    });
    explorer.call(&explorer.prepare(&secret), json!({}));
    explorer
}

#[test]
fn the_script_makes_the_calls_again() {
    let cloud = Cloud::start();
    let explorer = session(&cloud);
    let script = explorer.get("history/export?format=sh");
    assert_eq!(script.status, 200);
    let script = String::from_utf8(script.body).unwrap();
    for secret in [
        SAMPLE_SECRET_KEY,
        SAMPLE_SECRET_ID,
        "HiddenWord-77",
        "SGlkZGVu",
        "Signature=",
    ] {
        assert!(!script.contains(secret), "{script}");
    }
    assert!(script.contains("# LoginSettings.Password is secret"), "{script}");
    assert!(script.contains("<hidden>"), "{script}");
    let refused = script.lines().find(|line| line.contains("RunInstances")).unwrap();
    assert!(
        refused.starts_with("# tc3 cvm RunInstances"),
        "what was refused is a comment: {refused}"
    );

    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_tc3")).parent().unwrap();
    let before = cloud.count("CreateProxyGroup");
    let run = Command::new("sh")
        .arg("-c")
        .arg(&script)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("TENCENTCLOUD_SECRET_ID", SAMPLE_SECRET_ID)
        .env("TENCENTCLOUD_SECRET_KEY", SAMPLE_SECRET_KEY)
        .current_dir(std::path::Path::new(SPEC).parent().unwrap())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}\n{script}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(cloud.count("CreateProxyGroup"), before + 1);
    let requests = cloud.emulator.requests();
    let bodies: Vec<Value> = requests
        .iter()
        .filter(|request| request.action.as_deref() == Some("CreateProxyGroup"))
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    let named = |body: &Value| body["GroupName"].clone();
    assert_eq!(
        (named(&bodies[0]), named(&bodies[1])),
        ("it's 中".into(), "it's 中".into())
    );
}

#[test]
fn the_har_file_has_requests_and_answers_and_no_key() {
    let cloud = Cloud::start();
    let explorer = session(&cloud);
    let reply = explorer.get("history/export?format=har");
    let text = String::from_utf8(reply.body.clone()).unwrap();
    for secret in [
        SAMPLE_SECRET_KEY,
        SAMPLE_SECRET_ID,
        "HiddenWord-77",
        "SGlkZGVu",
        "Signature=",
    ] {
        assert!(!text.contains(secret), "{text}");
    }
    let log = &reply.json()["log"];
    assert_eq!(log["version"], "1.2");
    let entries = log["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    let first = &entries[0];
    assert_eq!(
        (&first["request"]["method"], &first["response"]["status"]),
        (&"POST".into(), &200.into())
    );
    let body: Value = serde_json::from_str(first["request"]["postData"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(body["GroupName"], "it's 中");
    let header = |name: &str| {
        let headers = first["request"]["headers"].as_array().unwrap();
        headers.iter().find(|header| header["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!(header("authorization"), "(not exported)");
    assert_eq!(header("x-tc-action"), "CreateProxyGroup");
    let answer: Value = serde_json::from_str(first["response"]["content"]["text"].as_str().unwrap()).unwrap();
    assert!(answer["GroupId"].is_string(), "{answer}");
    for member in ["startedDateTime", "time", "cache", "timings"] {
        assert!(first.get(member).is_some(), "{member}");
    }
    assert_eq!(explorer.get("history/export?format=pdf").status, 422);
}

#[test]
fn the_key_is_in_nothing_that_was_said() {
    let cloud = Cloud::start();
    let explorer = session(&cloud);
    for path in [
        "state",
        "history",
        "history/export?format=sh",
        "history/export?format=har",
        "answer?id=1&view=text",
        "answer?id=1&view=headers",
        "answer?id=2&view=raw",
    ] {
        assert_eq!(explorer.get(path).status, 200, "{path}");
    }
    explorer.post("compare", &json!({"left": "1", "right": "2"}));
    explorer.post("emulator", &json!({"on": true}));
    explorer.post(
        "prepare",
        &json!({"service": "gaap", "action": "DescribeDestRegions", "endpoint": {"kind": "emulator"}}),
    );
    assert!(
        explorer.has_said("TC3-HMAC-SHA256 Credential="),
        "a preview shows the signature"
    );
    assert!(!explorer.has_said(SAMPLE_SECRET_KEY));
}
