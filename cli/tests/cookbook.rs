//! The scripts of the cookbook (`examples/scripts`) do what they say, in bash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/scripts");

/// What this machine lacks for the scripts; `None` if nothing.
fn lacks() -> Option<String> {
    if cfg!(windows) {
        return Some("the scripts are for bash, not for Windows".to_owned());
    }
    let tries = [
        ("bash 4.4", ["bash", "-c", "shopt -s inherit_errexit"]),
        ("curl", ["curl", "--silent", "--version"]),
        ("jq", ["jq", "--null-input", "1"]),
    ];
    let missing = tries.iter().find(|(_, words)| {
        let ran = Command::new(words[0])
            .args(&words[1..])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        !ran.is_ok_and(|status| status.success())
    });
    missing.map(|(name, _)| format!("{name} is not installed"))
}

/// Runs `emulator_in_ci.sh` with the words, in a folder that is its home; `None` if this machine cannot.
fn emulator_in_ci(test: &str, words: &[&str]) -> Option<Output> {
    let binaries = Path::new(env!("CARGO_BIN_EXE_tc3")).parent().unwrap();
    run_with(binaries, test, words)
}

/// Does the same with `tc3` from the folder `binaries`.
fn run_with(binaries: &Path, test: &str, words: &[&str]) -> Option<Output> {
    if let Some(reason) = lacks() {
        // Unlike what a test prints, this is shown although the test passes.
        let line = format!("skipped: {test}: {reason}\n");
        io::stderr().write_all(line.as_bytes()).unwrap();
        return None;
    }
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cookbook-{test}"));
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(binaries.to_path_buf()).chain(std::env::split_paths(&path));
    let ran = Command::new(format!("{SCRIPTS}/emulator_in_ci.sh"))
        .args(words)
        .current_dir(&home)
        .env_clear()
        .env("HOME", &home)
        .env("TMPDIR", &home)
        .env("PATH", std::env::join_paths(path).unwrap())
        .output()
        .unwrap();
    // Neither the pipe nor the log is left behind.
    let left: Vec<_> = std::fs::read_dir(&home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with("tmp."))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    Some(ran)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// How many lines of the emulator's log begin with `start`.
fn count(log: &str, start: &str) -> usize {
    log.lines().filter(|line| line.starts_with(start)).count()
}

#[test]
fn the_script_of_the_command_line_creates_once_and_tells_failures_apart() {
    let script = format!("{SCRIPTS}/command_line.sh");
    let Some(ran) = emulator_in_ci("command-line", &[&script]) else {
        return;
    };
    let (out, log) = (text(&ran.stdout), text(&ran.stderr));
    assert!(ran.status.success(), "{out}\n{log}");
    let group = out.lines().next().unwrap().strip_prefix("group      ").unwrap();
    assert!(group.starts_with("lg-"), "{out}");
    let expected = [
        format!("group      {group}"),
        "state      0".to_owned(),
        "listed     GroupId GroupName".to_owned(),
        format!("listed     {group} cookbook"),
        "refused    1 ResourceNotFound".to_owned(),
        "misspelled 2".to_owned(),
        "in vain    8".to_owned(),
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), expected, "{log}");
    // The answer was lost, the group was found, and there is one.
    assert!(log.contains(&format!("no answer, so looked for: {group}")), "{log}");
    assert_eq!(count(log, "gaap CreateProxyGroup "), 1, "{log}");
}

#[test]
fn the_script_of_ci_exits_as_its_command_does_and_shows_what_was_received() {
    let call = r#"tc3 gaap DescribeDestRegions --emulator="$EMULATOR_URL" --filter TotalCount; exit 3"#;
    let Some(ran) = emulator_in_ci("exit", &["bash", "-c", call]) else {
        return;
    };
    let (out, log) = (text(&ran.stdout), text(&ran.stderr));
    assert_eq!(ran.status.code(), Some(3), "{log}");
    assert_eq!(out.lines().count(), 1, "{out}");
    assert_eq!(count(log, "gaap DescribeDestRegions "), 1, "{log}");
}

#[test]
fn the_script_of_ci_says_how_it_is_used() {
    let Some(ran) = emulator_in_ci("usage", &[]) else {
        return;
    };
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).starts_with("usage: "), "{ran:?}");
}

/// A `tc3` that fails at once, such as one that is too old for the options.
#[cfg(unix)]
#[test]
fn the_script_of_ci_does_not_wait_for_an_emulator_that_has_ended() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cookbook-broken-bin");
    std::fs::create_dir_all(&folder).unwrap();
    let broken = folder.join("tc3");
    std::fs::write(&broken, "#!/bin/sh\nexit 2\n").unwrap();
    std::fs::set_permissions(&broken, std::fs::Permissions::from_mode(0o755)).unwrap();
    let Some(ran) = run_with(&folder, "broken", &["echo", "never"]) else {
        return;
    };
    assert_eq!(ran.status.code(), Some(1));
    assert_eq!(text(&ran.stdout), "");
    assert!(text(&ran.stderr).contains("the emulator has not started"), "{ran:?}");
}
