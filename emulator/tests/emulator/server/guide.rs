//! Runs the shell snippets of the GUIDE.

use std::process::Command;

use tc3_emulator::Emulator;

use crate::support::http::Running;
use crate::support::spec::SPEC;

const GUIDE: &str = include_str!("../../../GUIDE.md");

/// The programs that the snippets need. If one of them is missing, the test is skipped.
const NEEDED: [&str; 3] = ["bash", "curl", "openssl"];

/// Runs the first snippet that contains `part`, and returns what it printed; `None` if a program is missing.
fn run(part: &str, running: &Running) -> Option<String> {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    if let Some(program) = NEEDED.iter().find(is_missing) {
        eprintln!("skipped: {program} is not installed");
        return None;
    }
    let mut blocks = GUIDE.split("```sh\n").skip(1);
    let shown = blocks.find_map(|block| block.split_once("```").filter(|(text, _)| text.contains(part)));
    let script = shown.expect("a snippet").0;
    let script = script.replace("127.0.0.1:9443", &running.emulator.addr().to_string());
    let output = Command::new("bash").args(["-ec", &script]).output();
    let output = output.expect("an output");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_curl_call_is_answered() {
    let running = Running::start(Emulator::builder().spec_dir(SPEC));
    if let Some(answer) = run("openssl", &running) {
        assert!(answer.contains(r#""ProxyGroupList":[]"#), "{answer}");
    }
}

#[test]
fn curl_controls_the_emulator() {
    let running = Running::start(Emulator::builder().spec_dir(SPEC));
    if let Some(answers) = run("/_emulator/reset", &running) {
        let lines: Vec<&str> = answers.lines().collect();
        assert!(lines[0].starts_with(r#"{"status":"ok","version":"#), "{answers}");
        assert_eq!(lines[1], r#"{"status":"ok"}"#);
        assert!(
            lines[2].contains(r#"{"faults":[{"action":"CreateProxyGroup""#),
            "{answers}"
        );
        assert_eq!(lines[3], r#"{"requests":[]}"#);
    }
}
