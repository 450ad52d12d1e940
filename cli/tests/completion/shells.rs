//! Lines that are typed into real shells, on a pseudoterminal.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{TC3, empty_folder, repository, tc3_in};

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn drive(shell: &str) {
    for program in ["python3", shell] {
        if !is_there(program) {
            println!("skipped: {program} is not installed (apt-get install {program})");
            return;
        }
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/completion/drive.py");
    let folder = Path::new(TC3).parent().unwrap();
    let output = Command::new("python3")
        .args([Path::new(script), Path::new(shell), folder, &repository().join("spec")])
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn bash_completes_what_is_typed() {
    drive("bash");
}

#[test]
fn zsh_completes_what_is_typed() {
    drive("zsh");
}

#[test]
fn fish_completes_what_is_typed() {
    drive("fish");
}

#[test]
fn each_shell_has_a_short_script() {
    let folder = empty_folder("scripts");
    for (shell, registers) in [
        ("bash", "complete -o nospace -F _tc3_complete tc3"),
        ("zsh", "#compdef tc3"),
        ("fish", "complete -c tc3"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName tc3"),
    ] {
        let output = tc3_in(&folder, &["completion", shell]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{shell}");
        assert!(text.contains(registers) && text.contains("__complete"), "{text}");
        assert!(text.lines().count() <= 20, "{text}");
    }
    let output = tc3_in(&folder, &["completion", "tcsh"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("bash, zsh, fish, powershell"), "{error}");
}
