//! Why a catalog cannot be read.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a catalog cannot be read: it is damaged, of another format, or no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// The file, unless the catalog is in memory.
    pub file: Option<PathBuf>,
    /// What is wrong.
    pub why: String,
}

impl CatalogError {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self {
            file: None,
            why: why.into(),
        }
    }

    /// The error of bytes that cannot be what was written.
    pub(crate) fn damaged(what: &str) -> Self {
        Self::new(format!("damaged: {what}"))
    }

    pub(crate) fn of_file(mut self, file: &Path) -> Self {
        self.file = Some(file.to_owned());
        self
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "the catalog {}: {}", file.display(), self.why),
            None => write!(f, "the catalog: {}", self.why),
        }
    }
}

impl std::error::Error for CatalogError {}
