//! Lists the files of the spec, so that `lib.rs` embeds a file as soon as it is in its folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The name of the file of a service version that has the rules of its state.
const RULES: &str = "emulator.json";

fn main() -> io::Result<()> {
    let variable = |name: &str| env::var_os(name).ok_or_else(|| io::Error::other(format!("{name} is not set")));
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?).join("files.rs");

    println!("cargo:rerun-if-changed=.");
    let mut paths = Vec::new();
    for service in folders(&root)? {
        for version in folders(&root.join(&service))? {
            if version.starts_with('v') {
                collect(&root, &format!("{service}/{version}"), &mut paths)?;
            }
        }
    }
    paths.sort();

    let rules = paths.iter().filter(|path| path.rsplit('/').next() == Some(RULES));
    let code = format!("{}{}", list("FILES", paths.iter()), list("RULES", rules));
    fs::write(out, code)
}

/// The names of the folders in `folder`.
fn folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.extend(entry.file_name().into_string());
        }
    }
    Ok(names)
}

/// Adds the paths of the files below `folder`, relative to `root`.
fn collect(root: &Path, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            collect(root, &path, paths)?;
        } else if path.ends_with(".json") {
            paths.push(path);
        }
    }
    Ok(())
}

/// The static of these files.
fn list<'a>(name: &str, paths: impl Iterator<Item = &'a String>) -> String {
    let mut code = format!("static {name}: &[File] = &[\n");
    for path in paths {
        let at_root = format!("/{path}");
        // Writing to a string does not fail.
        let _ = writeln!(
            code,
            "    File {{ path: {path:?}, text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {at_root:?})) }},"
        );
    }
    code.push_str("];\n");
    code
}
