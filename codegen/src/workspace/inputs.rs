//! One hash of everything that a workspace depends on: the running executable, the metadata, the Python SDK, the
//! overrides and the options.
//!
//! The executable is hashed because a version does not tell a developer's builds apart. The crate sha2, which the
//! runtime signs with, is compiled in only for the command.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::import::{Archive, ImportError};

/// A SHA-256 as hexadecimal digits.
pub(crate) type Hash = String;

/// Inputs that are hashed one after another.
#[derive(Default)]
pub(crate) struct Inputs(Sha256);

impl Inputs {
    /// Adds a text under a name.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        for part in [name, text] {
            self.0.update((part.len() as u64).to_le_bytes()); // so that no two lists of parts have the same bytes
            self.0.update(part);
        }
    }

    /// Adds the content of a file, independent of its path.
    pub(crate) fn file(&mut self, name: &str, path: &Path) -> io::Result<()> {
        self.text(name, &of_file(path)?);
        Ok(())
    }

    /// Adds the content of a wheel, or the paths and contents of the files in a folder.
    pub(crate) fn archive(&mut self, name: &str, path: &Path) -> Result<(), ImportError> {
        let of = |file: &Path| of_file(file).map_err(|error| ImportError::of_file(file, &error));
        if !path.is_dir() {
            self.text(name, &of(path)?);
            return Ok(());
        }
        let files = Archive::open(path)?.names("")?;
        let hashes: Vec<Hash> = files
            .par_iter()
            .map(|file| of(&path.join(file)))
            .collect::<Result<_, _>>()?;
        for (file, hash) in files.iter().zip(&hashes) {
            self.text(name, file);
            self.text(name, hash);
        }
        Ok(())
    }

    /// Adds the running executable.
    pub(crate) fn generator(&mut self) -> io::Result<()> {
        static HASH: OnceLock<Hash> = OnceLock::new();
        let hash = match HASH.get() {
            Some(hash) => hash.clone(),
            None => of_file(&std::env::current_exe()?)?,
        };
        self.text("generator", HASH.get_or_init(|| hash));
        Ok(())
    }

    pub(crate) fn hash(self) -> Hash {
        in_digits(self.0)
    }
}

/// Hashes a text.
pub(crate) fn of_text(text: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(text);
    in_digits(hash)
}

/// Hashes the content of a file.
pub(crate) fn of_file(path: &Path) -> io::Result<Hash> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(in_digits(hash)),
            length => hash.update(buffer.get(..length).unwrap_or_default()),
        }
    }
}

fn in_digits(hash: Sha256) -> Hash {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
