//! The texts of a spec, and places in them.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::escape::escaped;
use super::line_index::LineIndex;
use super::readable::{Unreadable, read};
use super::walk::{FoundKind, walk};

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
    /// The files without a text, by their paths.
    unreadable: Arc<BTreeMap<String, Unreadable>>,
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
            unreadable: Arc::default(),
        }
    }

    /// Reads every `.json` file at and below `root`.
    ///
    /// A file that cannot be read is part of the set all the same, without a text, and [`load`](crate::load) reports
    /// it: one that is not UTF-8, has more than 8 MiB, is no regular file or may not be opened. So is a file where
    /// spec files belong that is none by its name, such as `.yaml`, `.jsonc` or `.json.bak`; it is never opened.
    ///
    /// Files and folders that start with a dot, documents (`.md`), the folder `schema` and links to folders are skipped.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// let sources = tc3_codegen::spec::SourceSet::read_dir(Path::new("spec"))?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the folder if a folder cannot be read.
    pub fn read_dir(root: &Path) -> io::Result<Self> {
        let mut sources = Vec::new();
        let mut unreadable = BTreeMap::new();
        for found in walk(root)? {
            let text = match found.kind {
                FoundKind::Folder => continue,
                FoundKind::NotRead => Ok(String::new()),
                FoundKind::Json => read(&found.path),
            };
            let text = text.unwrap_or_else(|reason| {
                unreadable.insert(found.below.clone(), reason);
                String::new()
            });
            sources.push(Source {
                path: found.below,
                text,
            });
        }
        Ok(Self {
            unreadable: unreadable.into(),
            ..Self::new(root.to_string_lossy(), sources)
        })
    }

    /// Replaces the name that diagnostics put before the path of each file.
    ///
    /// ```
    /// use tc3_codegen::spec::{FileId, Source, SourceSet};
    ///
    /// let file = Source { path: "stray.json".to_owned(), text: "{}".to_owned() };
    /// let sources = SourceSet::new("/tmp/checkout/spec", [file]).with_root("spec");
    /// assert_eq!(sources.display_path(FileId::default()), "spec/stray.json");
    /// ```
    #[must_use]
    pub fn with_root(self, root: impl Into<String>) -> Self {
        Self {
            root: root.into(),
            ..self
        }
    }

    /// Returns the files that `keep` accepts.
    #[cfg(feature = "generate")]
    pub(crate) fn filtered(&self, keep: impl Fn(&Source) -> bool) -> Self {
        let sources = self.sources.iter().filter(|source| keep(source)).cloned();
        Self {
            unreadable: self.unreadable.clone(),
            ..Self::new(self.root.clone(), sources)
        }
    }

    /// Why `source` has no text, if it could not be read.
    pub(crate) fn unreadable(&self, source: &Source) -> Option<&Unreadable> {
        self.unreadable.get(&source.path)
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
