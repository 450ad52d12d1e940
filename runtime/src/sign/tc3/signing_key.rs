//! The signing key, derived from the secret key for one UTC date and one service.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::Credentials;
use crate::sign::hex::hex;

/// The end of every credential scope.
pub(super) const SCOPE_END: &str = "tc3_request";

/// A signing key for one UTC date and one service. It is wiped from memory when dropped.
///
/// It is kept as an HMAC that has absorbed it, which saves two of some sixteen blocks of hashing per signature.
pub struct SigningKey(HmacSha256);

/// It wipes itself, by the feature `zeroize` of `hmac` and of `sha2`.
type HmacSha256 = Hmac<Sha256>;

impl SigningKey {
    /// Derives the key from the secret key, a date as [`utc_date`](super::utc_date) writes it, and the short name of the
    /// service.
    ///
    /// ```
    /// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
    /// use tc3::Credentials;
    /// use tc3::runtime::sign::{SigningKey, utc_date};
    ///
    /// let credentials = Credentials::new("AKIDEXAMPLE", "key");
    /// let key = SigningKey::derive(&credentials, &utc_date(1_551_113_065), "gaap");
    /// assert_eq!(key.sign("string to sign").len(), 64);
    /// ```
    #[must_use]
    pub fn derive(credentials: &Credentials, date: &str, service: &str) -> Self {
        let secret = credentials.secret_key();
        // Sized in advance, since growing would leave a copy of the secret behind.
        let mut start = Zeroizing::new(String::with_capacity(3 + secret.len()));
        start.push_str("TC3");
        start.push_str(secret);

        let date_key = hmac_sha256(start.as_bytes(), date);
        let service_key = hmac_sha256(&*date_key, service);
        Self(keyed(&hmac_sha256(&*service_key, SCOPE_END)))
    }

    /// Signs a string to sign and returns the signature as 64 lowercase hexadecimal digits.
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
    // HMAC accepts keys of any length; the error type is that of other MACs.
    HmacSha256::new_from_slice(key).map_or_else(|_| Zeroizing::default(), |mac| finish(mac, message))
}

/// Pads the key with zeros, as HMAC does with a key that is shorter than a block of the hash.
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
