//! From a secret key to a signature.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::{Authorization, TERMINATOR};

const BLOCK_BYTES: usize = 64;

/// The signature of `to_sign`, in lower-case hexadecimal.
pub(crate) fn sign(secret_key: &str, authorization: &Authorization<'_>, to_sign: &str) -> String {
    let date_key = mac(format!("TC3{secret_key}").as_bytes(), authorization.date);
    let service_key = mac(&date_key, authorization.service);
    let signing_key = mac(&service_key, TERMINATOR);
    hex(&mac(&signing_key, to_sign))
}

fn mac(key: &[u8], message: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new(&key_block(key).into());
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().into()
}

/// HMAC's own first step. Done here, it leaves no key length that could be refused.
fn key_block(key: &[u8]) -> [u8; BLOCK_BYTES] {
    let mut block = [0; BLOCK_BYTES];
    if key.len() <= BLOCK_BYTES {
        block[..key.len()].copy_from_slice(key);
    } else {
        block[..32].copy_from_slice(&Sha256::digest(key));
    }
    block
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}
