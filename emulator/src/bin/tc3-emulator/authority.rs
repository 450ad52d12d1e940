//! The file that clients take the authority of HTTPS from.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `pem` to `wanted`, or else to a new file in the folder for temporary files, and says where.
///
/// The file must not exist: whoever could put one in its place would decide what is trusted.
pub(crate) fn write(wanted: Option<&Path>, pem: &str) -> Result<PathBuf, String> {
    let path = match wanted {
        Some(path) => path.to_owned(),
        None => std::env::temp_dir().join(format!("tc3-emulator-{:016x}.pem", fastrand::u64(..))),
    };
    match create(&path, pem) {
        Ok(()) => Ok(path),
        Err(error) => Err(format!(
            "the authority cannot be written to {}: {error}",
            path.display()
        )),
    }
}

fn create(path: &Path, pem: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(pem.as_bytes())
}
