//! The hash by which wheels are compared.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of a file as hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
