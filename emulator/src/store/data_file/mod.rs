//! The file that the state is kept in.
//!
//! A transaction is synced to the disk before a request is answered, so that its changes survive a crash. Secrets in
//! requests are stored as they were sent.

#[cfg(not(feature = "data-file"))]
mod disabled;
#[cfg(feature = "data-file")]
mod redb;

use std::fmt;
use std::path::{Path, PathBuf};

use super::tables::{Record, RecordKey, Transaction};

#[cfg(not(feature = "data-file"))]
use self::disabled::Backend;
#[cfg(feature = "data-file")]
use self::redb::Backend;

/// An open data file. No other process can open it at the same time.
pub(crate) struct DataFile {
    path: PathBuf,
    backend: Backend,
}

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
        let backend = Backend::open(path).map_err(error)?;
        let records = backend.read().map_err(error)?;
        let path = path.to_owned();
        Ok((Self { path, backend }, records))
    }

    /// Writes the changes of a transaction, and syncs them to the disk.
    pub(crate) fn write(&self, transaction: &Transaction<'_>) -> Result<(), DataFileError> {
        let written = self.backend.write(&transaction.changes());
        written.map_err(|kind| DataFileError {
            path: self.path.clone(),
            kind,
        })
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
}

impl fmt::Display for DataFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            DataFileErrorKind::InUse => write!(f, "another emulator has the data file {path} open; give each its own"),
            DataFileErrorKind::Foreign(what) => write!(f, "{path} is not a data file of this emulator: {what}"),
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
