//! Writes a workspace to a folder.
//!
//! Only what differs is written, and files of an earlier run that are no longer part of the workspace are removed;
//! everything else in the folder is left alone. A `Cargo.toml` without the mark of a generated file is somebody else's
//! crate, and the folder is rejected before anything is written.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::Workspace;
use super::generated_files::{is_generated, stale};
use super::stamp::Stamp;
use crate::output::{self, FileSet, WriteSummary, read_if_exists, reject_links, with_path, write_atomically};
use crate::source::escaped;

/// Makes `folder` hold the files of `workspace`, and leaves its stamp, if there is one.
///
/// # Errors
/// Returns an error if the folder holds another crate, if a link leads out of it, if a manifest is not TOML, or if a file
/// or folder cannot be read or written.
pub(crate) fn sync(workspace: &Workspace, folder: &Path) -> io::Result<WriteSummary> {
    reject_other_crate(folder)?;
    reject_bad_manifests(&workspace.files)?;
    reject_links(folder, workspace.files.iter().map(|(path, _)| path))?;
    Stamp::remove(folder)?;
    let mut summary = WriteSummary::default();
    for (path, text) in workspace.files.iter() {
        if read_if_exists(&folder.join(path))?.is_some_and(|there| there == text) {
            summary.unchanged += 1;
            continue;
        }
        write_atomically(&folder.join(path), text)?;
        summary.written.push(path.to_owned());
    }
    let stamped = workspace.stamp.as_ref().map(Stamp::paths).unwrap_or_default();
    let written: BTreeSet<&str> = workspace.files.iter().map(|(path, _)| path).collect();
    summary.unchanged += stamped.difference(&written).count();
    let kept = written.union(&stamped).copied().collect();
    for path in stale(folder, &kept)? {
        remove(folder, &path)?;
        summary.removed.push(path);
    }
    if let Some(stamp) = &workspace.stamp {
        stamp.write(folder)?;
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

/// Parses the manifests before they are written: two services whose crates have one name would give a key twice.
fn reject_bad_manifests(files: &FileSet) -> io::Result<()> {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with("Cargo.toml")) {
        text.parse::<toml::Table>()
            .map_err(|error| io::Error::other(format!("{path} would not be TOML: {error}\nnothing was written")))?;
    }
    Ok(())
}

/// Removes a file, and the folders that are empty after that.
fn remove(root: &Path, path: &str) -> io::Result<()> {
    output::remove(&root.join(path))?;
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
