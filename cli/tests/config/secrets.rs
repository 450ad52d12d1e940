//! A secret key is in `config.toml` and nowhere else.

use std::fs;
use std::path::Path;

use crate::support::{Home, Run};

const SECRET: &str = "Zq7VerySecretValueOfTheKey4321";

fn files_with_secret(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_with_secret(&path, found);
        } else if fs::read(&path)
            .unwrap()
            .windows(SECRET.len())
            .any(|part| part == SECRET.as_bytes())
        {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
}

#[track_caller]
fn shows_nothing(run: &Run) {
    assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "{run:?}");
}

#[test]
fn a_secret_is_shown_by_no_command_and_written_to_no_other_file() {
    let home = Home::new("secret");
    home.run(&[
        "configure",
        "set",
        "secretId",
        "AKIDxxxxxxxxxxxx",
        "region",
        "ap-guangzhou",
    ])
    .succeeds();
    let set = home.run_with_input(&["configure", "set", "secretKey"], &format!("{SECRET}\n"));
    set.succeeds();
    shows_nothing(&set);
    let closed = "http://127.0.0.1:1";
    for arguments in [
        &["configure", "list"][..],
        &["configure", "list", "--output", "json"],
        &["configure", "get", "secretKey"],
        &["whoami", "--offline"],
        &["whoami", "--endpoint", closed, "--retries", "0"],
        &["region", "DescribeProducts", "--dry-run"],
        &["region", "DescribeProducts", "--dry-run=curl"],
        &[
            "region",
            "DescribeProducts",
            "--debug",
            "--endpoint",
            closed,
            "--retries",
            "0",
        ],
    ] {
        let run = home.run(arguments);
        assert!(!(run.stdout.is_empty() && run.stderr.is_empty()), "{arguments:?}");
        shows_nothing(&run);
    }
    let mut found = Vec::new();
    files_with_secret(&home.0, &mut found);
    assert_eq!(found, ["config.toml"]);
}

#[test]
fn a_secret_of_the_command_line_is_refused_and_not_repeated() {
    let home = Home::new("secret-argument");
    for name in ["secretKey", "secret_key", "token"] {
        let run = home.run(&["configure", "set", name, SECRET]);
        run.fails(2, &["not taken from the command line", "configure set"]);
        shows_nothing(&run);
    }
    let hyphen = format!("-{SECRET}");
    let run = home.run(&["configure", "set", "secretKey", &hyphen]);
    run.fails(2, &["not taken from the command line"]);
    shows_nothing(&run);
    assert!(!home.config().exists());
    for input in ["", "\n", "two words\n"] {
        home.run_with_input(&["configure", "set", "secretKey"], input)
            .fails(2, &["empty or has blanks"]);
    }
}

/// The process waits for its input, so its command line can be read meanwhile.
#[cfg(target_os = "linux")]
#[test]
fn the_command_line_of_the_process_has_no_secret() {
    use std::io::Write;
    use std::process::Stdio;

    let home = Home::new("secret-argv");
    let mut command = home.command(&["configure", "set", "secretKey"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(SECRET.as_bytes()).unwrap();
    // Both are empty for the moment in which the program takes its place.
    let [line, environment] = ["cmdline", "environ"].map(|name| {
        loop {
            let bytes = fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
            if !bytes.is_empty() {
                break bytes;
            }
            std::thread::yield_now();
        }
    });
    drop(input);
    assert!(child.wait().unwrap().success());
    for bytes in [line, environment] {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET));
    }
    assert!(home.text().contains(SECRET));
}
