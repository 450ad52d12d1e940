//! `tc3 api update`.

use std::fs;
use std::process::{Command, Stdio};

use crate::{done, empty_folder, run, unpacked, user_catalog};

#[test]
fn without_wheels_it_prints_the_commands() {
    let home = empty_folder("instructions");
    let printed = done(&home, &["api", "update"]);
    // The first command is the one that is enough.
    let (downloads, pip) = printed.split_once("  tc3 api update --download\n").unwrap();
    assert!(!downloads.contains("pip ") && pip.contains("pip download"), "{printed}");
    assert!(printed.contains("  pip download --no-deps tccli==3."), "{printed}");
    assert!(printed.contains(" tccli-intl-en==3."), "{printed}");
    assert!(
        printed.contains("  tc3 api update tccli-*.whl tccli_intl_en-*.whl\n"),
        "{printed}"
    );
    assert!(!user_catalog(&home).exists());
}

#[test]
fn a_terminal_is_asked_whether_to_download() {
    let home = empty_folder("asked");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/explorer/answer.py");
    for (answer, expected, unexpected) in [
        ("y", "pypi.org/pypi/tccli/json: ", "Nothing was updated"),
        ("n", "Nothing was updated", "pypi.org/pypi"),
        ("", "Nothing was updated", "pypi.org/pypi"),
    ] {
        let driver = Command::new("python3")
            .args([script, answer, env!("CARGO_BIN_EXE_tc3"), "api", "update"])
            .env_clear()
            .env("HOME", &home)
            .env("PATH", "/usr/bin:/bin:/usr/local/bin")
            // Nothing is there: the download fails before it leaves this machine.
            .env("HTTPS_PROXY", "http://127.0.0.1:1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut driver) = driver else {
            eprintln!("skipped: python3 cannot be run, and it drives the terminal");
            return;
        };
        // Its end would end the command.
        let input = driver.stdin.take();
        let printed = driver.wait_with_output().unwrap();
        drop(input);
        let screen = String::from_utf8_lossy(&printed.stdout);
        assert_eq!(screen.matches("[y/N]").count(), 1, "{screen}");
        assert!(screen.contains(expected) && !screen.contains(unexpected), "{screen}");
        assert!(!user_catalog(&home).exists());
    }
}

#[test]
fn the_descriptions_of_both_wheels_are_found_afterwards() {
    let home = empty_folder("both");
    let (china, international) = (unpacked(&home, "tccli"), unpacked(&home, "tccli-intl-en"));
    let before = run(&home, &["api", "show", "demo"]);
    assert_eq!(before.code, 2, "{}", before.stdout);
    let words = [
        "api",
        "update",
        china.to_str().unwrap(),
        international.to_str().unwrap(),
    ];
    let printed = done(&home, &words);
    assert!(printed.contains("tccli 9.8.7\ntccli-intl-en 9.8.7\n"), "{printed}");
    let shown = done(&home, &["api", "show", "demo"]);
    assert!(shown.contains("demo"), "{shown}");
    // What the catalog in the binary has is still there, with this project's words.
    assert!(done(&home, &["api", "show", "gaap", "CreateProxyGroup"]).contains("CreateProxyGroup"));
    let license = fs::read_to_string(user_catalog(&home).with_extension("LICENSE")).unwrap();
    assert_eq!(license, "License of tccli\n\nLicense of tccli-intl-en\n");
    let left: Vec<_> = fs::read_dir(user_catalog(&home).parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// With one wheel, nothing of the other site is lost: neither what is in the binary nor what was there before.
#[test]
fn one_wheel_keeps_the_other_site() {
    let home = empty_folder("one");
    let china = unpacked(&home, "tccli");
    let first = run(&home, &["api", "update", china.to_str().unwrap()]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(
        first
            .stderr
            .contains("no descriptions of the other site: tccli-intl-en"),
        "{}",
        first.stderr
    );
    assert!(
        first.stdout.contains("\ntccli 9.8.7\ntccli-intl-en 3."),
        "{}",
        first.stdout
    );
    // An action that only the international site has.
    let services = done(&home, &["api", "show", "--site", "intl", "cvm"]);
    assert!(services.contains("RunInstances"), "{services}");

    let international = unpacked(&home, "tccli-intl-en");
    let second = done(&home, &["api", "update", international.to_str().unwrap()]);
    assert!(second.contains("\ntccli 9.8.7\ntccli-intl-en 9.8.7\n"), "{second}");
    assert!(done(&home, &["api", "show", "demo"]).contains("demo"));
}

#[test]
fn what_is_no_wheel_leaves_the_old_catalog() {
    let home = empty_folder("wrong");
    let china = unpacked(&home, "tccli");
    let international = unpacked(&home, "tccli-intl-en");
    let wheel = china.to_str().unwrap();
    done(&home, &["api", "update", wheel, international.to_str().unwrap()]);
    let old = fs::read(user_catalog(&home)).unwrap();

    fs::write(home.join("some.whl"), "no zip").unwrap();
    fs::create_dir(home.join("empty")).unwrap();
    for (words, expected) in [
        (vec!["some.whl"], "not a whole zip archive"),
        (vec!["empty"], "no metadata in it"),
        (vec!["missing.whl"], "missing.whl: "),
        (vec![wheel, wheel], "are of the same site"),
        (vec![wheel, "some.whl"], "not a whole zip archive"),
    ] {
        let printed = run(&home, &[&["api", "update"], &words[..]].concat());
        assert_eq!((printed.code, printed.stdout.as_str()), (2, ""), "{words:?}");
        assert!(printed.stderr.contains(expected), "{words:?}: {}", printed.stderr);
        assert_eq!(fs::read(user_catalog(&home)).unwrap(), old);
    }

    // Metadata that turns out to be damaged in the middle of the work.
    fs::write(china.join("tccli/services/demo/v20190203/api.json"), "{").unwrap();
    let printed = run(&home, &["api", "update", wheel]);
    assert_eq!(printed.code, 2, "{}", printed.stderr);
    assert!(printed.stderr.contains("demo/v20190203/api.json"), "{}", printed.stderr);
    assert_eq!(fs::read(user_catalog(&home)).unwrap(), old);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let home = empty_folder("unwritable");
    let china = unpacked(&home, "tccli");
    fs::create_dir_all(home.join(".local")).unwrap();
    fs::write(home.join(".local/share"), "a file in place of the folder").unwrap();
    let printed = run(&home, &["api", "update", china.to_str().unwrap()]);
    assert_eq!(printed.code, 3, "{}", printed.stderr);
    assert!(printed.stderr.contains("share/tc3/catalog"), "{}", printed.stderr);
}
