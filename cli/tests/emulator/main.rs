//! `tc3 emulator`: a signed call without an account.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::Value;

/// A folder that is the home and the working folder of what runs in it.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("emulator-{test}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
        command
            .args(words)
            .current_dir(&self.0)
            .env_clear()
            .env("HOME", &self.0);
        command
    }

    fn output(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn start(&self, words: &[&str]) -> Emulator {
        let words = [&["emulator", "--listen", "127.0.0.1:0"], words].concat();
        let mut child = self.command(&words).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Emulator { child, lines }
    }
}

/// The process, until the test ends.
struct Emulator {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Emulator {
    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    fn url(&mut self) -> String {
        let line = self.line();
        line.strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    }

    /// The first line that begins so.
    fn line_that_begins(&mut self, start: &str) -> String {
        loop {
            let line = self.line();
            if line.starts_with(start) {
                return line;
            }
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_newcomer_pastes_the_line_that_is_printed() {
    let home = Home::new("newcomer");
    let mut emulator = home.start(&[]);
    emulator.url();
    let pasted = emulator.line_that_begins("  tc3 ");
    let words: Vec<&str> = pasted.split_whitespace().skip(1).collect();
    let created = json(&home.output(&words));
    let group = created["GroupId"].as_str().unwrap();
    let request_id = created["RequestId"].as_str().unwrap();
    let logged = emulator.line_that_begins("gaap CreateProxyGroup");
    assert!(logged.contains("answered") && logged.contains(request_id), "{logged}");
    // The group is there: the service has state.
    let option = words.iter().find(|word| word.starts_with("--emulator")).unwrap();
    let listed = home.output(&[
        "gaap",
        "DescribeProxyGroupList",
        option,
        "--Offset",
        "0",
        "--Limit",
        "5",
        "--ProjectId",
        "-1",
    ]);
    let listed = json(&listed);
    assert_eq!(listed["TotalCount"], 1, "{listed}");
    assert_eq!(listed["ProxyGroupList"][0]["GroupId"], group);
}

#[test]
fn services_of_the_catalog_are_served_when_they_are_called() {
    let home = Home::new("catalog");
    let mut emulator = home.start(&[]);
    let option = format!("--emulator={}", emulator.url());
    for (service, action) in [
        ("cvm", "DescribeZones"),
        ("cbs", "DescribeDisks"),
        ("vpc", "DescribeVpcs"),
    ] {
        let answered = json(&home.output(&[service, action, &option]));
        assert!(answered["RequestId"].is_string(), "{service}: {answered}");
        emulator.line_that_begins(&format!("{service} {action}"));
    }
}

#[test]
fn its_options_are_the_emulator_s() {
    let home = Home::new("options");
    std::fs::write(
        home.0.join("answers.json"),
        r#"{"cvm.DescribeZones": {"TotalCount": 7, "ZoneSet": []}}"#,
    )
    .unwrap();
    let mut emulator = home.start(&["--answers", "answers.json", "--log", "json"]);
    let first: Value = serde_json::from_str(&emulator.line()).unwrap();
    let option = format!("--emulator={}", first["url"].as_str().unwrap());
    let answered = json(&home.output(&["cvm", "DescribeZones", &option]));
    assert_eq!(answered["TotalCount"], 7);
}

#[test]
fn help_and_mistakes_say_what_to_do() {
    let home = Home::new("help");
    let help = String::from_utf8(home.output(&["emulator", "--help"]).stdout).unwrap();
    for said in [
        "Usage: tc3 emulator [OPTIONS]",
        "--spec DIR",
        "--tls ",
        "--data FILE",
        "--faults FILE",
    ] {
        assert!(help.contains(said), "{said} in {help}");
    }
    for (words, said) in [
        (&["emulator", "--nope"][..], "--nope"),
        (&["emulator", "--spec", "no-such-folder"], "no-such-folder"),
        (&["emulator", "--listen", "here"], "127.0.0.1:9443"),
        (&["emulator", "--answers", "no-such-file"], "no-such-file"),
    ] {
        let output = home.output(words);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {error}");
        assert!(
            error.starts_with("tc3: ") && error.contains(said) && output.stdout.is_empty(),
            "{error}"
        );
    }
}
