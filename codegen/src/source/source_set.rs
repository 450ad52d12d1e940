//! The texts of a spec, and places in them.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::escape::escaped;
use super::line_index::LineIndex;
use super::walk::{Found, NearJson, naming, walk};

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
///
/// ```
/// use tc3_codegen::spec::{Source, SourceSet};
///
/// let file = |path: &str| Source { path: path.to_owned(), text: "{}".to_owned() };
/// let sources = SourceSet::new("spec", [file("b/v20200101/service.json"), file("a/v20200101/service.json")]);
/// let paths: Vec<String> = sources.iter().map(|(id, _)| sources.display_path(id)).collect();
/// assert_eq!(paths, ["spec/a/v20200101/service.json", "spec/b/v20200101/service.json"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    root: String,
    sources: Arc<[Source]>,
    /// Made when the first diagnostic of the file is printed, or another place in it is sought.
    line_indices: Arc<[OnceLock<LineIndex>]>,
}

impl SourceSet {
    /// Makes a set of texts. Diagnostics put `root` before the path of each file.
    pub fn new(root: impl Into<String>, sources: impl IntoIterator<Item = Source>) -> Self {
        let mut sources: Vec<Source> = sources.into_iter().collect();
        sources.sort();
        Self {
            root: root.into(),
            line_indices: sources.iter().map(|_| OnceLock::new()).collect(),
            sources: sources.into(),
        }
    }

    /// Reads every `.json` file at and below `root`, and those that were most likely meant to be one, such as
    /// `.jsonc`; [`load`](crate::load) reports files where no spec file belongs.
    ///
    /// Files and folders that start with a dot, the folder `schema` and links to folders are skipped.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// let sources = tc3_codegen::spec::SourceSet::read_dir(Path::new("spec"))?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// A folder or file that cannot be read, or a `.json` file that is not UTF-8; the error names it.
    pub fn read_dir(root: &Path) -> io::Result<Self> {
        let files = walk(root)?.into_iter().filter(|found| !found.is_folder);
        let sources: Vec<Source> = files.map(read).collect::<io::Result<_>>()?;
        Ok(Self::new(root.to_string_lossy(), sources))
    }

    /// Returns the files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.sources
            .iter()
            .enumerate()
            .map(|(index, source)| (FileId(index), source))
    }

    /// Returns one file of the set.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.sources.get(file.0)
    }

    /// The lines of `file`.
    pub(crate) fn line_index(&self, file: FileId) -> Option<&LineIndex> {
        let text = &self.get(file)?.text;
        let index = self.line_indices.get(file.0)?;
        Some(index.get_or_init(|| LineIndex::new(text)))
    }

    /// Returns whether the set has no file.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Returns the spec folder as it was given.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Returns the path of `file` from the working directory, with invisible characters escaped.
    pub fn display_path(&self, file: FileId) -> String {
        self.displayed(self.get(file).map_or("", |source| source.path.as_str()))
    }

    /// `path`, which starts below the spec folder, as a person would type it.
    pub(crate) fn displayed(&self, path: &str) -> String {
        match (self.root.as_str(), path) {
            ("", path) => escaped(path),
            (root, "") => escaped(root),
            (root, path) => escaped(&format!("{}/{path}", root.trim_end_matches('/'))),
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

fn read(found: Found) -> io::Result<Source> {
    let bytes = std::fs::read(&found.path).map_err(|error| naming(&found.path, &error))?;
    let text = match NearJson::of(&found.below) {
        Some(NearJson::Json) => String::from_utf8(bytes).map_err(|_| naming(&found.path, &not_utf8()))?,
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    };
    Ok(Source {
        path: found.below,
        text,
    })
}

fn not_utf8() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not UTF-8: save the file as UTF-8")
}
