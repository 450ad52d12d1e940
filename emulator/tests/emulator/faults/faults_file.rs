//! Faults that are read from a file.

use std::path::{Path, PathBuf};

use tc3_emulator::StartError;
use tokio::runtime::Runtime;

use crate::support::http::{Running, exchange};
use crate::support::signer::create_proxy_group;
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// A file that is removed at the end of the test.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new(text: &str) -> Self {
        let name = format!("tc3-faults-{:016x}.json", fastrand::u64(..));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("a file");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

pub(crate) fn mistakes(text: &str) -> String {
    let file = File::new(text);
    let runtime = Runtime::new().expect("a runtime");
    let started = runtime.block_on(builder().faults_file(&file.0).start());
    let error = started.map(|_| ()).expect_err("mistakes");
    assert!(matches!(error, StartError::Faults(_)), "{error}");
    error.to_string()
}

#[test]
fn a_faults_file_injects_its_faults() {
    let file = File::new(
        r#"{
  "$schema": "faults.schema.json",
  "faults": [
    { "action": "CreateProxyGroup", "effect": "throttle", "times": 1 },
    { "errorCode": "InternalError", "errorMessage": "no luck", "times": 1 },
    { "action": "CreateProxyGroup", "effect": "dropAfterProcessing", "times": 1 },
    { "effect": "badGateway", "times": 1, "latencyMs": 1 },
    { "effect": "truncate", "times": 1, "probability": 1, "seed": 3 },
    { "effect": "dropBeforeProcessing", "times": 1 },
    { "errorCode": "Late", "times": 1 },
    { "clockSkewSeconds": 301, "times": 8 },
    { "errorCode": "Ninth", "after": 8, "times": 1 }
  ]
}"#,
    );
    let running = Running::start(builder().faults_file(&file.0));
    let send = || {
        let bytes = exchange(running.emulator.addr(), &create_proxy_group(BODY).bytes()).expect("an exchange");
        String::from_utf8(bytes).expect("text")
    };
    assert!(send().contains("RequestLimitExceeded"));
    assert!(send().contains("no luck"));
    assert_eq!(send(), "");
    assert!(send().starts_with("HTTP/1.1 502 "));
    assert!(!send().ends_with('}'));
    assert_eq!(send(), "");
    assert!(send().contains(r#""Code":"Late""#));
    assert!(send().contains("AuthFailure.SignatureExpire"));
    assert!(send().contains(r#""Code":"Ninth""#));
    assert!(!send().contains("Error"));
}

#[test]
fn the_faults_file_of_the_guide_is_valid() {
    let guide = include_str!("../../../GUIDE.md");
    let mut blocks = guide.split("```json\n").skip(1);
    let shown = blocks.find_map(|block| block.split_once("```").filter(|(text, _)| text.contains("\"faults\"")));
    let file = File::new(shown.expect("a file of faults").0);
    Running::start(builder().faults_file(&file.0));
}

#[test]
fn every_mistake_is_reported_at_its_position() {
    let text = mistakes(
        r#"{
  "faults": [
    { "action": "CreateProxyGruop", "effect": "explode" },
    { "effect": "throttle", "errorCode": "X", "times": 0 },
    { "efect": "throttle", "latencyMs": -1, "seed": 1 },
    { "probability": 1.5, "errorMessage": "alone", "action": "" },
    { "times": "1", "times": 1, "clockSkewSeconds": 1.5, "after": "1" },
    7,
    { "action": "CreateProxyGroup", "probability": 0.5 },
    { "latencyMs": 0 }
  ]
}"#,
    );
    assert_eq!(text.matches("the fault does nothing").count(), 2, "{text}");
    for said in [
        "no service that is served has the action `CreateProxyGruop`",
        "`effect` has to be one of throttle, dropBeforeProcessing, dropAfterProcessing, badGateway, truncate",
        "a fault has either `effect` or `errorCode`",
        "`times` has to be a whole number from 1 on",
        "there is no key `efect` here",
        "`latencyMs` has to be a whole number, 0 or more",
        "`seed` has no effect without `probability`",
        "`probability` has to be a number from 0 to 1",
        "`errorMessage` has no effect without `errorCode`",
        "`action` has to be a string that is not empty",
        "`times` is given twice",
        "`clockSkewSeconds` has to be a whole number",
        "`after` has to be a whole number, 0 or more",
        "this has to be an object",
        ".json:3:",
        ".json:8:",
    ] {
        assert!(text.contains(said), "no `{said}` in\n{text}");
    }
}

#[test]
fn a_fault_can_name_an_action_that_only_the_answers_declare() {
    let file = File::new(r#"{"faults": [{"action": "DescribeEnvInfo", "effect": "throttle"}]}"#);
    let answers = r#"{"gaap.DescribeEnvInfo": {}}"#;
    let running = Running::start(builder().answers(answers).faults_file(&file.0));
    let mut request = crate::support::signer::unsigned("gaap", "2018-05-29", "DescribeEnvInfo", "{}");
    crate::support::signer::Signer::default().sign(&mut request);
    assert_eq!(running.send(&request).code(), "RequestLimitExceeded");
}

#[test]
fn a_file_that_is_not_a_faults_file_is_rejected() {
    assert!(mistakes("{").contains("the file is not JSON"));
    assert!(mistakes("{}").contains("the file has no list `faults`"));
    assert!(mistakes(r#"{"faults": {}}"#).contains("`faults` has to be a list"));
    assert!(mistakes("[]").contains("this has to be an object"));

    let runtime = Runtime::new().expect("a runtime");
    let started = runtime.block_on(builder().faults_file("no/such/file.json").start());
    let error = started.map(|_| ()).expect_err("no file");
    assert!(matches!(error, StartError::ReadFaults { .. }), "{error}");
    assert!(error.to_string().contains("no/such/file.json"), "{error}");
}
