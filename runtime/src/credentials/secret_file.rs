//! Reads small files that contain secrets, into memory that is wiped.
//!
//! Opening a pipe waits until somebody writes to it, and a file on a network may not answer at all. So only regular files
//! are read, which is checked on the open file (a check of the path could be outrun), they are opened without waiting
//! where the platform can, and all of it runs off the async thread: a call that waits for a file keeps its deadline.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::{Error, tasks};

/// Far more than any credentials have.
const MAX_BYTES: usize = 1024 * 1024;

/// Runs `work`, which may block, off the async thread; in place if there is no tokio runtime, where a source can be used
/// all the same.
///
/// # Errors
/// Those of `work`, or if the runtime shuts down before it has begun.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let Ok(runtime) = Handle::try_current() else {
        return work();
    };
    let result = tasks::off_thread(runtime, work).await;
    result.unwrap_or_else(|error| Err(Error::config(format!("no file was read, because {error}"))))
}

/// The bytes of a regular file; `None` if it does not exist. It may block: see [`off_thread`].
///
/// # Errors
/// If it cannot be read, is not a regular file, or has more than 1 MiB.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let contents = open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (metadata, file) = match contents {
        Ok(opened) => opened,
        // The latter if the home folder is none, such as the `/dev/null` of many a service.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(unusable(path, error)),
    };
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "a pipe or a device"
        };
        let message = format!("it is {what}, and is read again and again; put the credentials into a regular file");
        return Err(unusable(path, message));
    }
    // One more than it has shows at its end that it has not grown.
    let expected = usize::try_from(metadata.len()).unwrap_or(usize::MAX).saturating_add(1);
    match read_bounded(file, expected) {
        Ok(bytes) if bytes.len() > MAX_BYTES => Err(unusable(path, format!("it is larger than {MAX_BYTES} bytes"))),
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => Err(unusable(path, error)),
    }
}

/// The error of a file that exists but cannot be used.
pub(super) fn unusable(path: &Path, why: impl std::fmt::Display) -> Error {
    Error::config(format!("{} cannot be used: {why}", path.display()))
}

/// The error of a file that a variable names and that does not exist.
pub(super) fn missing(path: &Path, variable: &str) -> Error {
    unusable(path, format!("{variable} names it and it does not exist"))
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    options.open(path)
}

/// At most one byte more than [`MAX_BYTES`]. A buffer that grows by itself would leave copies behind, so it is filled in
/// place, and replaced by a larger one, with the old one wiped, if the file grows meanwhile.
fn read_bounded(mut file: impl Read, expected: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut buffer = Zeroizing::new(vec![0; expected.min(MAX_BYTES + 1)]);
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            if filled > MAX_BYTES {
                return Ok(buffer);
            }
            let mut larger = Zeroizing::new(vec![0; (2 * filled).clamp(1024, MAX_BYTES + 1)]);
            larger[..filled].copy_from_slice(&buffer);
            buffer = larger;
        }
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    buffer.truncate(filled);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte at a time, and is interrupted before each.
    struct Slow<'a>(&'a [u8], bool);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(ErrorKind::Interrupted.into());
            }
            let end = buffer.len().min(1);
            self.0.read(&mut buffer[..end])
        }
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_is_read_whole() {
        let bytes: Vec<u8> = (0..5000_u32).map(|number| number as u8).collect();
        for expected in [0, 1, 4999, 5000, 5001, usize::MAX] {
            assert_eq!(*read_bounded(Slow(&bytes, false), expected).unwrap(), bytes);
        }
    }

    #[test]
    fn a_file_without_an_end_is_read_to_the_limit() {
        let bytes = read_bounded(io::repeat(b'#'), 10).unwrap();
        assert_eq!(bytes.len(), MAX_BYTES + 1);
    }
}
