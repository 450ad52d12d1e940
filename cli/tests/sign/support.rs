//! The command in a clean environment, and recorded requests as texts.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
pub(crate) const SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
pub(crate) const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
pub(crate) const NOW: &str = "1551113065";

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn mistakes(&self) -> Vec<String> {
        let json = self.json();
        let mistakes = json["mistakes"].as_array().unwrap().iter();
        mistakes.map(|mistake| text(&mistake["id"]).to_owned()).collect()
    }
}

/// A run of `tc3` with the sample key at the time of the records. `input` is its standard input.
pub(crate) struct Tc3(Command);

impl Tc3 {
    pub(crate) fn new(words: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
        command.args(words).env_clear().envs([
            ("HOME", env!("CARGO_TARGET_TMPDIR")),
            ("TENCENTCLOUD_SECRET_ID", SECRET_ID),
            ("TENCENTCLOUD_SECRET_KEY", SECRET_KEY),
            ("TC3_TIMESTAMP", NOW),
        ]);
        Self(command)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    pub(crate) fn run(mut self, input: impl AsRef<[u8]>) -> Run {
        let mut child = self
            .0
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses its arguments reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        let output = child.wait_with_output().unwrap();
        let run = Run {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        for output in [&run.stdout, &run.stderr] {
            assert!(!output.contains(SECRET_KEY), "{output}");
        }
        run
    }
}

pub(crate) fn vectors() -> Vec<Value> {
    let file = include_str!("../../../runtime/tests/data/tc3-vectors.json");
    let file: Value = serde_json::from_str(file).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The recorded request as raw HTTP; none if it was not recorded whole.
pub(crate) fn raw(vector: &Value) -> Option<Vec<u8>> {
    use base64ct::Encoding;
    let wire = &vector["wire"];
    let url = wire["url"].as_str()?.strip_prefix("https://")?;
    let body = base64ct::Base64::decode_vec(wire["body_b64"].as_str()?).unwrap();
    let target = url.find('/').map_or("/", |at| &url[at..]);
    let mut head = format!("{} {target} HTTP/1.1\r\n", text(&wire["method"]));
    for (name, value) in wire["headers"].as_object().unwrap() {
        head += &format!("{name}: {}\r\n", text(value));
    }
    head += "\r\n";
    Some([head.into_bytes(), body].concat())
}

/// The text of the recorded request with this number.
pub(crate) fn recorded(id: &str) -> String {
    let vectors = vectors();
    let mut found = vectors.iter().filter(|vector| text(&vector["id"]).starts_with(id));
    String::from_utf8(raw(found.next().unwrap()).unwrap()).unwrap()
}
