//! The files of the repository, as tests that look at all of them see it.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it for tests");
    Path::new(&package).join("..").canonicalize().unwrap()
}

/// Every text file below `folder` that `is_wanted` accepts, by its path from the root with `/`, sorted. Build output,
/// the repository's own data and hidden folders other than `.ci` and `.github` are left out.
pub(crate) fn texts(folder: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                let is_hidden = name.starts_with('.') && ![".ci", ".github"].contains(&name);
                if !is_hidden && !["target", "work", "node_modules"].contains(&name) {
                    open.push(path);
                }
                continue;
            }
            let shown = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            if is_wanted(&shown) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((shown, text));
            }
        }
    }
    found.sort();
    found
}

/// Whether the file name of `path` has the extension `extension`.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}
