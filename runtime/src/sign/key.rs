//! The signing key: derived from the secret key for one day and one service.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::{SCOPE_END, hex};
use crate::Credentials;

/// A key that signs for one UTC date and one service. Wiped from memory when dropped.
///
/// Kept as the HMAC that has taken it in, which is half of the hashing of a short text.
pub struct SigningKey(HmacSha256);

/// Wipes itself, by the feature `zeroize` of `hmac` and of `sha2`.
type HmacSha256 = Hmac<Sha256>;

impl SigningKey {
    /// Derives the key from the secret key, a date as [`utc_date`](super::utc_date) writes it, and
    /// the API's short name.
    #[must_use]
    pub fn derive(credentials: &Credentials, date: &str, service: &str) -> Self {
        let secret = credentials.secret_key();
        // Sized in advance: growing would leave a copy of the secret behind.
        let mut start = Zeroizing::new(String::with_capacity(3 + secret.len()));
        start.push_str("TC3");
        start.push_str(secret);

        let date_key = hmac_sha256(start.as_bytes(), date);
        let service_key = hmac_sha256(&*date_key, service);
        Self(keyed(&hmac_sha256(&*service_key, SCOPE_END)))
    }

    /// The signature of a string to sign: 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn sign(&self, string_to_sign: &str) -> String {
        hex(&finish(self.0.clone(), string_to_sign))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

fn hmac_sha256(key: &[u8], message: &str) -> Zeroizing<[u8; 32]> {
    // HMAC accepts keys of every length; the error type is that of other MACs.
    HmacSha256::new_from_slice(key).map_or_else(|_| Zeroizing::default(), |mac| finish(mac, message))
}

/// As HMAC defines it for a key that is shorter than a block of the hash: filled up with zeros.
fn keyed(key: &[u8; 32]) -> HmacSha256 {
    let mut block = Zeroizing::new([0; 64]);
    block[..key.len()].copy_from_slice(key);
    HmacSha256::new((&*block).into())
}

fn finish(mut mac: HmacSha256, message: &str) -> Zeroizing<[u8; 32]> {
    mac.update(message.as_bytes());
    let mut output = mac.finalize().into_bytes();
    let result = Zeroizing::new(output.into());
    output.as_mut_slice().zeroize();
    result
}
