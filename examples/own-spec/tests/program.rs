//! The program does what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::Command;

#[test]
fn it_calls_an_action_of_its_own_spec() {
    let ran = Command::new(env!("CARGO_BIN_EXE_tc3-examples-own-spec"))
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{out}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(out.contains(r#""Content":"And which of them is cheaper?""#), "{out}");
    // The example of the spec is what the emulator answers.
    assert!(
        out.contains("\nrewritten   How far is the data center in Guangzhou?\n"),
        "{out}"
    );
}
