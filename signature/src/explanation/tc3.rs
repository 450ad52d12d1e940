//! The intermediate values of TC3-HMAC-SHA256.

use super::{Algorithm, ExplainError, ExplainOptions, Explanation, Signed, Step};
use crate::date::{TIMESTAMPS, utc_date};
use crate::digest::{fingerprint, hex, sha256_hex};
use crate::host::{service_of_host, split_port};
use crate::tc3::authorization::Authorization;
use crate::tc3::recipe::{Inputs, Recipe};
use crate::tc3::{ALGORITHM, ALWAYS_SIGNED, PAYLOAD_HEADER, UNSIGNED_PAYLOAD};
use crate::{Key, ReceivedRequest, Request};

pub(super) fn explain(
    request: &Request,
    key: &Key<'_>,
    options: &ExplainOptions<'_>,
) -> Result<Explanation, ExplainError> {
    with_recipe(request, key, options, |recipe, timestamp| {
        explain_recipe(recipe, key.secret_id, timestamp)
    })
}

pub(super) fn sign(request: &Request, key: &Key<'_>, options: &ExplainOptions<'_>) -> Result<Signed, ExplainError> {
    with_recipe(request, key, options, |recipe, _| {
        let canonical = recipe.canonical.text();
        let to_sign = recipe.to_sign.text(&canonical);
        let signature = hex(&recipe.key.sign(&recipe.key.derive().signing, &to_sign));
        Signed {
            canonical_request: canonical,
            string_to_sign: to_sign,
            signature,
            other: None,
        }
    })
}

/// Calls `make` with the documented recipe for a request and the signed time.
fn with_recipe<T>(
    request: &Request,
    key: &Key<'_>,
    options: &ExplainOptions<'_>,
    make: impl FnOnce(&Recipe<'_>, i64) -> T,
) -> Result<T, ExplainError> {
    let authorization = request
        .value("authorization")
        .and_then(|value| Authorization::parse(value).ok());
    let host = request
        .value("host")
        .ok_or_else(|| ExplainError::new("the header Host is missing; it is always signed"))?;
    let timestamp = match options.timestamp {
        Some(timestamp) => timestamp,
        None => timestamp_of(request)?,
    };
    if !TIMESTAMPS.contains(&timestamp) {
        let message = format!("the time {timestamp} is not in the years 1970 to 9999, in seconds since 1970");
        return Err(ExplainError::new(message));
    }
    let of_host = service_of_host(host);
    let service = options
        .service
        .map(str::to_owned)
        .or(of_host)
        .or_else(|| authorization.map(|authorization| authorization.service.to_owned()))
        .ok_or_else(|| {
            let host = split_port(host).0;
            ExplainError::new(format!("the host {host} names no service, and no other was given"))
        })?;
    let given = options.payload_hash.map(str::to_owned);
    let payload = given
        .or_else(|| payload_hash(request))
        .ok_or_else(|| ExplainError::new("the body of the request is not known"))?;
    let signed_headers = match authorization {
        Some(authorization) => authorization.documented_headers().into_owned(),
        None => ALWAYS_SIGNED.to_owned(),
    };
    let (date, seconds) = (utc_date(timestamp), timestamp.to_string());
    let recipe = Recipe::documented(
        request,
        Inputs {
            signed_headers: &signed_headers,
            payload: &payload,
            timestamp: &seconds,
            date: &date,
            service: &service,
            secret: key.secret_key,
        },
    );
    Ok(make(&recipe, timestamp))
}

/// The values that a recipe makes.
fn explain_recipe(recipe: &Recipe<'_>, secret_id: &str, timestamp: i64) -> Explanation {
    let canonical = recipe.canonical.text();
    let to_sign = recipe.to_sign.text(&canonical);
    let keys = recipe.key.derive();
    let signature = hex(&recipe.key.sign(&keys.signing, &to_sign));
    let scope = recipe.to_sign.scope();
    let authorization = format!(
        "{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={names}, Signature={signature}",
        names = recipe.canonical.signed_headers
    );
    let steps = vec![
        Step::new(
            "hashedPayload",
            "SHA-256 of the body",
            recipe.canonical.payload.to_owned(),
        ),
        Step::new("canonicalRequest", "Canonical request", canonical.clone()),
        Step::new(
            "hashedCanonicalRequest",
            "SHA-256 of the canonical request",
            sha256_hex(canonical.as_bytes()),
        ),
        Step::new("credentialScope", "Credential scope", scope),
        Step::new("stringToSign", "String to sign", to_sign),
        Step::new(
            "kDate",
            "Fingerprint of kDate: HMAC of the date, by TC3 and the secret key",
            fingerprint(&keys.date),
        ),
        Step::new(
            "kService",
            "Fingerprint of kService: HMAC of the service, by kDate",
            fingerprint(&keys.service),
        ),
        Step::new(
            "kSigning",
            "Fingerprint of kSigning: HMAC of tc3_request, by kService",
            fingerprint(&keys.signing),
        ),
        Step::new(
            "signature",
            "Signature: HMAC of the string to sign, by kSigning",
            signature.clone(),
        ),
        Step::new("authorization", "Header Authorization", authorization.clone()),
    ];
    Explanation {
        algorithm: Algorithm::Tc3,
        timestamp,
        date: recipe.to_sign.date.to_owned(),
        steps,
        signature,
        authorization,
    }
}

fn timestamp_of(request: &Request) -> Result<i64, ExplainError> {
    let text = request
        .value("x-tc-timestamp")
        .ok_or_else(|| ExplainError::new("the header X-TC-Timestamp is missing, and no other time was given"))?;
    text.parse()
        .map_err(|_| ExplainError::new(format!("X-TC-Timestamp is `{text}`; expected the time in Unix seconds")))
}

/// Returns the hash that is signed for the body in lower-case hexadecimal: that of `UNSIGNED-PAYLOAD` if the request says so,
/// and none if the body is not known.
///
/// ```
/// use tc3_signature::{Request, payload_hash};
///
/// let hash = payload_hash(&Request::new("POST", "/").body("{}"));
/// assert!(hash.is_some_and(|hash| hash.starts_with("44136fa355b3678a")));
/// ```
#[must_use]
pub fn payload_hash(request: &impl ReceivedRequest) -> Option<String> {
    let mut first = None;
    request.visit_values(PAYLOAD_HEADER, &mut |value| {
        first.get_or_insert(value.trim() == UNSIGNED_PAYLOAD);
    });
    if first == Some(true) {
        return Some(sha256_hex(UNSIGNED_PAYLOAD.as_bytes()));
    }
    request.body().map(sha256_hex)
}
