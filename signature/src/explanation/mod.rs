//! Every intermediate value of a signature, in the order in which they are made.

mod tc3;
mod v1;

pub use self::tc3::payload_hash;
pub(crate) use self::v1::documented;

use std::fmt;

use serde_json::{Value, json};

use crate::{Key, Request, visible};

/// A way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `TC3-HMAC-SHA256`, in the header `Authorization`.
    Tc3,
    /// Version 1 with `HmacSHA1`, in the parameter `Signature`.
    HmacSha1,
    /// Version 1 with `HmacSHA256`, in the parameter `Signature`.
    HmacSha256,
}

impl Algorithm {
    /// Returns the name that requests use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tc3 => crate::ALGORITHM,
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }
}

/// What to sign with where a request does not say it, or says it otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplainOptions<'a> {
    /// Unix seconds; otherwise the request's `X-TC-Timestamp`, or its parameter `Timestamp`.
    pub timestamp: Option<i64>,
    /// The service of the credential scope; otherwise the one that the host names, or that the request was signed for.
    pub service: Option<&'a str>,
    /// The algorithm; otherwise the one that the request was signed with, or TC3.
    pub algorithm: Option<Algorithm>,
    /// The `Nonce` of version 1, for a request that has none.
    pub nonce: Option<u64>,
    /// The hash that is signed for the body, if it was computed before: see [`payload_hash`]. It is not verified.
    pub payload_hash: Option<&'a str>,
}

/// An intermediate value of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// A stable name, such as `canonicalRequest`.
    pub name: &'static str,
    /// What it is, in words.
    pub title: &'static str,
    /// The value. Keys are fingerprints: the first eight hexadecimal digits of their SHA-256.
    pub text: String,
    /// The value with invisible characters shown, as by [`visible`].
    pub shown: String,
}

impl Step {
    pub(crate) fn new(name: &'static str, title: &'static str, text: String) -> Self {
        let shown = visible(&text);
        Self {
            name,
            title,
            text,
            shown,
        }
    }
}

/// Every intermediate value of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// How it is signed.
    pub algorithm: Algorithm,
    /// The signed time in Unix seconds.
    pub timestamp: i64,
    /// The UTC date of the time, such as `2019-02-25`.
    pub date: String,
    /// The intermediate values in order. Which there are depends on the algorithm.
    pub steps: Vec<Step>,
    /// The signature: hexadecimal for TC3, base64 for version 1.
    pub signature: String,
    /// The value of the header `Authorization`, or for version 1 the parameter `Signature` as it is sent: `Signature=..`.
    pub authorization: String,
}

impl Explanation {
    /// Returns the step with a name.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// Returns the explanation as JSON: `{algorithm, timestamp, date, steps: [{name, title, text, shown}], signature,
    /// authorization}`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|step| json!({"name": step.name, "title": step.title, "text": step.text, "shown": step.shown}))
            .collect();
        json!({
            "algorithm": self.algorithm.name(),
            "timestamp": self.timestamp,
            "date": self.date,
            "steps": steps,
            "signature": self.signature,
            "authorization": self.authorization,
        })
    }
}

/// Why a request cannot be signed: something that every signature covers is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExplainError {
    message: String,
}

impl ExplainError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for ExplainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ExplainError {}

/// A signature and the texts that it is made of, without explanations.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signed {
    /// The canonical request; empty for version 1, which has none.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// The signature: hexadecimal for TC3, base64 for version 1.
    pub signature: String,
    /// Another signature that services accept: in version 1, names with an underscore are signed with a full stop in its
    /// place, or as they are sent.
    pub other: Option<String>,
}

/// Shows nothing, since the texts hold every parameter.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").finish_non_exhaustive()
    }
}

/// Signs a request as [`explain`] does, without making what only a person needs. For servers.
///
/// ```
/// use tc3_signature::{ExplainOptions, Key, Request, explain, sign};
///
/// let request = Request::new("POST", "/")
///     .header("Host", "cvm.tencentcloudapi.com")
///     .header("X-TC-Timestamp", "1551113065")
///     .body("{}");
/// let (key, options) = (Key::new("AKIDEXAMPLE", "key-1"), ExplainOptions::default());
/// assert_eq!(sign(&request, &key, &options)?.signature, explain(&request, &key, &options)?.signature);
/// # Ok::<(), tc3_signature::ExplainError>(())
/// ```
///
/// # Errors
/// As [`explain`].
pub fn sign(request: &Request, key: &Key<'_>, options: &ExplainOptions<'_>) -> Result<Signed, ExplainError> {
    match options.algorithm.unwrap_or_else(|| algorithm_of(request)) {
        Algorithm::Tc3 => tc3::sign(request, key, options),
        algorithm => v1::sign(request, key, options, algorithm),
    }
}

/// Explains the signature that `key` makes of a request, whether the request has one or not.
///
/// # Errors
/// If the request lacks something that is signed: its body, the header `Host`, or a time that `options` does not give either.
pub fn explain(request: &Request, key: &Key<'_>, options: &ExplainOptions<'_>) -> Result<Explanation, ExplainError> {
    let algorithm = options.algorithm.unwrap_or_else(|| algorithm_of(request));
    match algorithm {
        Algorithm::Tc3 => tc3::explain(request, key, options),
        Algorithm::HmacSha1 | Algorithm::HmacSha256 => v1::explain(request, key, options, algorithm),
    }
}

/// The algorithm that a request was signed with, or TC3.
fn algorithm_of(request: &Request) -> Algorithm {
    if request.has("authorization") || !crate::v1::is_meant(request) {
        return Algorithm::Tc3;
    }
    let pairs = crate::v1::pairs(request);
    match crate::v1::value(&pairs, "SignatureMethod") {
        Some("HmacSHA256") => Algorithm::HmacSha256,
        _ => Algorithm::HmacSha1,
    }
}
