//! The canonical request: the parts of a request that the signature covers, as one text.
//!
//! The signed URI is always `/`, and the signed headers are `content-type`, `host` and those that the caller adds, sorted by
//! name. A path in a custom endpoint is the prefix of a gateway, which strips it.
//!
//! The documentation has values of headers in lower case. The official SDKs sign `content-type` as it is sent, which is
//! the same for the values that they send; added headers follow the documentation.

use std::borrow::Cow;
use std::fmt;

use sha2::{Digest, Sha256};

use crate::sign::hex::hex;

/// The value of the header `X-TC-Content-SHA256` that announces [`Payload::Unsigned`].
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The headers that are always signed.
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
    /// Names and values of further headers to sign, each name once, in any order; not `Content-Type` and `Host`, which are
    /// always signed.
    pub added_headers: &'a [(&'a str, &'a str)],
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
            added_headers: &[],
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

    /// Sets further headers to sign, by name and value, each name once, in any order. The default is none; `Content-Type`
    /// and `Host` are always signed and do not belong here.
    ///
    /// ```
    /// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
    /// use tc3::Credentials;
    /// use tc3::runtime::sign::{Payload, SigningInput, sign};
    ///
    /// let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", 1_551_113_065, Payload::Bytes(b"{}"))
    ///     .added_headers(&[("X-TC-Action", "DescribeProxies")]);
    /// let signed = sign(&input, &Credentials::new("AKIDEXAMPLE", "key"));
    /// assert!(signed.authorization.contains("SignedHeaders=content-type;host;x-tc-action, "));
    /// ```
    #[must_use]
    pub const fn added_headers(mut self, headers: &'a [(&'a str, &'a str)]) -> Self {
        self.added_headers = headers;
        self
    }

    /// The names of the signed headers, sorted and joined by `;`.
    pub(super) fn signed_headers(&self) -> Cow<'static, str> {
        if self.added_headers.is_empty() {
            return Cow::Borrowed(SIGNED_HEADERS);
        }
        let names: Vec<String> = self.sorted_headers().into_iter().map(|(name, _)| name).collect();
        Cow::Owned(names.join(";"))
    }

    /// The signed headers as lines of the canonical request, if the caller adds any.
    fn canonical_headers(&self) -> String {
        let lines = self.sorted_headers().into_iter();
        lines
            .map(|(name, value)| [&*name, ":", &*value, "\n"].concat())
            .collect()
    }

    /// Names and values of the signed headers in their canonical form, sorted by name.
    fn sorted_headers(&self) -> Vec<(String, String)> {
        let added = self.added_headers.iter();
        let mut headers: Vec<(String, String)> = added
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_lowercase()))
            .collect();
        headers.push(("content-type".to_owned(), self.content_type.to_owned()));
        headers.push(("host".to_owned(), self.host.to_owned()));
        headers.sort_unstable();
        headers
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
pub(super) fn canonical_request(input: &SigningInput<'_>, signed_headers: &str, hashed_payload: &str) -> String {
    let (method, query) = (input.method, input.query);
    let names = signed_headers;
    if input.added_headers.is_empty() {
        let (content_type, host) = (input.content_type, input.host);
        return concat(&[
            method,
            "\n/\n",
            query,
            "\ncontent-type:",
            content_type,
            "\nhost:",
            host,
            "\n\n",
            names,
            "\n",
            hashed_payload,
        ]);
    }
    let headers = input.canonical_headers();
    concat(&[
        method,
        "\n/\n",
        query,
        "\n",
        &headers,
        "\n",
        names,
        "\n",
        hashed_payload,
    ])
}

/// Joins texts in one allocation. For texts as short as those of a signature, `format!` takes longer than hashing them,
/// and `join` twice as long as this.
pub(super) fn concat(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        text.push_str(part);
    }
    text
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes).into())
}
