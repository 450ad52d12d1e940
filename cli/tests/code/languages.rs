//! Python and JavaScript: the parameters of a program, read back by the language itself.

use serde_json::Value;

use crate::support::{Folder, has, sample};
use crate::values::bodies;

/// The SDK of Python with a client that prints what it is called with.
const PYTHON_CLIENT: &str = "
import json
class CommonClient:
    def __init__(self, *arguments): self.arguments = arguments
    def call_json(self, action, parameters, **more):
        print(json.dumps([action, parameters]))
        return {'Response': {}}
";

/// The SDK of Node.js with a client that prints what it is called with, and fails then.
const NODE_CLIENT: &str = r#"
const text = (value) => {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  if (value && typeof value === "object")
    return `{${Object.entries(value).map(([name, value]) => `${JSON.stringify(name)}:${text(value)}`).join(",")}}`;
  return JSON.stringify(value);
};
exports.CommonClient = class {
  async request(action, parameters) {
    console.log(text([action, parameters]));
    throw Object.assign(new Error("no such\ngroup"), { code: "ResourceNotFound", requestId: "r-1" });
  }
};
"#;

/// The last line but those of the answer: what the client was called with.
fn called_with(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

/// Whether two values are the same JSON, numbers by what they are.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64() && one.is_f64() | other.is_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

#[test]
fn python_reads_the_values_that_were_given() {
    if !has("python3") {
        return;
    }
    let folder = Folder::new("python");
    let package = |name: &str, text: &str| folder.file(&format!("tencentcloud/common/{name}"), text);
    package("common_client.py", PYTHON_CLIENT);
    package(
        "credential.py",
        "class Credential:\n    def __init__(self, *key): pass\n",
    );
    package(
        "exception/tencent_cloud_sdk_exception.py",
        "class TencentCloudSDKException(Exception): pass\n",
    );
    package(
        "profile/client_profile.py",
        "class ClientProfile:\n    def __init__(self, **more): pass\n",
    );
    package(
        "profile/http_profile.py",
        "class HttpProfile:\n    def __init__(self, **more): pass\n",
    );
    for (service, action, json) in bodies() {
        let code = sample("python", service, action, &json, &["--no-check", "--quiet"]);
        let file = folder.file("main.py", &code);
        let printed = folder.run("python3", &[file.to_str().unwrap()]).output();
        let got = called_with(printed.lines().next().unwrap());
        let given: Value = serde_json::from_str(&json).unwrap();
        assert!(
            same(&got, &serde_json::json!([action, given])),
            "{got}\n{given}\n{code}"
        );
    }
}

#[test]
fn node_reads_the_values_that_were_given() {
    if !has("node") {
        return;
    }
    let folder = Folder::new("node");
    folder.file("node_modules/tencentcloud-sdk-nodejs-common/index.js", NODE_CLIENT);
    for (service, action, json) in bodies() {
        let code = sample("node", service, action, &json, &["--no-check", "--quiet"]);
        let file = folder.file("main.js", &code);
        let run = folder.run("node", &[file.to_str().unwrap()]);
        let got = called_with(run.stdout.lines().next().unwrap_or(&run.stderr));
        let given: Value = serde_json::from_str(&json).unwrap();
        assert!(
            same(&got, &serde_json::json!([action, given])),
            "{got}\n{given}\n{code}"
        );
        // The error of the SDK has the code beside the message.
        assert_eq!(run.status, 1);
        assert_eq!(run.stderr, "ResourceNotFound: no such\ngroup (request r-1)\n");
    }
}

#[test]
fn node_wants_a_key() {
    if !has("node") {
        return;
    }
    let folder = Folder::new("node-key");
    folder.file("node_modules/tencentcloud-sdk-nodejs-common/index.js", NODE_CLIENT);
    let file = folder.file("main.js", &sample("node", "tag", "DescribeTags", "{}", &[]));
    let mut command = folder.command("node");
    let run = crate::support::Run::of(command.env_remove("TENCENTCLOUD_SECRET_KEY").arg(file));
    assert_eq!((run.status, run.stderr.as_str()), (1, "set TENCENTCLOUD_SECRET_KEY\n"));
}
