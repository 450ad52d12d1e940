//! Environment variables of the process, or a replacement.

use std::ffi::OsString;
use std::fmt;
#[cfg(feature = "client")]
use std::path::PathBuf;
use std::sync::Arc;

use super::validate::validate_value;
use crate::Error;

type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// A source of variables.
#[derive(Clone)]
pub(super) struct Variables(Arc<Lookup>);

impl Variables {
    pub(super) fn new(lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    pub(super) fn get(&self, name: &str) -> Option<OsString> {
        (self.0)(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

#[cfg(feature = "client")]
impl Variables {
    /// A variable that must be text and not padded.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        variable(&|name: &str| self.get(name), name)
    }

    /// A variable that names a file.
    pub(super) fn path(&self, name: &str) -> Result<Option<PathBuf>, Error> {
        match self.get(name) {
            Some(path) if path.is_empty() => Err(Error::config(format!("{name} is empty"))),
            path => Ok(path.map(PathBuf::from)),
        }
    }

    /// The home folder, if the process has one.
    pub(super) fn home(&self) -> Option<PathBuf> {
        ["HOME", "USERPROFILE"]
            .into_iter()
            .filter_map(|name| self.get(name))
            .find(|path| !path.is_empty())
            .map(PathBuf::from)
    }
}

impl Default for Variables {
    fn default() -> Self {
        Self::new(|name| std::env::var_os(name))
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Variables")
    }
}

/// A variable that must be text and not padded; `None` if it is not set.
pub(crate) fn variable(lookup: &impl Fn(&str) -> Option<OsString>, name: &str) -> Result<Option<String>, Error> {
    let Some(value) = lookup(name) else {
        return Ok(None);
    };
    let Ok(value) = value.into_string() else {
        return Err(Error::config(format!("{name} is not valid Unicode")));
    };
    validate_value(name, &value)?;
    Ok(Some(value))
}
