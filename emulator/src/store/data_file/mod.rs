//! The file that the state is kept in.
//!
//! A transaction is synced to the disk before a request is answered, so that its changes survive a crash. Secrets in
//! requests are stored as they were sent.

#[cfg(not(feature = "data-file"))]
mod disabled;
#[cfg(feature = "data-file")]
mod header;
#[cfg(feature = "data-file")]
mod memory_copy;
#[cfg(feature = "data-file")]
mod redb;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::tables::{Record, RecordKey, Transaction};

#[cfg(not(feature = "data-file"))]
use self::disabled::Backend;
#[cfg(feature = "data-file")]
use self::redb::Backend;

/// An open data file. No other process can open it at the same time.
pub(crate) struct DataFile {
    path: PathBuf,
    backend: Backend,
    /// The records that a failed write may have changed in the file, or not.
    unsettled: Mutex<BTreeSet<RecordKey>>,
}

/// The name of the thread that verifies a file. Its panics are caught and reported as errors.
#[cfg(feature = "data-file")]
const OPENING_THREAD: &str = "tc3-data-file";

/// The error of a data file that cannot be used.
///
/// ```
/// # async fn example() {
/// use tc3_emulator::{Emulator, StartError};
///
/// match Emulator::builder().spec_dir("spec").data_file("emulator.redb").start().await {
///     Err(StartError::DataFile(error)) if error.is_in_use() => println!("close the other emulator first"),
///     Err(error) => println!("{error}"),
///     Ok(emulator) => println!("{}", emulator.url()),
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct DataFileError {
    path: PathBuf,
    kind: DataFileErrorKind,
}

#[derive(Debug)]
#[cfg_attr(
    not(feature = "data-file"),
    expect(dead_code, reason = "there is no file that could cause them")
)]
enum DataFileErrorKind {
    InUse,
    Foreign(String),
    Damaged(String),
    Failed(Box<dyn std::error::Error + Send + Sync>),
    #[cfg(not(feature = "data-file"))]
    NotBuilt,
}

impl DataFile {
    /// Opens the file, or creates an empty one, and reads it.
    pub(crate) fn open(path: &Path) -> Result<(Self, Vec<(RecordKey, Record)>), DataFileError> {
        let error = |kind| DataFileError {
            path: path.to_owned(),
            kind,
        };
        let (backend, records) = Backend::open(path).map_err(error)?;
        let data_file = Self {
            path: path.to_owned(),
            backend,
            unsettled: Mutex::default(),
        };
        Ok((data_file, records))
    }

    /// Writes the changes of a transaction, and syncs them to the disk.
    ///
    /// After an error the transaction has to be rolled back. The next write, once one succeeds, makes the file what the
    /// tables are.
    pub(crate) fn write(&self, transaction: &Transaction<'_>) -> Result<(), DataFileError> {
        let mut changes = transaction.changes();
        if changes.is_empty() {
            return Ok(());
        }
        let mut unsettled = self.unsettled.lock().unwrap_or_else(PoisonError::into_inner);
        let changed: BTreeSet<&RecordKey> = changes.iter().map(|(key, _)| *key).collect();
        let tables = transaction.tables();
        let others = unsettled.iter().filter(|key| !changed.contains(key));
        changes.extend(others.map(|key| (key, tables.get(&key.0, key.1))));
        match self.backend.write(&changes) {
            Ok(()) => {
                unsettled.clear();
                Ok(())
            }
            Err(kind) => {
                let keys: Vec<RecordKey> = changed.into_iter().cloned().collect();
                unsettled.extend(keys);
                Err(DataFileError {
                    path: self.path.clone(),
                    kind,
                })
            }
        }
    }
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataFile").field(&self.path).finish()
    }
}

impl DataFileError {
    /// Returns whether another emulator has the file open.
    ///
    /// ```
    /// # fn example(error: &tc3_emulator::DataFileError) {
    /// if error.is_in_use() {
    ///     println!("give each emulator its own file");
    /// }
    /// # }
    /// ```
    pub fn is_in_use(&self) -> bool {
        matches!(self.kind, DataFileErrorKind::InUse)
    }

    /// Returns whether the file is a data file whose contents were changed by something else, or cut off.
    ///
    /// The file stays as it is. A file of another kind, such as a text, is not damaged but foreign.
    ///
    /// ```
    /// # fn example(error: &tc3_emulator::DataFileError) {
    /// if error.is_damaged() {
    ///     println!("restore a copy of the file, or begin with another one");
    /// }
    /// # }
    /// ```
    pub fn is_damaged(&self) -> bool {
        matches!(self.kind, DataFileErrorKind::Damaged(_))
    }
}

impl fmt::Display for DataFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            DataFileErrorKind::InUse => write!(f, "another emulator has the data file {path} open; give each its own"),
            DataFileErrorKind::Foreign(what) => {
                write!(
                    f,
                    "{path} is not a data file of this emulator: {what}; name another file"
                )
            }
            DataFileErrorKind::Damaged(what) => write!(
                f,
                "the data file {path} is damaged, and was left as it is: {what}; restore a copy of it, or move it away \
                 to begin with empty state"
            ),
            DataFileErrorKind::Failed(error) => write!(f, "the data file {path}: {error}"),
            #[cfg(not(feature = "data-file"))]
            DataFileErrorKind::NotBuilt => write!(
                f,
                "the data file {path} cannot be opened: built without the feature `data-file`"
            ),
        }
    }
}

impl std::error::Error for DataFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            DataFileErrorKind::Failed(error) => Some(&**error),
            _ => None,
        }
    }
}
