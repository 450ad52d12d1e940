//! Verifies signature method `TC3-HMAC-SHA256`.
//!
//! Written from the published steps alone: the client has its own implementation, and each tests the other.

mod authorization;
mod canonical_request;
mod known_mistakes;

use subtle::ConstantTimeEq;

use self::authorization::Authorization;
use self::canonical_request::Parts;
use self::known_mistakes::Candidate;
use super::credentials::Credential;
use super::hmac::{hex, hmac_sha256};
use super::{AuthContext, Signer, signature_mismatch};
use crate::wire::HttpRequest;
use crate::wire::error::{ApiError, INVALID_AUTHORIZATION, SIGNATURE_FAILURE};
use crate::wire::sanitize::excerpt;
use crate::wire::time;

pub(crate) use self::canonical_request::is_payload_unsigned;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const TERMINATOR: &str = "tc3_request";

/// Verifies a request's signature.
pub(super) fn authenticate<'r>(context: &AuthContext<'_, 'r>) -> Result<Signer<'r>, ApiError> {
    let authorization = read_authorization(context.request)?;
    let credential = context.credential(authorization.secret_id)?;
    context.check_clock()?;
    check_date(&authorization, context.call.timestamp)?;
    check_signature(context, &authorization, &credential)?;
    Ok(Signer {
        secret_id: authorization.secret_id,
        credential,
        service: Some(authorization.service),
    })
}

/// The service of the credential scope, if the request has one.
pub(crate) fn scope_service(request: &HttpRequest) -> Option<&str> {
    let authorization = Authorization::parse(request.header("authorization")?).ok()?;
    Some(authorization.service)
}

/// The error for a bad header `Authorization`, which says what is expected of it.
pub(crate) fn invalid_authorization(reason: &str) -> ApiError {
    let form = "Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>";
    ApiError::new(
        INVALID_AUTHORIZATION,
        format!("{reason}; expected Authorization: {ALGORITHM} {form}"),
    )
}

fn read_authorization(request: &HttpRequest) -> Result<Authorization<'_>, ApiError> {
    let header = request
        .header("authorization")
        .ok_or_else(|| "the header Authorization is missing".to_owned());
    header
        .and_then(Authorization::parse)
        .map_err(|reason| invalid_authorization(&reason))
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

fn check_signature(
    context: &AuthContext<'_, '_>,
    authorization: &Authorization<'_>,
    credential: &Credential,
) -> Result<(), ApiError> {
    let request = context.request;
    canonical_request::check_signed_headers(request, &authorization.signed_headers)?;
    let payload_hash = canonical_request::payload_hash(request)?;
    let as_sent = Parts::as_sent(request, &payload_hash);
    let canonical = as_sent.canonical_request(request, &authorization.signed_headers);
    let to_sign = canonical_request::string_to_sign(&canonical, context.call.timestamp, authorization);
    let expected = sign(credential.key(), authorization, &to_sign);
    if bool::from(expected.as_bytes().ct_eq(authorization.signature.as_bytes())) {
        return Ok(());
    }
    let candidate = Candidate {
        request,
        timestamp: context.call.timestamp,
        authorization,
        credential,
        as_sent,
    };
    let mistake = candidate.known_mistake();
    let redacted = as_sent.redacted(request, &authorization.signed_headers, context.redaction_policy());
    let texts = [
        ("this canonical request", &*redacted),
        ("this string to sign", &*to_sign),
    ];
    let error = signature_mismatch(mistake.as_ref().map(|mistake| mistake.message.as_str()), &texts);
    if mistake.is_some_and(|mistake| mistake.is_forgivable) {
        return context.tolerance.forgive(error);
    }
    Err(error)
}

/// The signature of `to_sign` in lower-case hexadecimal, with the signing key that the secret key and the credential
/// scope derive.
fn sign(secret_key: &str, authorization: &Authorization<'_>, to_sign: &str) -> String {
    let date_key = hmac_sha256(format!("TC3{secret_key}").as_bytes(), authorization.date);
    let service_key = hmac_sha256(&date_key, authorization.service);
    let signing_key = hmac_sha256(&service_key, TERMINATOR);
    hex(&hmac_sha256(&signing_key, to_sign))
}
