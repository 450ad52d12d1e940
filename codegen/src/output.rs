//! The generator's output: a set of files, and how it is compared with a folder and written to it.
//!
//! Only files that differ are written, so that a build that changes nothing touches nothing, and each by a temporary
//! file that is renamed, so that no reader finds half of one. Generated files of an earlier run are removed; they are
//! known by their place and their first line, and nothing else in the folder is touched.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::format::is_generated;
use crate::source::escaped;

/// The name of the generated file that declares the modules of all services. It marks a folder as generated.
///
/// ```text
/// // src/lib.rs
/// include!(concat!(env!("OUT_DIR"), "/services.rs"));
/// ```
pub const SERVICES_FILE: &str = "services.rs";

/// A set of generated files by path. Paths are relative, with `/` as the separator.
///
/// ```no_run
/// let files = tc3_codegen::Builder::new().out_dir("src/cloud").compile()?;
/// for (path, text) in files.iter() {
///     println!("{path}: {} bytes", text.len());
/// }
/// # Ok::<(), tc3_codegen::GenerateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

/// A summary of what [`FileSet::write`] did.
///
/// ```
/// let summary = tc3_codegen::WriteSummary::default();
/// assert!(summary.written.is_empty() && summary.removed.is_empty());
/// assert_eq!(summary.unchanged, 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// The files that are new or have changed.
    pub written: Vec<String>,
    /// The generated files of an earlier run that are no longer part of the output.
    pub removed: Vec<String>,
    /// How many files were up to date; they were not touched.
    pub unchanged: usize,
}

/// A file of a folder that differs from the generator's output; see [`FileSet::outdated`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutdatedFile {
    /// The path of the file, relative to the folder.
    pub path: String,
    /// How it differs.
    pub kind: OutdatedKind,
}

/// How a file differs from the generator's output.
///
/// ```
/// use tc3_codegen::OutdatedKind;
///
/// let text = |kind| match kind {
///     OutdatedKind::Changed(line) => format!("differs from line {line}"),
///     OutdatedKind::Missing => "does not exist".to_owned(),
///     OutdatedKind::Stale => "is no longer generated".to_owned(),
/// };
/// assert_eq!(text(OutdatedKind::Changed(3)), "differs from line 3");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutdatedKind {
    /// Its text differs; the number is the first line that does, counted from 1.
    Changed(usize),
    /// It does not exist.
    Missing,
    /// It was generated earlier and is no longer part of the output.
    Stale,
}

impl FileSet {
    pub(crate) fn insert(&mut self, path: impl Into<String>, text: String) {
        self.files.insert(path.into(), text);
    }

    #[cfg(feature = "cli")]
    pub(crate) fn into_files(self) -> impl Iterator<Item = (String, String)> {
        self.files.into_iter()
    }

    /// Returns the paths and texts, in the order of the paths.
    ///
    /// ```
    /// assert_eq!(tc3_codegen::FileSet::default().iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of the file at `path`.
    ///
    /// ```no_run
    /// use tc3_codegen::{Builder, SERVICES_FILE};
    ///
    /// let files = Builder::new().out_dir("src/cloud").compile()?;
    /// assert!(files.get(SERVICES_FILE).is_some());
    /// # Ok::<(), tc3_codegen::GenerateError>(())
    /// ```
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Writes the files that differ from those in `folder`, and removes generated files that are no longer part of the
    /// output. Everything else in `folder` is left alone. Each file is written to a temporary one and renamed.
    ///
    /// ```no_run
    /// use std::path::Path;
    /// use tc3_codegen::spec::SourceSet;
    /// use tc3_codegen::{Builder, generate, load};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let spec = load(&SourceSet::read_dir(Path::new("spec"))?)?;
    /// let files = generate(&spec, Builder::new().options())?;
    /// let summary = files.write(Path::new("src/cloud"))?;
    /// println!("{} files written", summary.written.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the folder or file that could not be read or written.
    pub fn write(&self, folder: &Path) -> io::Result<WriteSummary> {
        let mut summary = WriteSummary::default();
        let outdated = self.outdated(folder)?;
        reject_links(folder, outdated.iter().map(|file| file.path.as_str()))?;
        for file in outdated {
            match self.get(&file.path) {
                Some(text) => {
                    write_atomically(&folder.join(&file.path), text)?;
                    summary.written.push(file.path);
                }
                None => {
                    remove(&folder.join(&file.path))?;
                    summary.removed.push(file.path);
                }
            }
        }
        summary.unchanged = self.files.len() - summary.written.len();
        Ok(summary)
    }

    /// Returns the files of `folder` that differ from these, without writing anything.
    ///
    /// ```no_run
    /// use std::path::Path;
    /// # fn check(files: &tc3_codegen::FileSet) -> std::io::Result<()> {
    /// for file in files.outdated(Path::new("src/cloud"))? {
    ///     println!("{}: {:?}", file.path, file.kind);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the folder or file that could not be read.
    pub fn outdated(&self, folder: &Path) -> io::Result<Vec<OutdatedFile>> {
        let mut outdated = Vec::new();
        for (path, text) in self.iter() {
            let kind = match read_if_exists(&folder.join(path))? {
                None => OutdatedKind::Missing,
                Some(there) if there == text => continue,
                Some(there) => OutdatedKind::Changed(first_difference(&there, text)),
            };
            let path = path.to_owned();
            outdated.push(OutdatedFile { path, kind });
        }
        let mut stale = generated_files(folder)?;
        stale.retain(|path| !self.files.contains_key(path));
        outdated.extend(stale.into_iter().map(|path| OutdatedFile {
            path,
            kind: OutdatedKind::Stale,
        }));
        Ok(outdated)
    }
}

/// Rejects paths below `root` that lead through a symbolic link, or are one: whatever it leads to is somebody else's. All
/// are checked before the first file is written or removed. `root` itself may be a link, since the user named it.
pub(crate) fn reject_links<'a>(root: &Path, paths: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
    let mut seen = HashSet::new();
    for path in paths {
        let mut at = root.to_owned();
        for part in path.split('/') {
            at.push(part);
            if seen.insert(at.clone()) && is_link(&at) {
                let why = "a symbolic link; files are written and removed only inside of the folder that was named: remove \
                           the link, or name the folder that it leads to";
                return Err(io::Error::other(format!("{}: {why}", escaped(&at.to_string_lossy()))));
            }
        }
    }
    Ok(())
}

/// Removes a file; an error names it.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path).map_err(|error| with_path(path, &error))
}

/// Whether `path` is a symbolic link, wherever it leads.
pub(crate) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink())
}

/// Writes `text` to a temporary file next to `path` and renames it, so that no reader finds half of it. An error names
/// `path`.
pub(crate) fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| with_path(path, &error))?;
    let mut temporary: PathBuf = path.to_owned();
    temporary
        .as_mut_os_string()
        .push(format!(".{}.tmp", std::process::id()));
    // A leftover may be a link, which creating a file would follow.
    let _ = fs::remove_file(&temporary);
    let created = fs::File::options().write(true).create_new(true).open(&temporary);
    let written = created.and_then(|mut file| file.write_all(text.as_bytes()));
    let renamed = written.and_then(|()| fs::rename(&temporary, path));
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary); // the first error is the one to report
    }
    renamed.map_err(|error| with_path(path, &error))
}

/// Returns the text of a file, or `None` if there is none at `path`.
pub(crate) fn read_if_exists(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_else(|error| {
            // Not a file of ours, so it only has to be unequal.
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(with_path(path, &error)),
    }
}

/// Returns the files of an earlier run: `<service>/<version>.rs`, in a folder that such a run has marked by its
/// [`SERVICES_FILE`]. Nothing deeper, and nothing in another folder, is ours to remove.
fn generated_files(folder: &Path) -> io::Result<Vec<String>> {
    if !is_generated_file(&folder.join(SERVICES_FILE))? {
        return Ok(Vec::new());
    }
    let mut found = vec![SERVICES_FILE.to_owned()];
    for service in names_in(folder)? {
        let subfolder = folder.join(&service);
        if !subfolder.is_dir() || is_link(&subfolder) {
            continue;
        }
        for file in names_in(&subfolder)? {
            if is_generated_file(&subfolder.join(&file))? {
                found.push(format!("{service}/{file}"));
            }
        }
    }
    Ok(found)
}

fn is_generated_file(path: &Path) -> io::Result<bool> {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    Ok(is_rust && path.is_file() && !is_link(path) && read_if_exists(path)?.is_some_and(|text| is_generated(&text)))
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| with_path(folder, &error))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let names: io::Result<Vec<String>> = entries.map(|entry| entry.map(name)).collect();
    let mut names = names.map_err(|error| with_path(folder, &error))?;
    names.sort();
    Ok(names)
}

fn first_difference(there: &str, text: &str) -> usize {
    let same = there
        .lines()
        .zip(text.lines())
        .take_while(|(there, text)| there == text)
        .count();
    same + 1
}

/// Returns `error` with the file or folder that it is about.
pub(crate) fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
