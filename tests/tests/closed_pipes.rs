//! The command `tc3-codegen` as a process whose reader goes away, as `head` does.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::pipe;
use std::process::{Command, Stdio};

use tc3_tests::FROZEN_SPEC;

/// What a shell says of a process that SIGPIPE ended.
const BROKEN_PIPE: i32 = 141;

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_as_tc3_codegen"));
    command.args(args).stdin(Stdio::null());
    command
}

#[test]
fn a_reader_that_is_gone_is_no_error() {
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/diagnostics/unused-type/spec");
    let commands: &[&[&str]] = &[
        &["--help"],
        &["--version"],
        &["list", "--help"],
        &["list", "--spec", FROZEN_SPEC],
        &["list", METADATA],
        &["search", "proxy", "--spec", FROZEN_SPEC],
        &["names", METADATA],
        &["check", "--spec", FROZEN_SPEC],
        &["explain", "--all"],
        &["explain", "unknown-type"],
        &["diff", FROZEN_SPEC, other],
        &["history", METADATA, METADATA],
    ];
    for args in commands {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = command(args).stdout(writer).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*err), (Some(BROKEN_PIPE), ""), "{args:?}");
    }
}

#[test]
fn nor_is_one_of_errors() {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/diagnostics/keys/spec");
    let output = command(&["check", "--spec", spec]).stderr(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(BROKEN_PIPE), 0));
}
