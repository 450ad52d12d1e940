//! The key that signs every request of a day to a service, derived once.

use std::fmt;

use super::authorization::Authorization;
use super::recipe::{CanonicalRequest, KeyRecipe, StringToSign};
use crate::date::TIMESTAMPS;
use crate::digest::{KeyedHash, hex, sha256_hex};
use crate::received::ReceivedRequest;

/// The key of `TC3-HMAC-SHA256` for a date and a service, for a server that verifies many requests.
///
/// `Debug` does not show it.
///
/// ```
/// use tc3_signature::{Authorization, ExplainOptions, Key, Request, SigningKey, explain, payload_hash};
///
/// let request = Request::new("POST", "/")
///     .header("Host", "cvm.tencentcloudapi.com")
///     .header("Content-Type", "application/json")
///     .header("X-TC-Timestamp", "1551113065")
///     .body("{}");
/// let expected = explain(&request, &Key::new("AKIDEXAMPLE", "key-1"), &ExplainOptions::default())?;
///
/// let authorization = Authorization::parse(&expected.authorization).map_err(|error| error.to_string())?;
/// let key = SigningKey::derive("key-1", authorization.date, authorization.service);
/// let payload_hash = payload_hash(&request).unwrap_or_default();
/// let signature = key.sign(&request, &authorization, 1_551_113_065, &payload_hash);
/// assert_eq!(signature, Some(expected.signature.clone()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SigningKey(KeyedHash);

impl SigningKey {
    /// Derives the key from a secret key, the UTC date of the signed time, such as `2019-02-25`, and the service of the
    /// credential scope.
    #[must_use]
    pub fn derive(secret_key: &str, date: &str, service: &str) -> Self {
        let keys = KeyRecipe::documented(secret_key, date, service).derive();
        Self(KeyedHash::new(&keys.signing))
    }

    /// Returns the signature of a request that was signed at `timestamp`, in Unix seconds, in lower-case hexadecimal:
    /// the one that [`sign`](crate::sign) makes. The key has to be the one of the scope of `authorization`, whose names of
    /// headers are taken as they were written; `payload_hash` is signed for the body, as of
    /// [`payload_hash`](crate::payload_hash).
    ///
    /// It is `None` if the time is not in the years 1970 to 9999.
    #[must_use]
    pub fn sign(
        &self,
        request: &impl ReceivedRequest,
        authorization: &Authorization<'_>,
        timestamp: i64,
        payload_hash: &str,
    ) -> Option<String> {
        if !TIMESTAMPS.contains(&timestamp) {
            return None;
        }
        let Authorization {
            date,
            service,
            signed_headers,
            ..
        } = *authorization;
        let line = [request.method(), request.path(), request.query()];
        let canonical = CanonicalRequest::documented(request, line, signed_headers, payload_hash).text();
        let hash = sha256_hex(canonical.as_bytes());
        let to_sign = StringToSign::documented(&timestamp.to_string(), date, service).with_hash(&hash);
        Some(hex(&self.0.of(to_sign.as_bytes())))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}
