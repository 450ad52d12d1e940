//! Help, `tc3 api` and man pages, by running the command.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod diff;
#[cfg(target_os = "linux")]
mod dist;
mod man;
mod pages;
mod search;
mod show_json;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the command printed.
struct Printed {
    code: i32,
    stdout: String,
    stderr: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The command with nothing of this machine's environment, in a folder without a spec.
fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
    command.env_clear().current_dir(env!("CARGO_MANIFEST_DIR"));
    // Neither configuration nor catalogs of the user.
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-home");
    command
        .env("HOME", &nowhere)
        .env("XDG_CONFIG_HOME", &nowhere)
        .env("XDG_DATA_HOME", &nowhere);
    command.args(words);
    command
}

/// Runs the command.
fn run(words: &[&str]) -> Printed {
    let output = command(words).output().unwrap();
    Printed {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the command, which must succeed and print no note.
fn stdout(words: &[&str]) -> String {
    let printed = run(words);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""), "{words:?}");
    printed.stdout
}
