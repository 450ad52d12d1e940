//! What the README shows, done as it says.

use std::process::Command;

use tc3_emulator::Emulator;

use crate::http::Running;
use crate::spec::SPEC;

const README: &str = include_str!("../../README.md");

/// The programs that the call is made with. Where one of them is missing, nothing is looked at.
const NEEDED: [&str; 3] = ["bash", "curl", "openssl"];

#[test]
fn the_call_with_curl_is_answered() {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    if let Some(program) = NEEDED.iter().find(is_missing) {
        eprintln!("not looked at: there is no {program}");
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
