//! A data file in memory, to verify it without changing it.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

/// How much more than twice its size the copy of a file may take when it is verified.
const MAX_GROWTH: usize = 16 * 1024 * 1024;

/// A copy of a file in memory. Unlike redb's own it returns errors where damaged numbers lead out of it, or would have
/// it grow beyond all bounds.
#[derive(Clone, Debug)]
pub(super) struct MemoryCopy {
    bytes: Arc<Mutex<Vec<u8>>>,
    /// The most bytes.
    max: usize,
}

impl MemoryCopy {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            max: bytes.len().saturating_mul(2).saturating_add(MAX_GROWTH),
            bytes: Arc::new(Mutex::new(bytes)),
        }
    }

    /// Frees the memory, also for a database that is not dropped.
    pub(super) fn clear(&self) {
        *self.bytes() = Vec::new();
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The indices of `length` bytes from `offset` on, if the copy has them.
    fn range(bytes: &[u8], offset: u64, length: usize) -> io::Result<std::ops::Range<usize>> {
        let start = usize::try_from(offset).ok();
        let end = start.and_then(|start| start.checked_add(length));
        match start.zip(end).filter(|(_, end)| *end <= bytes.len()) {
            Some((start, end)) => Ok(start..end),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl StorageBackend for MemoryCopy {
    fn len(&self) -> io::Result<u64> {
        u64::try_from(self.bytes().len()).map_err(io::Error::other)
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let bytes = self.bytes();
        Ok(bytes[Self::range(&bytes, offset, len)?].to_vec())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        match usize::try_from(len) {
            Ok(len) if len <= self.max => {
                self.bytes().resize(len, 0);
                Ok(())
            }
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn sync_data(&self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut bytes = self.bytes();
        let range = Self::range(&bytes, offset, data.len())?;
        bytes[range].copy_from_slice(data);
        Ok(())
    }
}
