//! HMAC over SHA-1 and SHA-256, and the hexadecimal form of digests.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The block size of SHA-1 and of SHA-256.
const BLOCK_BYTES: usize = 64;

/// Hex digits of a fingerprint.
const FINGERPRINT_DIGITS: usize = 8;

pub(crate) fn hmac_sha1(key: &[u8], message: &str) -> [u8; 20] {
    let mut mac = Hmac::<Sha1>::new(&key_block::<Sha1>(key).into());
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    KeyedHash::new(key).of(message)
}

/// HMAC over SHA-256 with a key that was taken in.
#[derive(Clone)]
pub(crate) struct KeyedHash(Hmac<Sha256>);

impl KeyedHash {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Hmac::new(&key_block::<Sha256>(key).into()))
    }

    pub(crate) fn of(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// The key padded or hashed to one block: HMAC's own first step. Done here, no key has a length that `hmac` rejects.
fn key_block<D: Digest>(key: &[u8]) -> [u8; BLOCK_BYTES] {
    let mut block = [0; BLOCK_BYTES];
    if key.len() <= BLOCK_BYTES {
        block[..key.len()].copy_from_slice(key);
    } else {
        let hash = D::digest(key);
        block[..hash.len()].copy_from_slice(&hash);
    }
    block
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// Enough of a key's hash to compare two keys, and too little to find either.
pub(crate) fn fingerprint(key: &[u8]) -> String {
    let mut hash = sha256_hex(key);
    hash.truncate(FINGERPRINT_DIGITS);
    hash
}

/// `bytes` in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0xf] {
            text.push(char::from(DIGITS[usize::from(nibble)]));
        }
    }
    text
}

/// The bytes that hexadecimal digits of any case mean, if they are whole bytes.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{hex, hmac_sha1, hmac_sha256, unhex};

    /// The vectors of RFC 2202 and RFC 4231: a short key, and one that is longer than a block.
    #[test]
    fn the_published_test_vectors_match() {
        let message = "what do ya want for nothing?";
        assert_eq!(
            hex(&hmac_sha1(b"Jefe", message)),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", message.as_bytes())),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let message = "Test Using Larger Than Block-Size Key - Hash Key First";
        assert_eq!(
            hex(&hmac_sha1(&[0xaa; 80], message)),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        );
        assert_eq!(
            hex(&hmac_sha256(&[0xaa; 131], message.as_bytes())),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn digits_of_any_case_are_read_and_half_a_byte_is_not() {
        assert_eq!(unhex("00fFAb"), Some(vec![0, 255, 171]));
        assert_eq!(unhex("00f"), None);
        assert_eq!(unhex("0g"), None);
        assert_eq!(unhex(""), Some(Vec::new()));
    }
}
