//! Random numbers that nobody else has.

use crate::Error;

/// 32 hexadecimal digits in lower case.
///
/// # Errors
/// If the system has no random numbers; `purpose` is what they were for.
pub(crate) fn random_hex(purpose: &str) -> Result<String, Error> {
    random_bytes(purpose).map(|bytes| format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// # Errors
/// As [`random_hex`].
pub(crate) fn random_bytes<const N: usize>(purpose: &str) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    match getrandom::getrandom(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Error::refused(format!("no random numbers for {purpose}: {error}"))),
    }
}
