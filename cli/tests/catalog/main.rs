//! The catalogs of the command: `tc3 api update`, and which catalog wins.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod download;
mod order;
mod update;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Printed {
    code: i32,
    stdout: String,
    stderr: String,
}

/// A new empty folder.
fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("catalog-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command in `home`, which is its home too, with nothing else of the environment but `variables`.
fn run_with(home: &Path, words: &[&str], variables: &[(&str, &str)]) -> Printed {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
    command.args(words).current_dir(home).env_clear().env("HOME", home);
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    Printed {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(home: &Path, words: &[&str]) -> Printed {
    run_with(home, words, &[])
}

/// Runs the command, which must succeed.
fn done(home: &Path, words: &[&str]) -> String {
    let printed = run(home, words);
    assert_eq!(printed.code, 0, "{words:?}: {}", printed.stderr);
    printed.stdout
}

fn user_catalog(home: &Path) -> PathBuf {
    home.join(".local/share/tc3/catalog")
}

/// The metadata of the tests as pip unpacks it, under the name of a package. Returns the folder.
fn unpacked(home: &Path, package: &str) -> PathBuf {
    let folder = home.join(format!("unpacked-{package}"));
    let metadata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/metadata");
    copy(&metadata, &folder);
    let about = folder.join(format!("{}-9.8.7.dist-info", package.replace('-', "_")));
    fs::create_dir_all(about.join("licenses")).unwrap();
    fs::write(
        about.join("METADATA"),
        format!("Metadata-Version: 2.4\nName: {package}\nVersion: 9.8.7\n\n"),
    )
    .unwrap();
    fs::write(about.join("licenses/LICENSE"), format!("License of {package}\n")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}
