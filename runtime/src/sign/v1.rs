//! Signatures of version 1, HmacSHA1 and HmacSHA256, which services used before TC3 and still accept.
//!
//! Action, secret ID and everything else are parameters here, and so is the signature: of a query (GET, at most 32 KB) or
//! of a form (POST, at most 1 MB). The signed path is always `/`, as in [`sign`](super::sign). There is no canonical
//! request: the string to sign holds the parameters, sorted and unescaped.

use std::fmt;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use super::percent_encoding;
use crate::Credentials;

/// The hash function of the signature.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::runtime::sign::v1::Algorithm;
///
/// assert_eq!(Algorithm::HmacSha256.as_str(), "HmacSHA256");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `HmacSHA1`, the default of the services if there is no `SignatureMethod`.
    HmacSha1,
    /// `HmacSHA256`.
    HmacSha256,
}

impl Algorithm {
    /// Returns the value of the parameter `SignatureMethod`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }

    /// Signs `text` and returns the signature in base64.
    fn sign(self, credentials: &Credentials, text: &str) -> String {
        let key = credentials.secret_key().as_bytes();
        match self {
            Self::HmacSha1 => mac::<Hmac<Sha1>>(key, text),
            Self::HmacSha256 => mac::<Hmac<Sha256>>(key, text),
        }
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], text: &str) -> String {
    // HMAC accepts keys of any length; the error type is that of other MACs.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    Base64::encode_string(&mac.finalize().into_bytes())
}

/// The common parameters: those that signing adds, and those that route a request.
///
/// An action cannot have a parameter with such a name, since one would replace the other.
pub const COMMON_PARAMETERS: &[&str] = &[
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Version",
];

/// The request to sign; see [`sign`] for an example.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The value of the header `Host`, exactly as sent.
    pub host: &'a str,
    /// Hash function of the signature.
    pub algorithm: Algorithm,
    /// Names and unescaped values, in any order, each name once: the action's own, flattened to `A.0.B`, `Action`,
    /// `Version`, `Timestamp`, `Nonce`, and optionally `Region`, `Language` and `RequestClient`.
    pub parameters: &'a [(&'a str, &'a str)],
}

impl<'a> Input<'a> {
    /// Creates the input from its fields.
    #[must_use]
    pub const fn new(
        method: &'a str,
        host: &'a str,
        algorithm: Algorithm,
        parameters: &'a [(&'a str, &'a str)],
    ) -> Self {
        Self {
            method,
            host,
            algorithm,
            parameters,
        }
    }
}

/// Shows the names of the parameters and redacts their values, which may be secret.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Input")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("algorithm", &self.algorithm)
            .field("parameters", &names)
            .finish()
    }
}

/// A signature with the text that it was computed from. `Debug` redacts both, since the text holds every parameter.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// String to sign: method, host, path, and the sorted parameters, unescaped.
    pub string_to_sign: String,
    /// Signature, in base64.
    pub signature: String,
    /// All parameters, `Signature` included, as a query or a form, sorted by name.
    pub form: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed").finish_non_exhaustive()
    }
}

/// Signs a request. `SecretId`, `SignatureMethod` and, for temporary credentials, `Token` are added to its parameters.
///
/// ```
/// # mod tc3 { pub use tc3_runtime::*; pub mod runtime { pub use tc3_runtime::*; } }
/// use tc3::Credentials;
/// use tc3::runtime::sign::v1::{Algorithm, Input, sign};
///
/// let parameters = [
///     ("Action", "DescribeDestRegions"),
///     ("Nonce", "11886"),
///     ("Timestamp", "1551113065"),
///     ("Version", "2018-05-29"),
/// ];
/// let input = Input::new("GET", "gaap.tencentcloudapi.com", Algorithm::HmacSha256, &parameters);
/// let signed = sign(&input, &Credentials::new("AKIDEXAMPLE", "key"));
/// assert!(signed.string_to_sign.starts_with("GETgaap.tencentcloudapi.com/?Action=DescribeDestRegions&Nonce="));
/// assert!(signed.form.contains("&SecretId=AKIDEXAMPLE&Signature="));
/// ```
#[must_use]
pub fn sign(input: &Input<'_>, credentials: &Credentials) -> Signed {
    let mut parameters = input.parameters.to_vec();
    parameters.push(("SecretId", credentials.secret_id()));
    parameters.push(("SignatureMethod", input.algorithm.as_str()));
    parameters.extend(credentials.token().map(|token| ("Token", token)));
    parameters.sort_unstable();

    // The official Python SDK signs a period in place of each underscore of a name; the one for Node does not.
    let pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{}={value}", name.replace('_', ".")))
        .collect();
    let string_to_sign = format!("{}{}/?{}", input.method, input.host, pairs.join("&"));
    let signature = input.algorithm.sign(credentials, &string_to_sign);

    parameters.push(("Signature", &signature));
    parameters.sort_unstable();
    let form = percent_encoding::encode(parameters);
    Signed {
        string_to_sign,
        signature,
        form,
    }
}
