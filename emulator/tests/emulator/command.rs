//! The command, as a process.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use crate::http::{exchange, reply};
use crate::signer::create_proxy_group;
use crate::spec::{OTHER_SPEC, SPEC};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3-emulator"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    command(arguments).output().expect("an output")
}

/// A process that ends with the test.
struct Process {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().expect("a process");
        let stdout = child.stdout.take().expect("its output");
        let lines = BufReader::new(stdout).lines();
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        self.lines.next().expect("a line").expect("text")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_listens_answers_and_logs() {
    let mut process = Process::start(&["--spec", SPEC, "--listen", "127.0.0.1:0"]);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let addr = addr.parse().expect("an address");
    assert!(process.line().starts_with("serving "));

    // Signed in 2023, and the command has no other clock than the system's.
    let answer = exchange(addr, &create_proxy_group("{}").bytes()).expect("an answer");
    assert_eq!(reply(&answer).code(), "AuthFailure.SignatureExpire");
    let logged = loop {
        let line = process.line();
        if !line.starts_with("serving ") {
            break line;
        }
    };
    assert!(
        logged.starts_with("gaap CreateProxyGroup 2018-05-29: AuthFailure.SignatureExpire ("),
        "{logged}"
    );
    assert!(logged.contains("): X-TC-Timestamp is 1700000000, "), "{logged}");

    let mut request = create_proxy_group("{}");
    request.set(
        "Authorization",
        format!("TC3-HMAC-SHA256 Credential={}", "x".repeat(5000)),
    );
    exchange(addr, &request.bytes()).expect("an answer");
    let logged = process.line();
    assert!(
        logged.contains("): Credential is `xxx") && logged.len() < 500,
        "{logged}"
    );

    end_gracefully(&mut process);
}

#[cfg(unix)]
fn end_gracefully(process: &mut Process) {
    let pid = process.child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status().expect("kill");
    assert!(sent.success());
    assert_eq!(process.line(), "stopped");
    assert_eq!(process.child.wait().expect("an end").code(), Some(0));
}

#[cfg(not(unix))]
fn end_gracefully(_: &mut Process) {}

#[test]
fn it_knows_the_credential_it_was_given() {
    let arguments = [
        "--spec",
        SPEC,
        "--listen",
        "127.0.0.1:0",
        "--secret-id",
        "AKIDmine",
        "--secret-key",
        "mine",
    ];
    let mut process = Process::start(&arguments);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let answer = exchange(addr.parse().expect("an address"), &create_proxy_group("{}").bytes()).expect("an answer");
    assert_eq!(reply(&answer).code(), "AuthFailure.SecretIdNotFound");
}

#[test]
fn it_serves_several_folders() {
    let mut process = Process::start(&["--spec", SPEC, "--spec", OTHER_SPEC, "--listen", "127.0.0.1:0"]);
    process.line();
    assert!(process.line().starts_with("serving gaap 2018-05-29: "));
    assert_eq!(process.line(), "serving other 2024-01-31: 1 action");

    let output = output(&["--spec", SPEC, "--spec", SPEC, "--listen", "127.0.0.1:0"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("gaap/v20180529/") && text.contains("both"), "{text}");
}

#[test]
fn help_and_version_are_printed() {
    for flag in ["--help", "-h"] {
        let output = output(&[flag]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("--listen ADDR"), "{text}");
        assert!(text.contains(tc3_emulator::SAMPLE_SECRET_ID) && text.contains(tc3_emulator::SAMPLE_SECRET_KEY));
    }
    let version = output(&["--version"]);
    assert_eq!(
        String::from_utf8_lossy(&version.stdout),
        concat!("tc3-emulator ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn arguments_that_make_no_sense_exit_with_2() {
    let cases: [(&[&str], &str); 7] = [
        (&["--listen", "9443"], "127.0.0.1:9443"),
        (&["--listen"], "--listen"),
        (&["--secret-id", "AKIDmine"], "--secret-key"),
        (&["--secret-key", "mine"], "--secret-id"),
        (&["--secret-id", "AKIDmine", "--secret-key", ""], "--secret-key"),
        (&["--tls"], "--tls"),
        (&["serve"], "serve"),
    ];
    for (arguments, said) in cases {
        let output = output(arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(said) && text.contains("--help"), "{text}");
    }
}

#[test]
fn a_spec_that_is_not_there_exits_with_1() {
    let output = output(&["--spec", "no/such/folder"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("no/such/folder") && text.contains("--spec"), "{text}");
}

#[test]
fn listening_beyond_loopback_is_warned_of() {
    let mut process = command(&["--spec", SPEC, "--listen", "0.0.0.0:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let stderr = process.stderr.take().expect("its errors");
    let warning = BufReader::new(stderr).lines().next().expect("a line").expect("text");
    process.kill().expect("an end");
    process.wait().expect("an end");
    assert!(warning.contains("0.0.0.0") && warning.contains("loopback"), "{warning}");
}
