//! Writes and removes files, all or none.
//!
//! All new texts are first written to a folder of their own, so that a full disk is noticed while every file is as it was.
//! Then each is renamed to its place. If one cannot be, those that were are replaced by links to what was there before,
//! which takes no space either. A process that is killed leaves whole files, and a folder that git ignores.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::output::{read_if_exists, reject_links, with_path};

/// What becomes of a file: its new text, or `None` if it is removed.
pub(super) type Edit = (String, Option<String>);

/// The folder of a workspace for files that are not in their place yet. Each process has a folder in it.
const STAGE: &str = ".tc3-codegen.tmp";

/// After this time, no process that is alive can still need its files.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Carries out `edits` below `root`, in their order. Files that are as they should be are not touched.
///
/// # Errors
/// Returns an error if a file cannot be read, written or removed; then `root` is as it was, and the error says so, or says
/// which file could not be restored.
pub(super) fn write_all(root: &Path, edits: &[Edit]) -> io::Result<usize> {
    reject_links(root, edits.iter().map(|(path, _)| path.as_str()))?;
    let mut changes = Vec::new();
    for (path, text) in edits {
        let there = read_if_exists(&root.join(path))?;
        if there != *text {
            changes.push(Change {
                path,
                text: text.as_deref(),
                is_there: there.is_some(),
            });
        }
    }
    let stage = Stage::new(root);
    let written = stage.fill(&changes).and_then(|()| stage.commit(&changes));
    stage.remove();
    written.map(|()| changes.len())
}

/// A file that is to be another.
struct Change<'a> {
    /// Its path from the root.
    path: &'a str,
    text: Option<&'a str>,
    is_there: bool,
}

struct Stage<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl<'a> Stage<'a> {
    fn new(root: &'a Path) -> Self {
        let folder = root.join(STAGE).join(std::process::id().to_string());
        Self { root, folder }
    }

    /// Writes the new texts, and keeps what is there.
    fn fill(&self, changes: &[Change<'_>]) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        reject_links(self.root, [STAGE])?;
        // That of a process of the same number, long gone.
        let _ = fs::remove_dir_all(&self.folder);
        let failed = |error: io::Error| with_path(&self.folder, &error);
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let ignore = self.root.join(STAGE).join(".gitignore");
        fs::write(&ignore, "*\n").map_err(|error| with_path(&ignore, &error))?;
        for (index, change) in changes.iter().enumerate() {
            let place = self.root.join(change.path);
            if change.is_there {
                let before = self.before(index);
                fs::hard_link(&place, &before)
                    .or_else(|_| fs::copy(&place, &before).map(drop))
                    .map_err(|error| with_path(&place, &error))?;
            }
            if let Some(text) = change.text {
                let after = self.after(index);
                fs::write(&after, text).map_err(|error| with_path(&place, &error))?;
                if let Ok(data) = fs::metadata(&place) {
                    let _ = fs::set_permissions(&after, data.permissions()); // some file systems have none
                }
            }
        }
        Ok(())
    }

    /// Moves the files to their places.
    fn commit(&self, changes: &[Change<'_>]) -> io::Result<()> {
        let mut made = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            let place = self.root.join(change.path);
            let set = match change.text {
                Some(_) => make_folders(&place, &mut made).and_then(|()| fs::rename(self.after(index), &place)),
                None => remove_if_there(&place),
            };
            if let Err(error) = set {
                let error = with_path(&place, &error);
                self.restore(changes.get(..index).unwrap_or_default(), &error)?;
                for folder in made.iter().rev() {
                    let _ = fs::remove_dir(folder); // unless somebody else put something there
                }
                let why = format!("{error}; files that had been written are as they were");
                return Err(io::Error::new(error.kind(), why));
            }
        }
        Ok(())
    }

    /// Makes files be as they were, after this error.
    fn restore(&self, done: &[Change<'_>], first: &io::Error) -> io::Result<()> {
        for (index, change) in done.iter().enumerate() {
            let place = self.root.join(change.path);
            let set = if change.is_there {
                fs::rename(self.before(index), &place)
            } else {
                remove_if_there(&place)
            };
            if let Err(error) = set {
                let path = change.path;
                let why = format!("{first}; {path} could not be restored ({error}): restore it from version control");
                return Err(io::Error::new(first.kind(), why));
            }
        }
        Ok(())
    }

    /// Removes the folder, and those that killed processes left.
    fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
        let all = self.root.join(STAGE);
        for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
            let age = entry
                .metadata()
                .and_then(|data| data.modified())
                .map(|time| time.elapsed());
            if matches!(age, Ok(Ok(age)) if age > ABANDONED) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let is_used = fs::read_dir(&all).is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()));
        if !is_used {
            let _ = fs::remove_dir_all(&all);
        }
    }

    fn before(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index}.before"))
    }

    fn after(&self, index: usize) -> PathBuf {
        self.folder.join(format!("{index}.after"))
    }
}

/// Makes the folders around `place`, and adds those that were not there to `made`, outer ones first.
fn make_folders(place: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = place
        .ancestors()
        .skip(1)
        .take_while(|folder| !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => result.map(|()| made.push(folder.to_owned()))?,
        }
    }
    Ok(())
}

/// Removes a file, which another run of the same release may have done.
fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Change, STAGE, Stage, write_all};

    fn folder(test: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../target/tmp/transaction")
            .join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("changed"), "before").unwrap();
        fs::write(folder.join("removed"), "before").unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_as_they_were_if_one_cannot_be_renamed() {
        let root = folder("renamed");
        let changes = [
            ("changed", Some("after"), true),
            ("new/deep/file", Some("after"), false),
            ("removed", None, true),
            ("last", Some("after"), false),
        ];
        let changes = changes.map(|(path, text, is_there)| Change { path, text, is_there });
        let stage = Stage::new(&root);
        stage.fill(&changes).unwrap();
        // Something is in the way since the files were looked at.
        fs::create_dir_all(root.join("last/file")).unwrap();
        let error = stage.commit(&changes).unwrap_err().to_string();
        stage.remove();
        assert!(
            error.contains("files that had been written are as they were"),
            "{error}"
        );
        assert_eq!(names(&root), ["changed", "last", "removed"]);
        assert_eq!(fs::read_to_string(root.join("changed")).unwrap(), "before");
        assert_eq!(fs::read_to_string(root.join("removed")).unwrap(), "before");
    }

    #[test]
    fn nothing_is_touched_unless_all_texts_could_be_written() {
        let root = folder("staged");
        fs::write(root.join(STAGE), "in the way").unwrap();
        let edits = [("changed".to_owned(), Some("after".to_owned()))];
        assert!(write_all(&root, &edits).is_err());
        assert_eq!(fs::read_to_string(root.join("changed")).unwrap(), "before");
        fs::remove_file(root.join(STAGE)).unwrap();
        assert_eq!(write_all(&root, &edits).unwrap(), 1);
        assert_eq!(names(&root), ["changed", "removed"]);
        assert_eq!(fs::read_to_string(root.join("changed")).unwrap(), "after");
    }
}
