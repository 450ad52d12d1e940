//! The script of curl: run by bash with openssl, and a curl that notes what it is given.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, Run, has, program, sample};
use crate::values::bodies;

/// What the documentation signs with: any time will do.
const TIME: &str = "1551113065";

const CURL: &str = r#"
printf '%s\n' "$@" > "$NOTES/arguments"
while [[ $# -gt 0 ]]; do
  if [[ $1 == --header ]]; then cat "${2#@}" > "$NOTES/headers"; fi
  shift
done
cat > "$NOTES/body"
printf '%s' "$ANSWER"
"#;

fn folder(name: &str) -> Option<Folder> {
    if !["bash", "openssl"].iter().all(|name| has(name)) {
        return None;
    }
    let folder = Folder::new(name);
    folder.stub("curl", CURL);
    folder.stub("date", "echo '1551113065 2019-02-25'");
    // What is in the arguments of any program can be read by every user of a machine.
    for name in ["openssl", "cut", "od", "tr", "sed", "cat"] {
        let real = Run::of(program("bash").args(["-c", &format!("command -v {name}")])).output();
        let real = real.trim();
        folder.stub(
            name,
            &format!("echo \"$*\" >> \"$NOTES/all-arguments\"\nexec {real} \"$@\""),
        );
    }
    Some(folder)
}

fn run(folder: &Folder, code: &str, answer: &str, environment: &[(&str, &str)]) -> Run {
    let file = folder.file("call.sh", code);
    let mut command = folder.command("bash");
    command.env("NOTES", &folder.0).env("ANSWER", answer).arg(file);
    command.envs(environment.iter().copied());
    Run::of(&mut command)
}

/// What the command itself would send.
fn dry_run(service: &str, action: &str, json: &str) -> Value {
    let mut command = program(env!("CARGO_BIN_EXE_tc3"));
    command
        .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
        .env("TENCENTCLOUD_SECRET_KEY", "the-key-of-an-example")
        .env("TC3_TIMESTAMP", TIME)
        .args([
            service,
            action,
            "--cli-input-json",
            json,
            "--no-check",
            "--quiet",
            "--dry-run=json",
        ]);
    serde_json::from_str(&Run::of(&mut command).output()).unwrap()
}

const DONE: &str = r#"{"Response":{"RequestId":"r-1"}}"#;

#[test]
fn the_script_sends_the_values_that_were_given() {
    let Some(folder) = folder("curl") else { return };
    for (service, action, json) in bodies().iter().take(14) {
        let code = sample("curl", service, action, json, &["--no-check", "--quiet"]);
        assert_eq!(run(&folder, &code, DONE, &[]).output(), format!("{DONE}\n"));
        let sent: Value = serde_json::from_str(&folder.read("body")).unwrap();
        let given: Value = serde_json::from_str(json).unwrap();
        assert_eq!(sent, given, "{code}");
        let headers = folder.read("headers");
        assert!(headers.contains(&format!("X-TC-Action: {action}\n")), "{headers}");
        assert!(
            headers.contains("X-TC-Region: ap-guangzhou\n") && !headers.contains("X-TC-Token"),
            "{headers}"
        );
    }
}

/// The signature of a body is that of the command, if the bodies are the same: `{}` is.
#[test]
fn the_signature_is_the_one_of_the_client() {
    let Some(folder) = folder("curl-signature") else { return };
    let long = "k".repeat(100);
    for (key, token) in [
        ("the-key-of-an-example", ""),
        ("%s\\x41$(x)`!", "a-token"),
        (long.as_str(), ""),
    ] {
        let code = sample("curl", "tag", "DescribeTags", "{}", &[]);
        let environment = [("TENCENTCLOUD_SECRET_KEY", key), ("TENCENTCLOUD_TOKEN", token)];
        run(&folder, &code, DONE, &environment).output();
        let mut command = program(env!("CARGO_BIN_EXE_tc3"));
        command
            .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
            .env("TC3_TIMESTAMP", TIME)
            .envs(environment)
            .args(["tag", "DescribeTags", "--quiet", "--dry-run=json"]);
        let client: Value = serde_json::from_str(&Run::of(&mut command).output()).unwrap();
        let headers = folder.read("headers");
        assert!(
            client["canonicalRequest"]
                .as_str()
                .unwrap()
                .contains("content-type:application/json\n"),
            "{client}"
        );
        let authorization = client["headers"]["authorization"].as_str().unwrap();
        assert!(
            headers.contains(&format!("Authorization: {authorization}\n")),
            "{headers}\n{authorization}"
        );
        assert_eq!(
            headers.contains("X-TC-Token: a-token\n"),
            !token.is_empty(),
            "{headers}"
        );
        for file in ["arguments", "all-arguments"] {
            let arguments = folder.read(file);
            let secret: String = key.bytes().map(|byte| format!("{byte:02x}")).collect();
            for part in [key, secret.as_str(), "a-token", authorization] {
                assert!(!arguments.contains(part), "{file} holds {part}: {arguments}");
            }
        }
    }
}

#[test]
fn a_refusal_ends_the_script_with_a_failure() {
    let Some(folder) = folder("curl-refused") else { return };
    let code = sample("curl", "tag", "DescribeTags", "{}", &[]);
    for refusal in [
        r#"{"Response":{"Error":{"Code":"AuthFailure","Message":"no"},"RequestId":"r-1"}}"#,
        r#"{ "Response" : { "RequestId" : "r-1" , "Error" : { "Code": "AuthFailure" } } }"#,
    ] {
        let run = run(&folder, &code, refusal, &[]);
        assert_eq!((run.status, run.stdout.as_str()), (1, format!("{refusal}\n").as_str()));
        assert_eq!(run.stderr, "the service refused the call\n");
    }
    for answer in [
        r#"{"Response":{"Set":[{"Error":{"Code":"x"}}],"RequestId":"r-1"}}"#,
        r#"{"Response":{"Name":"\"Error\":{\"Code\"","RequestId":"r-1"}}"#,
    ] {
        assert_eq!(run(&folder, &code, answer, &[]).status, 0, "{answer}");
    }
    folder.stub("curl", "cat > /dev/null; echo 'curl: (6) no such host' >&2; exit 6");
    let run = run(&folder, &code, "", &[]);
    assert_eq!((run.status, run.stdout.as_str()), (6, ""));
}

#[test]
fn a_script_wants_a_key_unless_the_action_takes_no_signature() {
    let Some(folder) = folder("curl-key") else { return };
    let code = sample("curl", "tag", "DescribeTags", "{}", &[]);
    let without = run(&folder, &code, DONE, &[("TENCENTCLOUD_SECRET_KEY", "")]);
    assert!(
        without.status != 0 && without.stderr.contains("TENCENTCLOUD_SECRET_KEY"),
        "{}",
        without.stderr
    );
    let saml = r#"{"SAMLAssertion":"a","PrincipalArn":"p","RoleArn":"r","RoleSessionName":"s"}"#;
    let code = sample("curl", "sts", "AssumeRoleWithSAML", saml, &[]);
    run(&folder, &code, DONE, &[("TENCENTCLOUD_SECRET_KEY", "")]).output();
    let headers = folder.read("headers");
    assert!(headers.contains("Authorization: SKIP\n"), "{headers}");
}

#[test]
fn bytes_are_sent_as_they_are() {
    let Some(folder) = folder("curl-bytes") else { return };
    let json = r#"{"TopicId":"t 1","LogGroupList":"AAEC/yANCg=="}"#;
    let code = sample("curl", "cls", "UploadLog", json, &[]);
    run(&folder, &code, DONE, &[]).output();
    assert_eq!(fs::read(folder.0.join("body")).unwrap(), b"\x00\x01\x02\xff \r\n");
    let headers = folder.read("headers");
    assert!(headers.contains("X-cls-TopicId: t 1\n"), "{headers}");
    assert!(
        headers.contains("Content-Type: application/octet-stream\n"),
        "{headers}"
    );
    // The same is signed by the command.
    let client = dry_run("cls", "UploadLog", json);
    let authorization = client["headers"]["authorization"].as_str().unwrap();
    assert!(
        headers.contains(&format!("Authorization: {authorization}\n")),
        "{headers}\n{client}"
    );
}
