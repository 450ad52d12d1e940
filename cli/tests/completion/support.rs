//! The command as a process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const TC3: &str = env!("CARGO_BIN_EXE_tc3");

/// The root of the repository, where `spec` is.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A new empty folder.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("completion-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// `tc3` in `folder`, which is its home too, with nothing else of the environment.
pub(crate) fn tc3_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(TC3);
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder);
    command.output().unwrap()
}

/// What is offered for a line whose last word is unfinished: values and descriptions.
pub(crate) fn offered_in(folder: &Path, line: &[&str]) -> Vec<(String, String)> {
    let output = tc3_in(folder, &[&["__complete", "fish"], line].concat());
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{line:?}: {output:?}"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| line.split_once('\t').expect("a tab"));
    lines
        .map(|(value, description)| (value.to_owned(), description.to_owned()))
        .collect()
}

/// The values alone, in the repository.
pub(crate) fn values(line: &[&str]) -> Vec<String> {
    let offered = offered_in(&repository(), line);
    offered.into_iter().map(|(value, _)| value).collect()
}
