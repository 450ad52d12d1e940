//! From a secret key to a signature.

use super::{Authorization, TERMINATOR};
use crate::hex::hex;
use crate::mac::hmac_sha256;

/// The signature of `to_sign`, in lower-case hexadecimal.
pub(super) fn sign(secret_key: &str, authorization: &Authorization<'_>, to_sign: &str) -> String {
    let date_key = hmac_sha256(format!("TC3{secret_key}").as_bytes(), authorization.date);
    let service_key = hmac_sha256(&date_key, authorization.service);
    let signing_key = hmac_sha256(&service_key, TERMINATOR);
    hex(&hmac_sha256(&signing_key, to_sign))
}
