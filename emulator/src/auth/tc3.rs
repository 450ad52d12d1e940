//! Verifies signature method `TC3-HMAC-SHA256`.

use std::sync::Arc;

use http::HeaderName;
use http::header::{AUTHORIZATION, HOST};
use subtle::ConstantTimeEq;
use tc3_signature::{Algorithm, Authorization};

use super::credentials::Credential;
use super::refusal::{Redacted, Refusal};
use super::signing_keys::KeyOfDay;
use super::{AuthContext, Signer};
use crate::redact::{HIDDEN, RedactionPolicy, redact_query};
use crate::wire::HttpRequest;
use crate::wire::error::{ApiError, INVALID_AUTHORIZATION, SIGNATURE_FAILURE};
use crate::wire::sanitize::excerpt;
use crate::wire::time;

/// The header by which a client leaves its body out of the signature, and the word that it then signs instead.
const PAYLOAD_HEADER: HeaderName = HeaderName::from_static("x-tc-content-sha256");
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// Verifies a request's signature.
pub(super) fn authenticate<'r>(context: &AuthContext<'_, 'r>) -> Result<Signer<'r>, ApiError> {
    let authorization = read_authorization(context.request)?;
    let credential = context.credential(authorization.secret_id)?;
    context.check_clock()?;
    check_date(&authorization, context.call.timestamp)?;
    check_signed_headers(context.request, &authorization)?;
    let payload_hash = tc3_signature::payload_hash(context.request).unwrap_or_default();
    check_payload_header(context.request, &payload_hash)?;
    let signer = Signer {
        secret_id: authorization.secret_id,
        service: Some(authorization.service),
        credential: Arc::clone(&credential),
    };
    if is_right(context, &authorization, &credential, &payload_hash) {
        return Ok(signer);
    }
    let refusal = Refusal {
        context,
        algorithm: Some(Algorithm::Tc3),
        service: Some(authorization.service),
        secret_id: authorization.secret_id,
        credential: &credential,
        signature: authorization.signature,
        payload_hash: Some(&payload_hash),
    };
    refusal.verify(|policy| redacted(context.request, authorization.signature, policy))?;
    Ok(signer)
}

/// Whether the signature is right. The request is copied, to sign it again and to explain why it is not, only if it is
/// wrong, or lacks what every signature covers.
fn is_right(
    context: &AuthContext<'_, '_>,
    authorization: &Authorization<'_>,
    credential: &Credential,
    payload_hash: &str,
) -> bool {
    let Authorization { date, service, .. } = *authorization;
    if context.request.header(HOST).is_none() {
        return false;
    }
    let kept = credential.signing_keys().get(date, service);
    let is_kept = kept.is_some();
    let key = kept.unwrap_or_else(|| Arc::new(KeyOfDay::derive(credential.key(), date, service)));
    let expected = key
        .key
        .sign(context.request, authorization, context.call.timestamp, payload_hash);
    let is_right = expected.is_some_and(|expected| {
        let equal = expected.as_bytes().ct_eq(authorization.signature.as_bytes());
        bool::from(equal)
    });
    if is_right && !is_kept {
        credential.signing_keys().keep(service, key);
    }
    is_right
}

/// The service of the credential scope, if the request has one.
pub(crate) fn scope_service(request: &HttpRequest) -> Option<&str> {
    let authorization = Authorization::parse(request.header(AUTHORIZATION)?).ok()?;
    authorization.check().ok()?;
    Some(authorization.service)
}

/// Whether the signature covers `UNSIGNED-PAYLOAD` instead of the body.
pub(crate) fn is_payload_unsigned(request: &HttpRequest) -> bool {
    request.header(PAYLOAD_HEADER) == Some(UNSIGNED_PAYLOAD)
}

/// The error for a bad header `Authorization`, which says what is expected of it.
pub(crate) fn invalid_authorization(reason: &str) -> ApiError {
    let form = "Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>";
    ApiError::new(
        INVALID_AUTHORIZATION,
        format!("{reason}; expected Authorization: {} {form}", tc3_signature::ALGORITHM),
    )
}

fn read_authorization(request: &HttpRequest) -> Result<Authorization<'_>, ApiError> {
    let header = request
        .header(AUTHORIZATION)
        .ok_or_else(|| invalid_authorization("the header Authorization is missing"))?;
    let checked = Authorization::parse(header).and_then(|authorization| {
        authorization.check()?;
        Ok(authorization)
    });
    checked.map_err(|error| invalid_authorization(&error.to_string()))
}

fn check_date(authorization: &Authorization<'_>, timestamp: i64) -> Result<(), ApiError> {
    let expected = time::date(timestamp);
    if authorization.date == expected {
        return Ok(());
    }
    let date = excerpt(authorization.date);
    Err(ApiError::new(
        SIGNATURE_FAILURE,
        format!("the credential scope's date is `{date}`; expected {expected}, the UTC date of X-TC-Timestamp"),
    ))
}

/// Checks that the request carries every header that it signs.
fn check_signed_headers(request: &HttpRequest, authorization: &Authorization<'_>) -> Result<(), ApiError> {
    let mut names = authorization.signed_headers();
    let Some(absent) = names.find(|name| !request.headers.contains_key(*name)) else {
        return Ok(());
    };
    let absent = excerpt(absent);
    Err(ApiError::new(
        SIGNATURE_FAILURE,
        format!("SignedHeaders names `{absent}`, which the request does not carry"),
    ))
}

/// Checks that `X-TC-Content-SHA256`, if it is there, is the hash of the body or the word that is signed in its place.
fn check_payload_header(request: &HttpRequest, of_body: &str) -> Result<(), ApiError> {
    let Some(given) = request
        .header(PAYLOAD_HEADER)
        .filter(|given| *given != UNSIGNED_PAYLOAD)
    else {
        return Ok(());
    };
    if given == of_body {
        return Ok(());
    }
    let given = excerpt(given);
    Err(ApiError::new(
        SIGNATURE_FAILURE,
        format!(
            "X-TC-Content-SHA256 is `{given}`; expected {UNSIGNED_PAYLOAD}, or the SHA-256 of the body as it was \
             received, {of_body}"
        ),
    ))
}

/// The request with `<hidden>` for what may be secret.
fn redacted(request: &HttpRequest, signature: &str, policy: RedactionPolicy<'_>) -> Redacted {
    let query = redact_query(request.query(), |name| policy.is_public_parameter(name));
    let mut redacted = request.for_signature();
    redacted.target = format!("{}?{query}", request.uri.path());
    for (name, value) in &mut redacted.headers {
        if name.eq_ignore_ascii_case("authorization") {
            // It says which headers are signed.
            *value = value.replace(signature, HIDDEN);
        } else if !RedactionPolicy::is_public_header(name) {
            HIDDEN.clone_into(value);
        }
    }
    Redacted {
        request: redacted,
        texts: ["this canonical request", "this string to sign"],
    }
}
