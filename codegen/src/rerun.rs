//! What cargo has to watch: the folders, so that a dropped-in file is noticed, and the files in them.

use std::io;
use std::path::Path;

use crate::spec::walk;

/// Prints a `rerun-if-changed` line for the spec folder and for each folder and file of it that is read.
pub(crate) fn tell_cargo(spec_dir: &Path) -> io::Result<()> {
    watch(spec_dir);
    if spec_dir.is_dir() {
        walk(spec_dir)?.iter().for_each(|found| watch(&found.path));
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
