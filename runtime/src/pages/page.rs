//! What is remembered of a page.

use std::hash::{DefaultHasher, Hasher};
use std::io;

use crate::record::{AsSerialize, List, View};

pub(super) struct Page {
    pub(super) len: u64,
    /// Equal for equal items. Two pages that differ have the same with a chance of 1 in 2^64.
    pub(super) fingerprint: u64,
}

impl Page {
    pub(super) fn of(items: &dyn List) -> Self {
        let mut hash = Hash::default();
        // Hashing does not fail, and every view has a JSON form.
        let _ = serde_json::to_writer(&mut hash, &AsSerialize(View::List(items)));
        Self {
            len: items.len() as u64,
            fingerprint: hash.0.finish(),
        }
    }
}

pub(super) fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[derive(Default)]
struct Hash(DefaultHasher);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
