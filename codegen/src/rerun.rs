//! What cargo has to watch: the folders, so that a dropped-in file is noticed, and the files in them.

use std::io;
use std::path::Path;

/// Prints a `rerun-if-changed` line for everything below the spec folder, or for the folder if it is missing.
pub(crate) fn tell_cargo(spec_dir: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", spec_dir.display());
    if !spec_dir.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(spec_dir)? {
        let path = entry?.path();
        match path.is_dir() {
            true => tell_cargo(&path)?,
            false => println!("cargo:rerun-if-changed={}", path.display()),
        }
    }
    Ok(())
}
