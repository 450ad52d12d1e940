//! Writes and removes files, all or none: if one cannot be written, those that were are restored.

use std::io;
use std::path::Path;

use crate::output::{read_if_exists, reject_links, remove, write_atomically};

/// What becomes of a file: its new text, or `None` if it is removed.
pub(super) type Edit = (String, Option<String>);

/// Carries out `edits` below `root`, in their order. Files that are as they should be are not touched.
///
/// # Errors
/// Returns an error if a file cannot be read, written or removed; then `root` is as it was, and the error says so, or says
/// which file could not be restored.
pub(super) fn write_all(root: &Path, edits: &[Edit]) -> io::Result<usize> {
    reject_links(root, edits.iter().map(|(path, _)| path.as_str()))?;
    let mut before = Vec::new();
    for (path, text) in edits {
        let there = read_if_exists(&root.join(path))?;
        if there != *text {
            before.push((path, there, text));
        }
    }
    for (done, (path, _, text)) in before.iter().enumerate() {
        if let Err(error) = set(&root.join(path), text.as_deref()) {
            for (path, there, _) in before.iter().take(done) {
                if let Err(second) = set(&root.join(path), there.as_deref()) {
                    let why =
                        format!("{error}\n{path} could not be restored: {second}; restore it from version control");
                    return Err(io::Error::new(error.kind(), why));
                }
            }
            let why = format!("{error}\nnothing was released: files that had been written are as they were");
            return Err(io::Error::new(error.kind(), why));
        }
    }
    Ok(before.len())
}

fn set(path: &Path, text: Option<&str>) -> io::Result<()> {
    match text {
        Some(text) => write_atomically(path, text),
        None => match read_if_exists(path)? {
            Some(_) => remove(path),
            None => Ok(()),
        },
    }
}
