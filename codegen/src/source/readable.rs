//! Reads one spec file, or says why it cannot be read.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The maximum size of a spec file in bytes.
///
/// A file is in memory with its tree, which takes about 16 times its size. The largest of the 32,140 files that an import
/// of all services makes (tccli 3.1.189.1, with descriptions) has 144 kB; the vendor's description of a whole service,
/// with all of its actions and types, has up to 3.8 MB (csip 2022-11-21 in tccli_intl_en 3.1.193.1).
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// Why a file has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// What is wrong, as the rest of a sentence about the file.
    pub(crate) reason: String,
    /// What to do.
    pub(crate) help: &'static str,
}

impl Unreadable {
    /// A file of `length` bytes if that is too much.
    pub(crate) fn too_large(length: u64) -> Option<Self> {
        (length > MAX_BYTES as u64).then(|| Self {
            reason: format!("it has {length} bytes, and spec files have at most {MAX_BYTES}"),
            help: "a spec file is one action or one type: split the file, or move it out of the spec folder",
        })
    }
}

/// Reads a regular file of at most `most` bytes, which is no spec file: a wheel, a page. Anything else may have no end, or
/// none that comes: a pipe, a device.
///
/// # Errors
/// Returns an error if it is no regular file, is larger, or cannot be read.
#[cfg(feature = "metadata")]
pub(crate) fn read_regular(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "a pipe, socket or device"
        };
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            format!("{what}, not a regular file"),
        ));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(
            ErrorKind::FileTooLarge,
            format!("larger than {} MiB", most >> 20),
        ));
    }
    Ok(bytes)
}

pub(super) fn read(path: &Path) -> Result<String, Unreadable> {
    let metadata = fs::metadata(path).map_err(|error| failed(&error))?;
    // To open a pipe would wait for someone to write to it.
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "a folder"
        } else {
            "no regular file"
        };
        return Err(Unreadable {
            reason: format!("it is {what}"),
            help: "spec files are regular files: put one in its place, or rename it",
        });
    }
    if let Some(too_large) = Unreadable::too_large(metadata.len()) {
        return Err(too_large);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| failed(&error))?;
    // The file may have grown since, or be one whose size the system does not know.
    let read = file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    let length = read.map_err(|error| failed(&error))?;
    if let Some(too_large) = Unreadable::too_large(length as u64) {
        return Err(too_large);
    }
    String::from_utf8(bytes).map_err(|error| Unreadable {
        reason: format!("it is not UTF-8, from byte {} on", error.utf8_error().valid_up_to() + 1),
        help: "save the file as UTF-8",
    })
}

fn failed(error: &io::Error) -> Unreadable {
    Unreadable {
        reason: error.to_string(),
        help: match error.kind() {
            ErrorKind::PermissionDenied => "give yourself the permission to read it",
            ErrorKind::NotFound => "it may be a link to a file that is gone: remove the link, or restore its target",
            _ => "make the file readable, or remove it",
        },
    }
}
