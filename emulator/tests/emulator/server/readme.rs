//! Runs the shell snippet of the README.

use std::process::Command;

use tc3_emulator::Emulator;

use crate::support::http::Running;
use crate::support::spec::SPEC;

const README: &str = include_str!("../../../README.md");

/// The programs that the snippet needs. If one of them is missing, the test is skipped.
const NEEDED: [&str; 3] = ["bash", "curl", "openssl"];

#[test]
fn the_curl_call_is_answered() {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    if let Some(program) = NEEDED.iter().find(is_missing) {
        eprintln!("skipped: {program} is not installed");
        return;
    }
    let mut blocks = README.split("```sh\n").skip(1);
    let shown = blocks.find_map(|block| block.split_once("```").filter(|(text, _)| text.contains("curl")));
    let script = shown.expect("a call with curl").0;

    let running = Running::start(Emulator::builder().spec_dir(SPEC));
    let script = script.replace("127.0.0.1:9443", &running.emulator.addr().to_string());
    let output = Command::new("bash").args(["-c", &script]).output().expect("an output");
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(answer.contains(r#""ProxyGroupList":[]"#), "{answer}");
}
