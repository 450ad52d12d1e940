//! Runs `tc3` in a clean environment, and reads the body that it would send.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::value::RawValue;

/// The spec of a service with parameters of every kind.
pub(crate) const PROBE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/probe-spec");
/// The spec of the services that are committed.
pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn run<A: AsRef<str>>(arguments: &[A]) -> Run {
    run_with(arguments, "")
}

/// Runs the command with an empty home folder and this standard input.
pub(crate) fn run_with<A: AsRef<str>>(arguments: &[A], stdin: &str) -> Run {
    run_in(env!("CARGO_TARGET_TMPDIR"), arguments, stdin)
}

/// Runs the command in this folder, which is its home too.
pub(crate) fn run_in<A: AsRef<str>>(home: &str, arguments: &[A], stdin: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tc3"))
        .args(arguments.iter().map(AsRef::as_ref))
        .env_clear()
        .envs([
            ("HOME", home),
            ("TENCENTCLOUD_SECRET_ID", "AKIDexample"),
            ("TENCENTCLOUD_SECRET_KEY", "example"),
        ])
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read it closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The words of a call of `probe` that shows what would be sent.
fn dry_run<A: AsRef<str>>(spec: &str, service: &str, action: &str, parameters: &[A]) -> Vec<String> {
    let mut words: Vec<String> = [service, action].map(str::to_owned).to_vec();
    words.extend(parameters.iter().map(|word| word.as_ref().to_owned()));
    let options = ["--spec", spec, "--region", "ap-guangzhou", "--dry-run=json"];
    words.extend(options.map(str::to_owned));
    words
}

/// The body of a call, without blanks between its tokens.
pub(crate) fn body_of<A: AsRef<str>>(spec: &str, service: &str, action: &str, parameters: &[A], stdin: &str) -> String {
    let words = dry_run(spec, service, action, parameters);
    let run = run_with(&words, stdin);
    assert_eq!(run.status, 0, "{words:?}\n{}", run.stderr);
    let request: HashMap<String, Box<RawValue>> = serde_json::from_str(&run.stdout).unwrap();
    compact(request.get("body").unwrap().get())
}

/// The body of a call of `probe PutThing`, which needs a `Name`.
pub(crate) fn body<A: AsRef<str>>(parameters: &[A]) -> String {
    body_of(PROBE, "probe", "PutThing", parameters, "")
}

/// What a call of `probe PutThing` is refused for, a line each without the name of the program.
pub(crate) fn refusal<A: AsRef<str>>(parameters: &[A]) -> Vec<String> {
    refusal_with(parameters, "")
}

pub(crate) fn refusal_with<A: AsRef<str>>(parameters: &[A], stdin: &str) -> Vec<String> {
    let run = run_with(&dry_run(PROBE, "probe", "PutThing", parameters), stdin);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    run.stderr
        .lines()
        .map(|line| line.strip_prefix("tc3: ").unwrap_or(line).to_owned())
        .collect()
}

/// JSON without blanks between its tokens.
pub(crate) fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut is_escaped = false;
    let keep = |letter: &char| {
        let is_kept = in_string || !letter.is_ascii_whitespace();
        if *letter == '"' && !is_escaped {
            in_string = !in_string;
        }
        is_escaped = *letter == '\\' && !is_escaped;
        is_kept
    };
    json.chars().filter(keep).collect()
}

/// Writes a file of its own, and returns its path.
pub(crate) fn file(content: impl AsRef<[u8]>) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!(
        "arguments-{}-{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}
