//! The canonical request: the parts of a request that the signature covers, as one text.
//!
//! The signed URI is always `/` and the signed headers are always `content-type` and `host`, as in the official SDKs. A
//! path in a custom endpoint is the prefix of a gateway, which strips it.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::sign::hex::hex;

/// The value of the header `X-TC-Content-SHA256` that announces [`Payload::Unsigned`].
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

const SIGNED_HEADERS: &str = "content-type;host";

/// The parts of a request that the signature covers; see [`sign`](super::sign) for an example.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SigningInput<'a> {
    /// Short name of the service, for example `gaap`; never derived from a custom host.
    pub service: &'a str,
    /// Time of the request in seconds since the Unix epoch: the value of the header `X-TC-Timestamp`.
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
    /// Creates the input for a POST of JSON without a query, which almost every call is.
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

    /// Sets the HTTP method, in upper case. The default is `POST`.
    ///
    /// ```
    /// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
    /// use tc3::runtime::sign::{Payload, SigningInput};
    ///
    /// let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", 1_551_113_065, Payload::Bytes(b""))
    ///     .method("GET")
    ///     .query("Limit=1&Offset=0")
    ///     .content_type("application/x-www-form-urlencoded");
    /// assert_eq!(input.method, "GET");
    /// ```
    #[must_use]
    pub const fn method(mut self, method: &'a str) -> Self {
        self.method = method;
        self
    }

    /// Sets the query: what follows `?` in the URL, exactly as sent. The default is empty.
    #[must_use]
    pub const fn query(mut self, query: &'a str) -> Self {
        self.query = query;
        self
    }

    /// Sets the value of the header `Content-Type`, exactly as sent. The default is `application/json`.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'a str) -> Self {
        self.content_type = content_type;
        self
    }
}

/// How the body enters the signature.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::runtime::sign::Payload;
///
/// let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// assert_eq!(Payload::Bytes(b"").hash(), empty);
/// assert_ne!(Payload::Unsigned.hash(), empty);
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The literal bytes of the body; empty for GET.
    Bytes(&'a [u8]),
    /// The SHA-256 hash of a body that was hashed elsewhere.
    Sha256([u8; 32]),
    /// The body is not signed; the header `X-TC-Content-SHA256` must be [`UNSIGNED_PAYLOAD`].
    Unsigned,
}

impl Payload<'_> {
    /// Returns the payload's line of the canonical request: 64 lowercase hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        match self {
            Self::Bytes(bytes) => sha256_hex(bytes),
            Self::Sha256(hash) => hex(hash),
            Self::Unsigned => sha256_hex(UNSIGNED_PAYLOAD.as_bytes()),
        }
    }
}

/// Shows the kind of payload, and none of its bytes.
impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Sha256(hash) => write!(f, "Sha256({})", hex(hash)),
            Self::Unsigned => f.write_str("Unsigned"),
        }
    }
}

/// Builds the canonical request: method, URI, query, headers, names of the signed headers and payload hash, one per line.
///
/// The texts are concatenated, here and below: for texts as short as these, `format!` takes longer than hashing them.
pub(super) fn canonical_request(input: &SigningInput<'_>, hashed_payload: &str) -> String {
    let headers = ["content-type:", input.content_type, "\nhost:", input.host, "\n"].concat();
    [input.method, "/", input.query, &headers, SIGNED_HEADERS, hashed_payload].join("\n")
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes).into())
}
