//! The questions of `tc3 configure`, on a real terminal: Python's `pty` drives it.

use std::process::Command;

use crate::support::{Home, TC3};

const SECRET: &str = "HiddenKeyOfTheTerminal99";

#[test]
fn a_key_that_is_typed_is_saved_and_not_echoed() {
    let home = Home::new("terminal");
    home.with_config("[profile.default]\nregion = \"ap-kept\"\n");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/config/type.py");
    let answers = [
        "secret_id",
        "AKIDtypedtyped12",
        "secret_key",
        SECRET,
        "region",
        "",
        "output",
        "table",
    ];
    let output = Command::new("python3")
        .arg(script)
        .args(answers)
        .args(["--", TC3, "configure"])
        .env_clear()
        .env("HOME", &home.0)
        .env("PATH", "/usr/bin:/bin:/usr/local/bin")
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: python3 cannot be run, and it drives the terminal");
        return;
    };
    let screen = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(
        screen.contains("region [ap-kept]") && screen.contains("AKIDtyped"),
        "{screen}"
    );
    assert!(!screen.contains(SECRET), "{screen}");
    let text = home.text();
    for line in ["AKIDtypedtyped12", SECRET, "region = \"ap-kept\"", "output = \"table\""] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn without_a_terminal_it_says_which_command_to_use() {
    Home::new("no-terminal")
        .run(&["configure"])
        .fails(2, &["no terminal", "tc3 configure set KEY VALUE"]);
}
