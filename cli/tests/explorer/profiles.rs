//! Whose key signs: the profile that the page names, asked for its key once, and shown by its end alone.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cloud::{request, serve};
use crate::support::Explorer;

const SECRET: &str = "HiddenKeyOfTheProcess";
const TOKEN: &str = "HiddenTokenOfTheProcess";

/// A home folder with a profile whose key is written down, and one whose key comes from a program that counts its runs.
fn home(name: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("explorer-{name}"));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".config/tc3")).unwrap();
    let script = home.join("key.sh");
    let key = format!(
        r#"{{"SecretId": "AKIDofTheProcess", "SecretKey": "{SECRET}", "Token": "{TOKEN}", "Expiration": "2099-01-01T00:00:00Z"}}"#
    );
    fs::write(
        &script,
        format!("echo run >> {}/runs\ncat <<'END'\n{key}\nEND\n", home.display()),
    )
    .unwrap();
    let config = format!(
        "[profile.ops]\nsecret_id = \"AKIDofTheProfile\"\nsecret_key = \"HiddenKeyOfTheFile\"\nregion = \"ap-ops\"\n\n\
         [profile.touch]\ncredential_process = [\"sh\", {:?}]\n",
        script.display().to_string()
    );
    fs::write(home.join(".config/tc3/config.toml"), config).unwrap();
    home
}

fn explorer(home: &Path, endpoint: &str) -> Explorer {
    Explorer::start_with(&["--endpoint", endpoint], |command| command.env("HOME", home))
}

fn with_profile(profile: &str) -> Value {
    let mut request = request("DescribeDestRegions", "{}");
    request["profile"] = profile.into();
    request
}

#[test]
fn a_profile_that_is_named_signs_and_the_environment_otherwise() {
    let home = home("profiles");
    let explorer = explorer(&home, "http://127.0.0.1:1");
    let own = explorer.prepare(&request("DescribeDestRegions", "{}"));
    let source = |shown: &Value| shown["keySource"].as_str().unwrap().to_owned();
    assert!(source(&own).contains("the environment"), "{own}");
    // Naming the profile that is used anyway changes nothing.
    assert_eq!(source(&explorer.prepare(&with_profile("default"))), source(&own));
    let ops = explorer.prepare(&with_profile("ops"));
    assert_eq!((&ops["keyEnd"], &ops["region"]), (&"file".into(), &"ap-ops".into()));
    assert!(source(&ops).contains("config.toml"), "{ops}");
    let unknown = explorer.post("prepare", &with_profile("nobody"));
    assert_eq!(unknown.status, 422);
    assert!(unknown.json().to_string().contains("nobody"), "{}", unknown.json());
    assert!(!explorer.has_said("HiddenKeyOfTheFile"));
}

#[test]
fn a_program_is_asked_for_its_key_once_and_the_token_is_not_shown() {
    let home = home("process");
    let url = serve(
        "200 OK",
        r#"{"Response":{"DestRegionSet":[],"TotalCount":0,"RequestId":"r"}}"#,
    );
    let explorer = explorer(&home, &url);
    for _ in 0..3 {
        let shown = explorer.prepare(&with_profile("touch"));
        assert_eq!(shown["keyEnd"], "cess");
        let headers = shown["headers"].as_array().unwrap();
        assert!(headers.contains(&json!(["x-tc-token", "(not shown)"])), "{headers:?}");
        assert!(explorer.call(&shown, json!({})).lines().pop().unwrap()["done"].is_object());
    }
    assert_eq!(fs::read_to_string(home.join("runs")).unwrap().lines().count(), 1);
    explorer.get("history/export?format=har");
    explorer.get("history/export?format=sh");
    for secret in [SECRET, TOKEN] {
        assert!(!explorer.has_said(secret), "{secret}");
    }
}
