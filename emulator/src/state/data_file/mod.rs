//! The file that what is remembered is kept in.

#[cfg(not(feature = "data-file"))]
mod no_store;
#[cfg(feature = "data-file")]
mod store;
#[cfg(feature = "data-file")]
mod text;

use std::fmt;
use std::path::{Path, PathBuf};

use super::record::Record;
use super::tables::{Place, Transaction};

#[cfg(not(feature = "data-file"))]
use self::no_store::Store;
#[cfg(feature = "data-file")]
use self::store::Store;

/// An open data file. No other process can open it at the same time.
pub(crate) struct DataFile {
    path: PathBuf,
    store: Store,
}

/// Why a data file cannot be used.
#[derive(Debug)]
pub struct DataFileError {
    path: PathBuf,
    fault: Fault,
}

#[derive(Debug)]
#[cfg_attr(
    not(feature = "data-file"),
    expect(dead_code, reason = "there is no file that could have them")
)]
enum Fault {
    InUse,
    Foreign(String),
    Failed(Box<dyn std::error::Error + Send + Sync>),
    #[cfg(not(feature = "data-file"))]
    NotBuilt,
}

impl DataFile {
    /// Opens the file, or makes an empty one, and reads it.
    pub(crate) fn open(path: &Path) -> Result<(Self, Vec<(Place, Record)>), DataFileError> {
        let faulty = |fault| DataFileError {
            path: path.to_owned(),
            fault,
        };
        let store = Store::open(path).map_err(faulty)?;
        let records = store.read().map_err(faulty)?;
        let path = path.to_owned();
        Ok((Self { path, store }, records))
    }

    /// Writes what a transaction has changed. When this returns, the disk has it.
    pub(crate) fn write(&self, transaction: &Transaction<'_>) -> Result<(), DataFileError> {
        let written = self.store.write(&transaction.changes());
        written.map_err(|fault| DataFileError {
            path: self.path.clone(),
            fault,
        })
    }
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataFile").field(&self.path).finish()
    }
}

impl DataFileError {
    /// Whether another emulator has the file open.
    pub fn is_in_use(&self) -> bool {
        matches!(self.fault, Fault::InUse)
    }
}

impl fmt::Display for DataFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.fault {
            Fault::InUse => write!(f, "another emulator has the data file {path} open; give each its own"),
            Fault::Foreign(what) => write!(f, "{path} is not a data file of this emulator: {what}"),
            Fault::Failed(error) => write!(f, "the data file {path}: {error}"),
            #[cfg(not(feature = "data-file"))]
            Fault::NotBuilt => write!(
                f,
                "the data file {path} cannot be opened: built without the feature `data-file`"
            ),
        }
    }
}

impl std::error::Error for DataFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            Fault::Failed(error) => Some(&**error),
            _ => None,
        }
    }
}
