//! What cargo has to watch: the folders, so that a dropped-in file is noticed, the files in them, and a variable.

use std::io;
use std::path::Path;

use crate::spec::walk;
use crate::timings;

/// Prints a `rerun-if-changed` line for the spec folder and for each folder and file of it that is read, and one for
/// the variable that asks for times.
pub(crate) fn tell_cargo(spec_dir: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-env-changed={}", timings::VARIABLE);
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
