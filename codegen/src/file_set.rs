//! The generator's output: texts by path, and how they get to a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::format::is_generated;
use crate::generate::SERVICES_FILE;

/// Generated files by their paths, which are relative and have `/` between their parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

/// What [`FileSet::write`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files that are new or have changed.
    pub written: Vec<String>,
    /// Generated files of an earlier run that the spec no longer calls for.
    pub removed: Vec<String>,
    /// How many files were right already; they were not touched.
    pub unchanged: usize,
}

/// A file of a folder that is not what the spec calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutdatedFile {
    /// The file, relative to the folder.
    pub path: String,
    /// In which way.
    pub kind: OutdatedKind,
}

/// In which way a file is not what the spec calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutdatedKind {
    /// Its text is another one; the first line that differs, counted from 1.
    Changed(usize),
    /// It is not there.
    Missing,
    /// The spec no longer calls for it.
    Stale,
}

impl FileSet {
    pub(crate) fn insert(&mut self, path: String, text: String) {
        self.files.insert(path, text);
    }

    #[cfg(feature = "cli")]
    pub(crate) fn into_files(self) -> impl Iterator<Item = (String, String)> {
        self.files.into_iter()
    }

    /// Paths and texts, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of `path`.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Brings `folder` to hold these files: writes what differs, removes generated files that are no longer
    /// called for, leaves everything else alone. Each file is written beside its place and then renamed.
    ///
    /// # Errors
    /// A folder or file that cannot be read or written; the error names it.
    pub fn write(&self, folder: &Path) -> io::Result<WriteSummary> {
        let mut done = WriteSummary::default();
        for drift in self.drift(folder)? {
            let path = folder.join(&drift.path);
            match self.get(&drift.path) {
                Some(text) => {
                    replace(&path, text).map_err(|error| naming(&path, &error))?;
                    done.written.push(drift.path);
                }
                None => {
                    fs::remove_file(&path).map_err(|error| naming(&path, &error))?;
                    done.removed.push(drift.path);
                }
            }
        }
        done.unchanged = self.files.len() - done.written.len();
        Ok(done)
    }

    /// Where `folder` does not hold these files.
    ///
    /// # Errors
    /// A folder or file that cannot be read; the error names it.
    pub fn drift(&self, folder: &Path) -> io::Result<Vec<OutdatedFile>> {
        let mut drifts = Vec::new();
        for (path, text) in self.iter() {
            let kind = match read(&folder.join(path))? {
                None => OutdatedKind::Missing,
                Some(there) if there == text => continue,
                Some(there) => OutdatedKind::Changed(first_difference(&there, text)),
            };
            let path = path.to_owned();
            drifts.push(OutdatedFile { path, kind });
        }
        let mut stale = generated_files(folder)?;
        stale.retain(|path| !self.files.contains_key(path));
        drifts.extend(stale.into_iter().map(|path| OutdatedFile {
            path,
            kind: OutdatedKind::Stale,
        }));
        Ok(drifts)
    }
}

/// Writes `text` beside `path` and renames it, so that no reader ever finds half of it.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut beside: PathBuf = path.to_owned();
    beside.as_mut_os_string().push(format!(".{}.tmp", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| file.write_all(text.as_bytes()));
    let renamed = written.and_then(|()| fs::rename(&beside, path));
    if renamed.is_err() {
        let _ = fs::remove_file(&beside); // the first error is the one to report
    }
    renamed
}

/// The text of a file; none if it is not there.
pub(crate) fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_else(|error| {
            // Somebody's file: it will not be equal to ours.
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(naming(path, &error)),
    }
}

/// Files of an earlier run: `<service>/<version>.rs`, in a folder that such a run has marked by its
/// [`SERVICES_FILE`]. Nothing deeper, and nothing in another folder, is ours to remove.
fn generated_files(folder: &Path) -> io::Result<Vec<String>> {
    if !is_generated_file(&folder.join(SERVICES_FILE))? {
        return Ok(Vec::new());
    }
    let mut found = vec![SERVICES_FILE.to_owned()];
    for service in names_in(folder)? {
        let subfolder = folder.join(&service);
        if !subfolder.is_dir() {
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
    Ok(is_rust && path.is_file() && read(path)?.is_some_and(|text| is_generated(&text)))
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| naming(folder, &error))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let names: io::Result<Vec<String>> = entries.map(|entry| entry.map(name)).collect();
    let mut names = names.map_err(|error| naming(folder, &error))?;
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

/// `error`, with the file or folder that it is about.
pub(crate) fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
