//! Why an import failed.

use std::fmt;
use std::io;
use std::path::Path;

use crate::source::escaped;

/// The reason why nothing was imported: the file or item, the cause, and often a hint. Nothing was written.
///
/// ```
/// use tc3_codegen::import::Archive;
///
/// let error = Archive::open("no-such.whl".as_ref()).err().unwrap();
/// assert!(error.to_string().starts_with("no-such.whl: "));
/// ```
#[derive(Debug)]
pub struct ImportError {
    what: String,
    why: String,
    help: Option<String>,
}

impl ImportError {
    pub(crate) fn new(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self {
            what: what.into(),
            why: why.to_string(),
            help: None,
        }
    }

    pub(crate) fn of_file(path: &Path, error: &io::Error) -> Self {
        Self::new(escaped(&path.to_string_lossy()), error)
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.why)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ImportError {}
