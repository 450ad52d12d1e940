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
    /// What it is to a spec.
    pub(crate) kind: FoundKind,
}

/// What a file or folder is to a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FoundKind {
    /// A folder that was walked through.
    Folder,
    /// Something whose name is that of a spec file; it may be no file at all.
    Json,
    /// A file that is reported by its name and never opened.
    NotRead,
}

/// The folders of a spec, and the files that are read or reported, in the order of their paths.
///
/// Passed by in silence are names that start with a dot, the folder `schema`, documents (`.md`), and whatever is
/// above the folders of the service versions and is not meant as a spec file. Links to folders are not followed: one
/// that leads back up would never end.
pub(crate) fn walk(root: &Path) -> io::Result<Vec<Found>> {
    let mut found = entries(root, "")?;
    found.retain(|entry| !(entry.kind == FoundKind::Folder && entry.below == "schema"));
    let mut next = 0;
    while let Some(entry) = found.get(next) {
        next += 1;
        if entry.kind == FoundKind::Folder {
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
        if name.starts_with('.') {
            continue;
        }
        let below = format!("{prefix}{name}");
        let kind = kind(&entry, &below).map_err(|error| naming(&path, &error))?;
        found.extend(kind.map(|kind| Found { below, path, kind }));
    }
    Ok(found)
}

fn kind(entry: &DirEntry, below: &str) -> io::Result<Option<FoundKind>> {
    let file_type = entry.file_type()?;
    let near = NearJson::of(below);
    if near == Some(NearJson::Json) {
        return Ok(Some(FoundKind::Json));
    }
    if file_type.is_dir() {
        return Ok(Some(FoundKind::Folder));
    }
    let links_to_folder = file_type.is_symlink() && fs::metadata(entry.path()).is_ok_and(|target| target.is_dir());
    let is_stray = below.split('/').count() > VERSION_FOLDER_DEPTH && !is_document(below);
    Ok((!links_to_folder && (near.is_some() || is_stray)).then_some(FoundKind::NotRead))
}

/// `<service>/v<yyyymmdd>`
const VERSION_FOLDER_DEPTH: usize = 2;

fn is_document(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".md")
}

/// How the name of a file goes with spec files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NearJson<'a> {
    /// It ends in `.json`.
    Json,
    /// It ends in something that editors and downloads make of it, or in that of a sister format: `.JSON`, `.jsonc`,
    /// `.json.txt`, `.yaml`. Holds the name before that.
    Near(&'a str),
}

impl<'a> NearJson<'a> {
    /// Nothing, for a file that nobody meant as a spec file.
    pub(crate) fn of(name: &'a str) -> Option<Self> {
        const ENDINGS: [&str; 6] = [".json", ".jsonc", ".json5", ".json.txt", ".yaml", ".yml"];
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
