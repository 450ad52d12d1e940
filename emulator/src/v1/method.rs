//! From a secret key to a signature of version 1.

use base64ct::{Base64, Encoding};

use crate::mac::{hmac_sha1, hmac_sha256};

/// The hash below a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    HmacSha1,
    HmacSha256,
}

impl Method {
    /// The method that the parameter `SignatureMethod` names.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "HmacSHA1" => Some(Self::HmacSha1),
            "HmacSHA256" => Some(Self::HmacSha256),
            _ => None,
        }
    }

    /// The signature of `text`, in base64.
    pub(super) fn sign(self, key: &str, text: &str) -> String {
        match self {
            Self::HmacSha1 => Base64::encode_string(&hmac_sha1(key.as_bytes(), text)),
            Self::HmacSha256 => Base64::encode_string(&hmac_sha256(key.as_bytes(), text)),
        }
    }
}
