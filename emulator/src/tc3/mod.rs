//! Signature method `TC3-HMAC-SHA256`, from the server's side.
//!
//! Written from the published steps alone: the client has its own, and each checks the other.

mod authorization;
mod canonical;
mod signature;

use subtle::ConstantTimeEq;

use crate::call::Call;
use crate::code::{INVALID_AUTHORIZATION, SECRET_ID_NOT_FOUND, SIGNATURE_EXPIRE, SIGNATURE_FAILURE};
use crate::credential::{Credential, Credentials};
use crate::date;
use crate::received::Received;
use crate::refusal::Refusal;

pub(crate) use authorization::Authorization;

pub(crate) const ALGORITHM: &str = "TC3-HMAC-SHA256";
const TERMINATOR: &str = "tc3_request";

/// How far a request's time may lie from the server's, in seconds.
const CLOCK_WINDOW_SECONDS: u64 = 5 * 60;

/// Who signed a request, and for which service.
pub(crate) struct Signer<'r, 'c> {
    pub(crate) service: &'r str,
    pub(crate) credential: &'c Credential,
}

/// Checks a request's signature. `now` is the server's time in Unix seconds.
pub(crate) fn authenticate<'r, 'c>(
    request: &'r Received,
    call: &Call<'_>,
    credentials: &'c Credentials,
    now: i64,
) -> Result<Signer<'r, 'c>, Refusal> {
    let authorization = read_authorization(request)?;
    let credential = credentials.get(authorization.secret_id).ok_or_else(|| {
        Refusal::new(
            SECRET_ID_NOT_FOUND,
            format!("no credential has the SecretId `{}`", authorization.secret_id),
        )
    })?;
    check_clock(call.timestamp, now)?;
    check_date(&authorization, call.timestamp)?;
    check_signature(request, call, &authorization, credential)?;
    Ok(Signer {
        service: authorization.service,
        credential,
    })
}

fn read_authorization(request: &Received) -> Result<Authorization<'_>, Refusal> {
    let header = request
        .header("authorization")
        .ok_or_else(|| "the header Authorization is missing".to_owned());
    header.and_then(Authorization::parse).map_err(|fault| {
        let form =
            "Credential=<SecretId>/<date>/<service>/tc3_request, SignedHeaders=content-type;host, Signature=<hex>";
        Refusal::new(
            INVALID_AUTHORIZATION,
            format!("{fault}; expected Authorization: {ALGORITHM} {form}"),
        )
    })
}

fn check_clock(timestamp: i64, now: i64) -> Result<(), Refusal> {
    let difference = now.abs_diff(timestamp);
    if difference <= CLOCK_WINDOW_SECONDS {
        return Ok(());
    }
    let side = if timestamp < now { "behind" } else { "ahead of" };
    Err(Refusal::new(
        SIGNATURE_EXPIRE,
        format!(
            "X-TC-Timestamp is {timestamp}, {difference} s {side} the server's time {now}; \
             at most {CLOCK_WINDOW_SECONDS} s are allowed"
        ),
    ))
}

fn check_date(authorization: &Authorization<'_>, timestamp: i64) -> Result<(), Refusal> {
    let expected = date::date(timestamp);
    if authorization.date == expected {
        return Ok(());
    }
    Err(Refusal::new(
        SIGNATURE_FAILURE,
        format!(
            "the credential scope's date is `{}`; expected {expected}, the UTC date of X-TC-Timestamp",
            authorization.date
        ),
    ))
}

fn check_signature(
    request: &Received,
    call: &Call<'_>,
    authorization: &Authorization<'_>,
    credential: &Credential,
) -> Result<(), Refusal> {
    let canonical = canonical::canonical_request(request, &authorization.signed_headers)?;
    let to_sign = canonical::string_to_sign(&canonical, call.timestamp, authorization);
    let expected = signature::sign(credential.key(), authorization, &to_sign);
    if bool::from(expected.as_bytes().ct_eq(authorization.signature.as_bytes())) {
        return Ok(());
    }
    Err(Refusal::new(
        SIGNATURE_FAILURE,
        format!(
            "the signature is not the one made with this SecretId's key. From the bytes it received the server made \
             this canonical request:\n{canonical}\nand this string to sign:\n{to_sign}\n\
             Compare them with the client's, line by line; if they are the same, the key differs"
        ),
    ))
}
