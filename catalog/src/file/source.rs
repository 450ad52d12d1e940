//! Where the bytes of a catalog are.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::CatalogError;

/// The bytes of a catalog, in memory or in a file.
#[derive(Debug)]
pub(crate) enum Source {
    Memory(Cow<'static, [u8]>),
    File {
        path: PathBuf,
        length: u64,
        /// Its position is the reader's.
        file: Mutex<File>,
    },
}

impl Source {
    pub(crate) fn open(path: &Path) -> Result<Self, CatalogError> {
        let open = || {
            // Opening a pipe would wait for its writer.
            if !std::fs::metadata(path)?.is_file() {
                return Err(std::io::Error::other("it is no file"));
            }
            let file = File::open(path)?;
            let metadata = file.metadata()?;
            if metadata.is_file() {
                Ok((metadata.len(), file))
            } else {
                Err(std::io::Error::other("it is no file"))
            }
        };
        let (length, file) = open().map_err(|error| CatalogError::new(error.to_string()).of_file(path))?;
        Ok(Self::File {
            path: path.to_owned(),
            length,
            file: Mutex::new(file),
        })
    }

    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }

    /// Adds the path of the file to an error.
    pub(crate) fn name(&self, error: CatalogError) -> CatalogError {
        match self {
            Self::Memory(_) => error,
            Self::File { path, .. } => error.of_file(path),
        }
    }

    pub(crate) fn read(&self, offset: u64, length: u64) -> Result<Cow<'_, [u8]>, CatalogError> {
        let cut_off = || CatalogError::damaged("it is cut off");
        let end = offset
            .checked_add(length)
            .filter(|end| *end <= self.len())
            .ok_or_else(cut_off)?;
        let (from, to) = (usize::try_from(offset), usize::try_from(end));
        let (Ok(from), Ok(to)) = (from, to) else {
            return Err(cut_off());
        };
        match self {
            Self::Memory(bytes) => bytes.get(from..to).map(Cow::Borrowed).ok_or_else(cut_off),
            Self::File { file, .. } => {
                let mut bytes = vec![0; to - from];
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(offset))
                    .and_then(|_| file.read_exact(&mut bytes))
                    .map_err(|error| CatalogError::new(error.to_string()))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}
