//! Reads small files that contain secrets, into memory that is wiped.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::Error;

/// Far more than any credentials have.
const MAX_BYTES: u64 = 1024 * 1024;

/// The text of a file; `None` if it does not exist.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<String>>, Error> {
    match read_bounded(path) {
        Ok(text) if text.len() as u64 > MAX_BYTES => {
            Err(unusable(path, format!("it is larger than {MAX_BYTES} bytes")))
        }
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, error)),
    }
}

/// Reserves the size of the file in advance, because a buffer that grows leaves copies behind.
fn read_bounded(path: &Path) -> io::Result<Zeroizing<String>> {
    let file = File::open(path)?;
    let reserved = file.metadata()?.len().min(MAX_BYTES) as usize + 1;
    let mut text = Zeroizing::new(String::with_capacity(reserved));
    file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// The error of a file that exists but cannot be used.
pub(super) fn unusable(path: &Path, why: impl std::fmt::Display) -> Error {
    Error::config(format!("{} cannot be used: {why}", path.display()))
}
