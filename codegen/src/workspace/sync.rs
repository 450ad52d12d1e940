//! Writes a workspace to a folder.
//!
//! Only what differs is written, and files of an earlier run that are no longer part of the workspace are removed;
//! everything else in the folder is left alone. A `Cargo.toml` without the mark of a generated file is somebody else's
//! crate, and the folder is rejected before anything is written.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::generated_files::{is_generated, stale};
use super::inputs::Hash;
use super::stamp::Stamp;
use crate::output::{FileSet, WriteSummary, read_if_exists, with_path, write_atomically};
use crate::source::escaped;

/// Makes `folder` hold `files`, and leaves a stamp of them and of `inputs` if these are known.
///
/// # Errors
/// Returns an error if the folder holds another crate, or if a file or folder cannot be read or written.
pub(crate) fn sync(files: &FileSet, inputs: Option<Hash>, folder: &Path) -> io::Result<WriteSummary> {
    reject_other_crate(folder)?;
    Stamp::remove(folder)?;
    let mut summary = WriteSummary::default();
    for (path, text) in files.iter() {
        let target = folder.join(path);
        if read_if_exists(&target)?.is_some_and(|there| there == text) {
            summary.unchanged += 1;
            continue;
        }
        write_atomically(&target, text)?;
        summary.written.push(path.to_owned());
    }
    let kept: BTreeSet<&str> = files.iter().map(|(path, _)| path).collect();
    for path in stale(folder, &kept)? {
        remove(folder, &path)?;
        summary.removed.push(path);
    }
    if let Some(inputs) = inputs {
        Stamp::new(inputs, files).write(folder)?;
    }
    Ok(summary)
}

fn reject_other_crate(folder: &Path) -> io::Result<()> {
    let manifest = folder.join("Cargo.toml");
    match read_if_exists(&manifest)? {
        Some(text) if !is_generated(&text) => Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "{}: not written by tc3-codegen; name an empty folder, or one of an earlier run",
                escaped(&manifest.to_string_lossy())
            ),
        )),
        _ => Ok(()),
    }
}

/// Removes a file, and the folders that are empty after that.
fn remove(root: &Path, path: &str) -> io::Result<()> {
    let file = root.join(path);
    fs::remove_file(&file).map_err(|error| with_path(&file, &error))?;
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        let place = root.join(folder);
        if fs::read_dir(&place).is_ok_and(|mut left| left.next().is_none()) {
            fs::remove_dir(&place).map_err(|error| with_path(&place, &error))?;
        }
    }
    Ok(())
}
