//! The signing key: derived from the secret key for one day and one service.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::{SCOPE_END, hex};
use crate::Credentials;

/// A key that signs for one UTC date and one service. Wiped from memory when dropped.
pub struct SigningKey(Zeroizing<[u8; 32]>);

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
        Self(hmac_sha256(&*service_key, SCOPE_END))
    }

    /// The signature of a string to sign: 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn sign(&self, string_to_sign: &str) -> String {
        hex(&*hmac_sha256(&*self.0, string_to_sign))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

fn hmac_sha256(key: &[u8], message: &str) -> Zeroizing<[u8; 32]> {
    let mut result = Zeroizing::new([0; 32]);
    // HMAC accepts keys of every length; the error type is that of other MACs.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) {
        mac.update(message.as_bytes());
        let mut output = mac.finalize().into_bytes();
        result.copy_from_slice(&output);
        output.as_mut_slice().zeroize();
    }
    result
}
