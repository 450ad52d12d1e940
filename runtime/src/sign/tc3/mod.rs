//! TC3-HMAC-SHA256: from a canonical request to the header `Authorization`.
//!
//! The steps are those of the documentation: [`canonical_request`], string to sign, signing key, signature.

mod canonical_request;
mod signing_key;
mod signing_key_cache;
mod utc_date;

pub use canonical_request::{Payload, SigningInput, UNSIGNED_PAYLOAD};
pub use signing_key::SigningKey;
pub use signing_key_cache::SigningKeys;
pub use utc_date::utc_date;

use std::fmt;

use self::canonical_request::{canonical_request, concat, sha256_hex};
use self::signing_key::SCOPE_END;
use crate::Credentials;

/// The name of the algorithm: the first line of the string to sign and the first word of the header `Authorization`.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// A signature with the texts that it was computed from.
///
/// `Debug` redacts the signature and the header: with them, the request could be replayed for as long as its timestamp is
/// accepted.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// Hash of the payload: the last line of the canonical request.
    pub hashed_payload: String,
    /// Canonical request: method, URI, query, headers, names of the signed headers and payload hash, one per line.
    pub canonical_request: String,
    /// Hash of the canonical request: the last line of the string to sign.
    pub hashed_canonical_request: String,
    /// String to sign: algorithm, timestamp, credential scope and request hash, one per line.
    pub string_to_sign: String,
    /// Signature: 64 lowercase hexadecimal digits.
    pub signature: String,
    /// Value of the header `Authorization`.
    pub authorization: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("canonical_request", &self.canonical_request)
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}

/// Signs a request.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::Credentials;
/// use tc3::runtime::sign::{Payload, SigningInput, sign};
///
/// let host = "gaap.tencentcloudapi.com";
/// let input = SigningInput::new("gaap", host, 1_551_113_065, Payload::Bytes(b"{}"));
/// let signed = sign(&input, &Credentials::new("AKIDEXAMPLE", "key"));
/// assert!(signed.authorization.starts_with(
///     "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/gaap/tc3_request, \
///      SignedHeaders=content-type;host, Signature=",
/// ));
/// ```
#[must_use]
pub fn sign(input: &SigningInput<'_>, credentials: &Credentials) -> Signed {
    let key = SigningKey::derive(credentials, &utc_date(input.timestamp), input.service);
    sign_with_key(input, credentials.secret_id(), &key)
}

/// Signs a request with a derived key, which saves three of four HMACs. [`SigningKeys`] caches such keys.
///
/// The key must be the one for the input's service and for the UTC date of its timestamp: the service rejects any other
/// signature with `AuthFailure.SignatureFailure`.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::Credentials;
/// use tc3::runtime::sign::{Payload, SigningInput, SigningKey, sign, sign_with_key, utc_date};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "key");
/// let host = "gaap.tencentcloudapi.com";
/// let input = SigningInput::new("gaap", host, 1_551_113_065, Payload::Bytes(b"{}"));
/// let key = SigningKey::derive(&credentials, &utc_date(input.timestamp), input.service);
/// let signed = sign_with_key(&input, credentials.secret_id(), &key);
/// assert_eq!(signed.authorization, sign(&input, &credentials).authorization);
/// ```
#[must_use]
pub fn sign_with_key(input: &SigningInput<'_>, secret_id: &str, key: &SigningKey) -> Signed {
    sign_on(
        &utc_date(input.timestamp),
        &input.timestamp.to_string(),
        input,
        secret_id,
        key,
    )
}

/// [`sign_with_key`] for a caller that has the input's timestamp as text, and the UTC date of it.
pub(crate) fn sign_on(
    date: &str,
    timestamp: &str,
    input: &SigningInput<'_>,
    secret_id: &str,
    key: &SigningKey,
) -> Signed {
    let signed_headers = input.signed_headers();
    let hashed_payload = input.payload.hash();
    let canonical_request = canonical_request(input, &signed_headers, &hashed_payload);
    let hashed_canonical_request = sha256_hex(canonical_request.as_bytes());
    let scope = concat(&[date, "/", input.service, "/", SCOPE_END]);
    let string_to_sign = concat(&[
        ALGORITHM,
        "\n",
        timestamp,
        "\n",
        &scope,
        "\n",
        &hashed_canonical_request,
    ]);
    let signature = key.sign(&string_to_sign);
    let authorization = concat(&[
        ALGORITHM,
        " Credential=",
        secret_id,
        "/",
        &scope,
        ", SignedHeaders=",
        &signed_headers,
        ", Signature=",
        &signature,
    ]);
    Signed {
        hashed_payload,
        canonical_request,
        hashed_canonical_request,
        string_to_sign,
        signature,
        authorization,
    }
}
