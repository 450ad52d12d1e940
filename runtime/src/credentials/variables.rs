//! Environment variables of the process, or a replacement.
//!
//! A variable that is empty counts as one that is not set, as in the official tools: systems that fill in variables leave
//! those empty that they have no value for.

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
pub(super) struct Variables {
    lookup: Arc<Lookup>,
    /// Whether they are those of the process, whose home folder is then in the user database too.
    #[cfg(feature = "client")]
    is_process: bool,
}

impl Variables {
    pub(super) fn new(lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self {
            lookup: Arc::new(lookup),
            #[cfg(feature = "client")]
            is_process: false,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<OsString> {
        (self.lookup)(name)
    }

    /// Whether the variable is set and not empty.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_empty())
    }
}

#[cfg(feature = "client")]
impl Variables {
    /// A variable that must be text and not padded.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        variable(&|name: &str| self.get(name), name)
    }

    /// A variable that names a file.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        let path = self.get(name).filter(|path| !path.is_empty());
        path.map(PathBuf::from)
    }

    /// The home folder, if the process has one. The user database may be on a network: see
    /// [`off_thread`](super::secret_file::off_thread).
    pub(super) fn home(&self) -> Option<PathBuf> {
        let named = self.path("HOME").or_else(|| self.path("USERPROFILE"));
        named.or_else(|| {
            let home = if self.is_process { std::env::home_dir() } else { None };
            home.filter(|home| !home.as_os_str().is_empty())
        })
    }
}

impl Default for Variables {
    fn default() -> Self {
        Self {
            lookup: Arc::new(|name| std::env::var_os(name)),
            #[cfg(feature = "client")]
            is_process: true,
        }
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Variables")
    }
}

/// A variable that must be text and not padded; `None` if it is not set or empty.
pub(crate) fn variable(lookup: &impl Fn(&str) -> Option<OsString>, name: &str) -> Result<Option<String>, Error> {
    let Some(value) = lookup(name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let Ok(value) = value.into_string() else {
        return Err(Error::config(format!("{name} is not valid Unicode")));
    };
    validate_value(name, &value)?;
    Ok(Some(value))
}
