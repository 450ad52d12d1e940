//! `credential_process`: a key from a program.
#![cfg(unix)]

use std::fs;

use crate::support::Home;

/// A home whose profile runs the lines of a shell script.
fn home(name: &str, script: &str, more: &str) -> Home {
    let home = Home::new(name);
    home.write("key.sh", script);
    let script = home.0.join("key.sh");
    home.with_config(&format!(
        "[profile.default]\ncredential_process = [\"sh\", {:?}, \"prod key\"]\n{more}",
        script.display().to_string()
    ));
    home
}

#[test]
fn the_key_is_that_of_the_program_which_gets_its_arguments_without_a_shell() {
    let script = r#"echo "{\"SecretId\": \"AKID-$#-${1##* }-last\", \"SecretKey\": \"k\", \"Token\": \"t\",
        \"Expiration\": \"2099-01-01T00:00:00Z\"}""#;
    let home = home(
        "process",
        &script
            .replace("-$#-${1##* }-last", "1234$#$1")
            .replace("$1", "${1%% *}"),
        "",
    );
    let said = home.whoami(&[], &[]);
    assert!(said["secretId"].as_str().unwrap().ends_with("prod"), "{said}");
    assert!(
        said["credentials"].as_str().unwrap().contains("credential_process"),
        "{said}"
    );
}

#[test]
fn what_went_wrong_is_said_and_what_it_printed_is_not() {
    let cases = [
        (
            "echo vault is locked >&2; exit 7",
            &["exit status: 7", "vault is locked"][..],
        ),
        ("echo '{\"SecretId\": \"VerySecret'", &["not JSON"]),
        ("echo '{\"SecretId\": \"VerySecret\"}'", &["must print", "SecretKey"]),
        (
            "echo '{\"SecretId\": \"VerySecret\", \"SecretKey\": \"k\", \"Expiration\": \"soon\"}'",
            &["Expiration"],
        ),
    ];
    for (script, parts) in cases {
        let run = home("process-wrong", script, "").run(&["whoami", "--offline"]);
        run.fails(3, parts);
        assert!(!run.stderr.contains("VerySecret"), "{run:?}");
    }
    let home = Home::new("process-absent");
    home.with_config("[profile.default]\ncredential_process = [\"no-such-program\"]\n");
    home.run(&["whoami", "--offline"])
        .fails(3, &["`no-such-program` cannot be run"]);
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let home = home(
        "process-hangs",
        "exec sleep 1000",
        "credential_process_timeout = \"1s\"\n",
    );
    home.run(&["whoami", "--offline"])
        .fails(3, &["longer than 1 s", "credential_process_timeout"]);
}

#[test]
fn a_program_that_left_a_child_with_its_output_does_not_hang_the_command() {
    let script = "sleep 30 & echo '{}'";
    let home = home("process-child", script, "credential_process_timeout = \"1s\"\n");
    home.run(&["whoami", "--offline"]).fails(3, &["left its output open"]);
}

#[test]
fn a_command_runs_the_program_once() {
    let script = "echo run >> \"$HOME/runs\"; echo '{\"SecretId\": \"AKIDx\", \"SecretKey\": \"k\"}'";
    let home = home("process-once", script, "");
    home.run(&["whoami", "--offline"]).succeeds();
    assert_eq!(fs::read_to_string(home.0.join("runs")).unwrap(), "run\n");
}
