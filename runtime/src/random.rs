//! Random numbers of the system: for tokens and nonces, which must be unique, and for jitter.

use crate::Error;

/// Returns 32 random hexadecimal digits in lower case.
///
/// # Errors
/// If the system has no random numbers. The message names the `purpose`.
pub(crate) fn random_hex(purpose: &str) -> Result<String, Error> {
    random_bytes(purpose).map(|bytes| format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Returns `N` random bytes.
///
/// # Errors
/// As [`random_hex`].
pub(crate) fn random_bytes<const N: usize>(purpose: &str) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    match getrandom::getrandom(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Error::refused(format!("no random numbers for {purpose}: {error}"))),
    }
}
