//! The one walk through a spec folder, shared by the reader of its files and by the build script that watches them.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::escape::escaped;

/// A file or folder below a spec folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Path below the spec folder, with `/` between its parts.
    pub(crate) below: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Whether it is a folder.
    pub(crate) is_folder: bool,
}

/// The folders of a spec and the files that are read, in the order of their paths.
///
/// Names that start with a dot are passed by, and so is the folder `schema`. Links to folders are not
/// followed: one that leads back up would never end.
pub(crate) fn walk(root: &Path) -> io::Result<Vec<Found>> {
    let mut found = entries(root, "")?;
    found.retain(|entry| !(entry.is_folder && entry.below == "schema"));
    let mut next = 0;
    while let Some(entry) = found.get(next) {
        next += 1;
        if entry.is_folder {
            let below = entries(&entry.path, &format!("{}/", entry.below))?;
            found.extend(below);
        }
    }
    found.sort();
    Ok(found)
}

fn entries(folder: &Path, prefix: &str) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| naming(folder, &error))? {
        let entry = entry.map_err(|error| naming(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let kind = if name.starts_with('.') {
            Kind::PassedBy
        } else {
            kind(&entry, &name).map_err(|error| naming(&path, &error))?
        };
        if kind != Kind::PassedBy {
            found.push(Found {
                below: format!("{prefix}{name}"),
                path,
                is_folder: kind == Kind::Folder,
            });
        }
    }
    Ok(found)
}

#[derive(PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    PassedBy,
}

fn kind(entry: &DirEntry, name: &str) -> io::Result<Kind> {
    let file_type = entry.file_type()?;
    if file_type.is_dir() {
        return Ok(Kind::Folder);
    }
    if NearJson::of(name).is_none() {
        return Ok(Kind::PassedBy);
    }
    let is_file = file_type.is_file() || (file_type.is_symlink() && fs::metadata(entry.path())?.is_file());
    Ok(if is_file { Kind::File } else { Kind::PassedBy })
}

/// How the name of a file goes with spec files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NearJson<'a> {
    /// It ends in `.json`.
    Json,
    /// It ends in something that editors and downloads make of it: `.JSON`, `.jsonc`, `.json.txt`.
    /// Holds the name before that.
    Near(&'a str),
}

impl<'a> NearJson<'a> {
    /// Nothing, for a file that nobody meant as a spec file.
    pub(crate) fn of(name: &'a str) -> Option<Self> {
        const ENDINGS: [&str; 4] = [".json", ".jsonc", ".json5", ".json.txt"];
        if name.ends_with(".json") {
            return Some(Self::Json);
        }
        let folded = name.to_ascii_lowercase();
        let stem = ENDINGS.iter().find_map(|ending| folded.strip_suffix(ending))?;
        name.get(..stem.len()).map(Self::Near)
    }
}

/// `error`, with the file or folder that it is about.
pub(super) fn naming(path: &Path, error: &io::Error) -> io::Error {
    let path = escaped(&path.to_string_lossy());
    io::Error::new(error.kind(), format!("{path}: {error}"))
}
