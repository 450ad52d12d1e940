//! The program does what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::Command;

#[test]
fn it_calls_an_action_of_the_metadata() {
    let ran = Command::new(env!("CARGO_BIN_EXE_tc3-examples-from-wheel"))
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{out}{}", String::from_utf8_lossy(&ran.stderr));
    let zones = out.lines().next().unwrap();
    assert!(zones.starts_with("zones       "), "{out}");
    assert!(out.lines().any(|line| line.starts_with("zone        ")), "{out}");
}
