//! The files of the repository, for tests of its texts.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are built, downloaded or data, or that quote on purpose.
const SKIPPED: [&str; 4] = ["target", "node_modules", "tests/cases", "tests/data"];

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The paths of all texts that people write, relative to [`root`], with `/`; neither the data of tests nor what is
/// built.
#[must_use]
pub fn files() -> Vec<String> {
    let mut files = Vec::new();
    collect(&root(), "", &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') || SKIPPED.contains(&name.as_str()) || SKIPPED.contains(&path.as_str()) {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), &format!("{path}/"), files),
            Ok(kind) if kind.is_file() => files.push(path),
            _ => {}
        }
    }
}
