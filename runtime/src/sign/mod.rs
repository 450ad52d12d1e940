//! TC3-HMAC-SHA256, the signature of Tencent Cloud API 3.0, as a pure function.
//!
//! Nothing here reads a clock or an environment, and nothing is normalised: the caller gives the
//! literal bytes that go on the wire, and exactly those are signed. Each intermediate text is kept
//! in [`Signed`], because a rejected signature is found by comparing them step by step.
//!
//! [`sign`] derives a key for each signature; [`sign_with_key`] takes one, and [`SigningKeys`] keeps them for their
//! day. Signatures of version 1 are in `v1`, with the feature `sign-v1`.
//!
//! The signed URI is always `/` and the signed headers are always `content-type` and `host`, as in
//! the official SDKs.

mod date;
#[cfg(any(feature = "encodings", feature = "sign-v1"))]
pub(crate) mod form;
mod hex;
mod key;
mod keys;
#[cfg(feature = "sign-v1")]
pub mod v1;

use hex::hex;

pub use date::utc_date;
pub use key::SigningKey;
pub use keys::SigningKeys;

use std::fmt;

use sha2::{Digest, Sha256};

use crate::Credentials;

/// The name of the algorithm, first word of the string to sign and of the `Authorization` header.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The header value of `X-TC-Content-SHA256` that announces [`Payload::Unsigned`].
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

const SIGNED_HEADERS: &str = "content-type;host";
const SCOPE_END: &str = "tc3_request";

/// The parts of a request that the signature covers; see [`sign`] for an example.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SigningInput<'a> {
    /// The API's short name, for example `gaap`; never derived from a custom host.
    pub service: &'a str,
    /// Seconds since the Unix epoch, the value of the header `X-TC-Timestamp`.
    pub timestamp: u64,
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// What follows `?` in the URL, exactly as sent; empty if there is none.
    pub query: &'a str,
    /// The value of the header `Content-Type`, exactly as sent.
    pub content_type: &'a str,
    /// The value of the header `Host`, exactly as sent, in lower case.
    pub host: &'a str,
    /// The body.
    pub payload: Payload<'a>,
}

impl<'a> SigningInput<'a> {
    /// A POST of JSON without a query, as almost every call is one.
    #[must_use]
    pub const fn new(service: &'a str, host: &'a str, timestamp: u64, payload: Payload<'a>) -> Self {
        Self {
            service,
            timestamp,
            method: "POST",
            query: "",
            content_type: "application/json",
            host,
            payload,
        }
    }

    /// The same with another HTTP method, in upper case.
    #[must_use]
    pub const fn method(mut self, method: &'a str) -> Self {
        self.method = method;
        self
    }

    /// The same with a query: what follows `?` in the URL, exactly as sent.
    #[must_use]
    pub const fn query(mut self, query: &'a str) -> Self {
        self.query = query;
        self
    }

    /// The same with another value of the header `Content-Type`, exactly as sent.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'a str) -> Self {
        self.content_type = content_type;
        self
    }
}

/// How the body enters the signature.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The literal bytes of the body, empty for GET.
    Bytes(&'a [u8]),
    /// The SHA-256 of a body that was hashed elsewhere.
    Sha256([u8; 32]),
    /// The body is not covered; the header `X-TC-Content-SHA256` must say [`UNSIGNED_PAYLOAD`].
    Unsigned,
}

impl Payload<'_> {
    /// The payload's line of the canonical request: 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        match self {
            Self::Bytes(bytes) => sha256_hex(bytes),
            Self::Sha256(hash) => hex(hash),
            Self::Unsigned => sha256_hex(UNSIGNED_PAYLOAD.as_bytes()),
        }
    }
}

/// Says which kind of payload it is, and no byte of it.
impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Sha256(hash) => write!(f, "Sha256({})", hex(hash)),
            Self::Unsigned => f.write_str("Unsigned"),
        }
    }
}

/// A signature with the texts it was made from.
///
/// `Debug` leaves out the signature and the header: whoever reads them can repeat the request for
/// as long as its timestamp is accepted.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// Hash of the payload, the last line of the canonical request.
    pub hashed_payload: String,
    /// Method, URI, query, headers and payload hash, one a line.
    pub canonical_request: String,
    /// Hash of the canonical request, the last line of the string to sign.
    pub hashed_canonical_request: String,
    /// Algorithm, timestamp, scope and request hash, one a line.
    pub string_to_sign: String,
    /// The signature: 64 lower-case hexadecimal digits.
    pub signature: String,
    /// The value of the header `Authorization`.
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
/// use tc3_runtime::Credentials;
/// use tc3_runtime::sign::{Payload, SigningInput, sign};
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

/// Signs a request with a key that was derived before, which saves three of four HMACs. [`SigningKeys`] keeps such
/// keys.
///
/// The key has to be that of the input's service and of the UTC date of its timestamp: the cloud refuses the
/// signature of any other with `AuthFailure.SignatureFailure`.
///
/// ```
/// use tc3_runtime::Credentials;
/// use tc3_runtime::sign::{Payload, SigningInput, SigningKey, sign, sign_with_key, utc_date};
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
    let scope = [&*utc_date(input.timestamp), input.service, SCOPE_END].join("/");

    let hashed_payload = input.payload.hash();
    let canonical_request = canonical_request(input, &hashed_payload);
    let hashed_canonical_request = sha256_hex(canonical_request.as_bytes());
    let timestamp = input.timestamp.to_string();
    let string_to_sign = [ALGORITHM, &timestamp, &scope, &hashed_canonical_request].join("\n");

    let signature = key.sign(&string_to_sign);
    let authorization = authorization(secret_id, &scope, &signature);
    Signed {
        hashed_payload,
        canonical_request,
        hashed_canonical_request,
        string_to_sign,
        signature,
        authorization,
    }
}

// Pieces are put together: for texts as short as these, `format!` takes longer than hashing them.

fn canonical_request(input: &SigningInput<'_>, hashed_payload: &str) -> String {
    let headers = ["content-type:", input.content_type, "\nhost:", input.host, "\n"].concat();
    [input.method, "/", input.query, &headers, SIGNED_HEADERS, hashed_payload].join("\n")
}

fn authorization(secret_id: &str, scope: &str, signature: &str) -> String {
    const SIGNED_BY: &str = ", SignedHeaders=content-type;host, Signature=";
    [ALGORITHM, " Credential=", secret_id, "/", scope, SIGNED_BY, signature].concat()
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes).into())
}
