//! The texts of a spec, and places in them.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// One file of a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path below the spec folder, with `/` between its parts: `gaap/v20180529/service.json`.
    pub path: String,
    /// The file's text.
    pub text: String,
}

/// Every file of a spec, in the order of their paths: the input of the generator.
///
/// Made from texts in any order, or by [`SourceSet::read_dir`]; only the latter touches the disk.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    root: String,
    sources: Arc<[Source]>,
}

impl SourceSet {
    /// A set of texts. `root` stands before each path where a diagnostic names a file.
    pub fn new(root: impl Into<String>, sources: impl IntoIterator<Item = Source>) -> Self {
        let mut sources: Vec<Source> = sources.into_iter().collect();
        sources.sort();
        Self {
            root: root.into(),
            sources: sources.into(),
        }
    }

    /// Reads every `.json` file at and below `root`; one that stands where no spec file belongs is for
    /// [`load`](crate::load) to report.
    ///
    /// A folder that starts with a dot and the folder `schema` are left out.
    ///
    /// # Errors
    /// A folder or file that cannot be read, or a file that is not UTF-8; the error names it.
    pub fn read_dir(root: &Path) -> io::Result<Self> {
        let mut sources = Vec::new();
        read_files(root, "", &mut sources)?;
        for service in subfolders(root)? {
            if service != "schema" {
                read_below(root, &service, &mut sources)?;
            }
        }
        Ok(Self::new(root.to_string_lossy(), sources))
    }

    /// The files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .map(|(index, source)| (FileId(index), source))
    }

    /// One file of the set.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.sources.get(file.0)
    }

    /// Whether the set holds no file.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The spec folder, as it was given.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The path of `file` as a person would type it.
    pub fn display_path(&self, file: FileId) -> String {
        self.displayed(self.get(file).map_or("", |source| source.path.as_str()))
    }

    /// `path`, which starts below the spec folder, as a person would type it.
    pub(crate) fn displayed(&self, path: &str) -> String {
        match (self.root.as_str(), path) {
            ("", path) => path.to_owned(),
            (root, "") => root.to_owned(),
            (root, path) => format!("{}/{path}", root.trim_end_matches('/')),
        }
    }
}

/// A file of a [`SourceSet`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) usize);

/// A stretch of a file, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The bytes of it.
    pub range: Range<usize>,
}

fn subfolders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| naming(folder, &error))? {
        let entry = entry.map_err(|error| naming(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names)
}

fn read_below(root: &Path, below: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    let folder = root.join(below);
    for name in subfolders(&folder)? {
        read_below(root, &format!("{below}/{name}"), sources)?;
    }
    read_files(&folder, &format!("{below}/"), sources)
}

fn read_files(folder: &Path, path_of_folder: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder).map_err(|error| naming(folder, &error))? {
        let path = entry.map_err(|error| naming(folder, &error))?.path();
        if path.is_dir() || path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        sources.push(Source {
            path: format!("{path_of_folder}{name}"),
            text: std::fs::read_to_string(&path).map_err(|error| naming(&path, &error))?,
        });
    }
    Ok(())
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
