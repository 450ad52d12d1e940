//! What happens on a terminal alone: a question before something is destroyed, and a line of progress.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::list_server::serve;
use crate::support::{Cloud, Run, SPEC};

/// Runs a command line on a terminal that `script` makes, and answers with `input`; `None` if there is no `script`.
fn on_terminal(home: &str, line: &str, input: &str) -> Option<Run> {
    let mut command = Command::new("script");
    command
        .args(["-qec", line, "/dev/null"])
        .env_clear()
        .envs([
            ("HOME", home),
            ("PATH", "/usr/bin:/bin"),
            ("SHELL", "/bin/sh"),
            ("TENCENTCLOUD_SECRET_ID", tc3_emulator::SAMPLE_SECRET_ID),
            ("TENCENTCLOUD_SECRET_KEY", tc3_emulator::SAMPLE_SECRET_KEY),
        ])
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        println!("skipped: there is no `script`");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(Run::of(child.wait_with_output().unwrap()))
}

fn home(name: &str, config: &str) -> String {
    let home = format!("{}/call-{name}", env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(format!("{home}/.config/tc3")).unwrap();
    fs::write(format!("{home}/.config/tc3/config.toml"), config).unwrap();
    home
}

#[test]
fn something_is_destroyed_only_after_a_yes() {
    let home = home("confirm", "[profile.default]\nconfirm = \"destructive\"\n");
    let line = |cloud: &Cloud, more: &str| {
        format!(
            "{} gaap DeleteProxyGroup --GroupId lg-00000000 --spec {SPEC} --endpoint {} --region r {more}",
            env!("CARGO_BIN_EXE_tc3"),
            cloud.emulator.url()
        )
    };
    for (input, options, sent) in [("n\n", "", 0), ("y\n", "", 1), ("", "--yes", 1)] {
        let cloud = Cloud::start();
        let Some(run) = on_terminal(&home, &line(&cloud, options), input) else {
            return;
        };
        assert_eq!(cloud.count("DeleteProxyGroup"), sent, "{input:?} {options}: {run:?}");
        let is_asked = run.stdout.contains("gaap DeleteProxyGroup (r): carry it out? [y/N]");
        assert_eq!(is_asked, options.is_empty(), "{run:?}");
        if sent == 0 {
            assert_eq!(run.status, 130, "{run:?}");
        }
    }
}

#[test]
fn progress_is_shown_and_removed() {
    let home = home("progress", "");
    let url = serve(300);
    let line = |more: &str| {
        format!(
            "{} gaap DescribeProxyGroupList --ProjectId=-1 --all --Limit=100 --spec {SPEC} --endpoint {url} \
             --filter 'length(ProxyGroupList)' {more}",
            env!("CARGO_BIN_EXE_tc3"),
        )
    };
    let Some(run) = on_terminal(&home, &line(""), "") else {
        return;
    };
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        run.stdout.contains("\r\u{1b}[K100 items") && run.stdout.contains("\r\u{1b}[K300"),
        "{run:?}"
    );
    let quiet = on_terminal(&home, &line("--quiet"), "").unwrap();
    assert_eq!(quiet.stdout.trim_end(), "300", "{quiet:?}");
}
