//! Signature method `TC3-HMAC-SHA256`, from the server's side.
//!
//! Written from the published steps alone: the client has its own, and each checks the other.

mod authorization;
mod canonical;
mod signature;

use subtle::ConstantTimeEq;

use crate::authentication::{Question, Signer, signature_failure};
use crate::code::{INVALID_AUTHORIZATION, SIGNATURE_FAILURE};
use crate::credential::Credential;
use crate::date;
use crate::discretion::Discretion;
use crate::excerpt::excerpt;
use crate::received::Received;
use crate::refusal::Refusal;

use authorization::Authorization;
pub(crate) use canonical::leaves_out_body;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const TERMINATOR: &str = "tc3_request";

/// How much of a value a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// Checks a request's signature.
pub(crate) fn authenticate<'r>(question: &Question<'_, 'r>) -> Result<Signer<'r>, Refusal> {
    let authorization = read_authorization(question.request)?;
    let credential = question.credential(authorization.secret_id)?;
    question.check_clock()?;
    check_date(&authorization, question.call.timestamp)?;
    check_signature(question, &authorization, &credential)?;
    Ok(Signer {
        secret_id: authorization.secret_id,
        credential,
        service: Some(authorization.service),
    })
}

/// The service of the credential scope, if there is one.
pub(crate) fn scope_service(request: &Received) -> Option<&str> {
    let authorization = Authorization::parse(request.header("authorization")?).ok()?;
    Some(authorization.service)
}

/// A refusal of the header `Authorization`, which says what is expected of it.
pub(crate) fn invalid_authorization(fault: &str) -> Refusal {
    let form = "Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>";
    Refusal::new(
        INVALID_AUTHORIZATION,
        format!("{fault}; expected Authorization: {ALGORITHM} {form}"),
    )
}

fn read_authorization(request: &Received) -> Result<Authorization<'_>, Refusal> {
    let header = request
        .header("authorization")
        .ok_or_else(|| "the header Authorization is missing".to_owned());
    header
        .and_then(Authorization::parse)
        .map_err(|fault| invalid_authorization(&fault))
}

fn check_date(authorization: &Authorization<'_>, timestamp: i64) -> Result<(), Refusal> {
    let expected = date::date(timestamp);
    if authorization.date == expected {
        return Ok(());
    }
    let date = excerpt(authorization.date, MAX_SHOWN);
    Err(Refusal::new(
        SIGNATURE_FAILURE,
        format!("the credential scope's date is `{date}`; expected {expected}, the UTC date of X-TC-Timestamp"),
    ))
}

fn check_signature(
    question: &Question<'_, '_>,
    authorization: &Authorization<'_>,
    credential: &Credential,
) -> Result<(), Refusal> {
    let canonical = canonical::request(question.request, &authorization.signed_headers)?;
    let to_sign = canonical::string_to_sign(&canonical, question.call.timestamp, authorization);
    let expected = signature::sign(credential.key(), authorization, &to_sign);
    if bool::from(expected.as_bytes().ct_eq(authorization.signature.as_bytes())) {
        return Ok(());
    }
    let discretion = Discretion::of(question);
    let shown = canonical::shown(question.request, &authorization.signed_headers, discretion);
    Err(signature_failure(&[
        ("this canonical request", &shown),
        ("this string to sign", &to_sign),
    ]))
}
