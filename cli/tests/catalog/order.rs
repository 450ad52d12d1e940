//! Which catalog wins: the spec, then `TC3_CATALOG`, then the user's, then that in the binary.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{done, empty_folder, run, run_with, unpacked, user_catalog};

const SHOW: [&str; 3] = ["api", "show", "demo"];

/// A home with a user's catalog, which has the service `demo`; returns the bytes too.
fn updated(name: &str) -> (PathBuf, Vec<u8>) {
    let home = empty_folder(name);
    let china = unpacked(&home, "tccli");
    let international = unpacked(&home, "tccli-intl-en");
    done(
        &home,
        &[
            "api",
            "update",
            china.to_str().unwrap(),
            international.to_str().unwrap(),
        ],
    );
    let bytes = fs::read(user_catalog(&home)).unwrap();
    (home, bytes)
}

#[test]
fn the_variable_names_a_catalog_and_none_leaves_the_binary() {
    let (home, bytes) = updated("variable");
    assert_eq!(run(&home, &SHOW).code, 0);
    assert_eq!(run_with(&home, &SHOW, &[("TC3_CATALOG", "none")]).code, 2);
    let moved = home.join("moved");
    fs::rename(user_catalog(&home), &moved).unwrap();
    assert_eq!(run(&home, &SHOW).code, 2);
    assert_eq!(
        run_with(&home, &SHOW, &[("TC3_CATALOG", moved.to_str().unwrap())]).code,
        0
    );
    assert_eq!(fs::read(&moved).unwrap(), bytes);
    let missing = run_with(&home, &SHOW, &[("TC3_CATALOG", "no-such-file")]);
    assert_eq!(missing.code, 3);
    assert!(missing.stderr.contains("no-such-file"), "{}", missing.stderr);
    assert!(missing.stderr.contains("TC3_CATALOG=none"), "{}", missing.stderr);
}

#[test]
fn a_damaged_catalog_is_named_with_the_command_that_mends_it() {
    let (home, bytes) = updated("damaged");
    let path = user_catalog(&home);
    let mut flipped = bytes.clone();
    // In the header, which every command reads.
    flipped[20] ^= 1;
    let mut other = bytes.clone();
    other[7] = 99;
    for (wrong, why) in [
        (&bytes[..bytes.len() / 2], "damaged"),
        (&flipped, "damaged"),
        (&other, "the format of another release"),
        (&b""[..], "damaged"),
    ] {
        fs::write(&path, wrong).unwrap();
        let printed = run(&home, &SHOW);
        assert_eq!(
            (printed.code, printed.stdout.as_str()),
            (3, ""),
            "{why}: {}",
            printed.stderr
        );
        assert!(printed.stderr.contains(path.to_str().unwrap()), "{}", printed.stderr);
        assert!(printed.stderr.contains(why), "{}", printed.stderr);
        assert!(printed.stderr.contains("tc3 api update"), "{}", printed.stderr);
        // As the hint says.
        let without = run_with(&home, &["api", "show", "gaap"], &[("TC3_CATALOG", "none")]);
        assert_eq!(without.code, 0, "{}", without.stderr);
    }
    // And the command mends it.
    let [china, international] = ["tccli", "tccli-intl-en"].map(|name| home.join(format!("unpacked-{name}")));
    done(
        &home,
        &[
            "api",
            "update",
            china.to_str().unwrap(),
            international.to_str().unwrap(),
        ],
    );
    assert_eq!(run(&home, &SHOW).code, 0);
}

#[test]
fn a_block_that_is_damaged_is_named_when_it_is_read() {
    let (home, mut bytes) = updated("block");
    let catalog = user_catalog(&home);
    // Each block begins with these two bytes.
    for at in 0..bytes.len() - 2 {
        if bytes[at..at + 2] == [0x78, 0xda] {
            bytes[at + 2] ^= 1;
        }
    }
    fs::write(&catalog, &bytes).unwrap();
    let printed = run(&home, &["api", "show", "demo", "CreateThing"]);
    assert_eq!(printed.code, 3, "{}", printed.stdout);
    assert!(printed.stderr.contains(catalog.to_str().unwrap()), "{}", printed.stderr);
    assert!(printed.stderr.contains("tc3 api update"), "{}", printed.stderr);
}

#[test]
fn a_spec_wins_and_a_broken_one_says_how_to_go_on() {
    let home = empty_folder("spec");
    let version = home.join("spec/demo/v20200102");
    fs::create_dir_all(&version).unwrap();
    fs::write(version.join("service.json"), "{").unwrap();
    let printed = run(&home, &["api", "show", "gaap"]);
    assert_eq!(printed.code, 2, "{}", printed.stdout);
    assert!(printed.stderr.contains("--spec none"), "{}", printed.stderr);
    assert_eq!(run(&home, &["api", "show", "gaap", "--spec", "none"]).code, 0);
    // A folder spec of another kind is none of tc3's.
    fs::remove_dir_all(home.join("spec")).unwrap();
    fs::create_dir_all(home.join("spec/models")).unwrap();
    assert_eq!(run(&home, &["api", "show", "gaap"]).code, 0);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    assert_eq!(
        run(&home, &["api", "show", "gaap", "--spec", repository.to_str().unwrap()]).code,
        0
    );
    let missing = run(&home, &["api", "show", "gaap", "--spec", "no-such-folder"]);
    assert!(
        missing.code == 2 && missing.stderr.contains("no-such-folder"),
        "{}",
        missing.stderr
    );
}
