//! Wheels: whatever the bytes, the files in them are read or rejected with an error.
//!
//! **Input:** a zip archive.
//!
//! **Must hold:** every file is read or is an error; no file is larger than 256 MiB; what
//! [`import`](super::metadata::import) says about metadata.

use std::path::Path;

use tc3_codegen::import::Archive;
use zip::CompressionMethod;

use super::metadata;
use crate::{Surface, sections, seeds};

/// The most files of an archive that are read: an archive may list the same bytes many times.
const MOST_FILES: usize = 64;

/// The bytes of a wheel.
pub const SURFACE: Surface = Surface {
    name: "wheel",
    run,
    seeds,
    words: &[
        "PK\x01\x02",
        "PK\x03\x04",
        "PK\x05\x06",
        "PK\x06\x06",
        "PK\x06\x07",
        "PK\x07\x08",
        "\0\0",
        "/api.json",
        "../",
    ],
    test_inputs: 3_000,
};

/// Reads every file of the wheel and imports its metadata.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    match Archive::from_bytes(Path::new("input.whl"), input) {
        Ok(mut archive) => {
            for name in archive.names("").unwrap_or_default().iter().take(MOST_FILES) {
                match archive.read(name) {
                    Ok(text) => assert!(text.len() <= 256 * 1024 * 1024),
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
            }
            metadata::import(input.to_vec())
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let methods = [CompressionMethod::Stored, CompressionMethod::Deflated];
    let inputs = (metadata::SURFACE.seeds)();
    let packed = inputs.iter().flat_map(|input| {
        let text = String::from_utf8_lossy(input);
        methods.map(|method| metadata::packed(&sections::split(&text), method).unwrap_or_default())
    });
    packed.filter(|wheel| wheel.len() <= seeds::MAX_BYTES).collect()
}
