//! The canonical request and the string to sign, made from the bytes that came in.

use sha2::{Digest, Sha256};

use super::{ALGORITHM, Authorization, TERMINATOR};
use crate::auth::hmac::hex;
use crate::redact::{HIDDEN, RedactionPolicy, redact_query};
use crate::wire::HttpRequest;
use crate::wire::error::{ApiError, SIGNATURE_FAILURE};
use crate::wire::sanitize::excerpt;

/// The header by which a client leaves its body out of the signature, and the word that it then signs instead.
const PAYLOAD_HEADER: &str = "x-tc-content-sha256";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The canonical request; `signed_headers` are in lower case and sorted.
pub(super) fn canonical_request(request: &HttpRequest, signed_headers: &[String]) -> Result<String, ApiError> {
    if let Some(absent) = signed_headers.iter().find(|name| !request.headers.contains_key(*name)) {
        let absent = excerpt(absent);
        return Err(ApiError::new(
            SIGNATURE_FAILURE,
            format!("SignedHeaders names `{absent}`, which the request does not carry"),
        ));
    }
    Ok(lines(request, signed_headers, request.query(), |name| {
        header_value(request, name)
    }))
}

/// The canonical request for a message, with `<hidden>` for what may be secret.
pub(super) fn redacted(request: &HttpRequest, signed_headers: &[String], policy: RedactionPolicy<'_>) -> String {
    let query = redact_query(request.query(), |name| policy.is_public_parameter(name));
    lines(request, signed_headers, &query, |name| {
        if RedactionPolicy::is_public_header(name) {
            header_value(request, name)
        } else {
            HIDDEN.to_owned()
        }
    })
}

fn lines(
    request: &HttpRequest,
    signed_headers: &[String],
    query: &str,
    header_value: impl Fn(&str) -> String,
) -> String {
    let headers: String = signed_headers
        .iter()
        .map(|name| format!("{name}:{}\n", header_value(name)))
        .collect();
    format!(
        "{method}\n{path}\n{query}\n{headers}\n{names}\n{payload}",
        method = request.method,
        path = request.uri.path(),
        names = signed_headers.join(";"),
        payload = hex(&Sha256::digest(payload(request))),
    )
}

fn payload(request: &HttpRequest) -> &[u8] {
    if is_payload_unsigned(request) {
        UNSIGNED_PAYLOAD.as_bytes()
    } else {
        &request.body
    }
}

/// Whether the signature covers `UNSIGNED-PAYLOAD` instead of the body.
pub(crate) fn is_payload_unsigned(request: &HttpRequest) -> bool {
    request.header(PAYLOAD_HEADER) == Some(UNSIGNED_PAYLOAD)
}

pub(super) fn string_to_sign(canonical_request: &str, timestamp: i64, authorization: &Authorization<'_>) -> String {
    format!(
        "{ALGORITHM}\n{timestamp}\n{date}/{service}/{TERMINATOR}\n{hash}",
        date = authorization.date,
        service = authorization.service,
        hash = hex(&Sha256::digest(canonical_request)),
    )
}

/// The documentation asks for values in lower case, though the official clients send theirs unchanged: the two agree
/// for every value that those clients sign.
fn header_value(request: &HttpRequest, name: &str) -> String {
    let mut values = String::new();
    for (position, value) in request.headers.get_all(name).iter().enumerate() {
        if position > 0 {
            values.push(',');
        }
        values.push_str(&String::from_utf8_lossy(value.as_bytes()).trim().to_lowercase());
    }
    values
}
