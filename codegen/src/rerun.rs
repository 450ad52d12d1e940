//! What cargo has to watch: the folders, so that a dropped-in file is noticed, and the files in them.

use std::io;
use std::path::{Path, PathBuf};

/// Prints a `rerun-if-changed` line for everything below the spec folder, or for the folder if it is missing.
pub(crate) fn tell_cargo(spec_dir: &Path) -> io::Result<()> {
    watch(spec_dir);
    if !spec_dir.is_dir() {
        return Ok(());
    }
    for path in entries(spec_dir).map_err(|error| naming(spec_dir, &error))? {
        match path.is_dir() {
            true => tell_cargo(&path)?,
            false => watch(&path),
        }
    }
    Ok(())
}

/// A name with a line break would be an instruction of its own to cargo. Its folder is watched all the same.
fn watch(path: &Path) {
    let path = path.display().to_string();
    if !path.contains(['\n', '\r']) {
        println!("cargo:rerun-if-changed={path}");
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
