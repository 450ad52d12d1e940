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

/// The parts of a canonical request that differ between what was sent and what a mistaken client signs.
#[derive(Clone, Copy)]
pub(super) struct Parts<'p> {
    pub(super) method: &'p str,
    /// A header and the value that is signed in place of the one that was sent.
    pub(super) replaced: Option<(&'p str, &'p str)>,
    /// Whether values are signed in lower case, as is documented.
    pub(super) in_lower_case: bool,
    /// The hash of the body in hexadecimal.
    pub(super) payload_hash: &'p str,
}

impl<'p> Parts<'p> {
    /// The parts of `request` as they were sent.
    pub(super) fn as_sent(request: &'p HttpRequest, payload_hash: &'p str) -> Self {
        Self {
            method: request.method.as_str(),
            replaced: None,
            in_lower_case: true,
            payload_hash,
        }
    }

    /// The canonical request; `signed_headers` are in lower case and sorted.
    pub(super) fn canonical_request(self, request: &HttpRequest, signed_headers: &[String]) -> String {
        lines(
            self,
            request.uri.path(),
            request.query(),
            signed_headers,
            |name| match self.replaced.filter(|(replaced, _)| *replaced == name) {
                Some((_, value)) => value.to_owned(),
                None => header_value(request, name, self.in_lower_case),
            },
        )
    }

    /// The canonical request for a message, with `<hidden>` for what may be secret.
    pub(super) fn redacted(
        self,
        request: &HttpRequest,
        signed_headers: &[String],
        policy: RedactionPolicy<'_>,
    ) -> String {
        let query = redact_query(request.query(), |name| policy.is_public_parameter(name));
        lines(self, request.uri.path(), &query, signed_headers, |name| {
            if RedactionPolicy::is_public_header(name) {
                header_value(request, name, self.in_lower_case)
            } else {
                HIDDEN.to_owned()
            }
        })
    }
}

fn lines(
    parts: Parts<'_>,
    path: &str,
    query: &str,
    signed_headers: &[String],
    header_value: impl Fn(&str) -> String,
) -> String {
    let headers: String = signed_headers
        .iter()
        .map(|name| format!("{name}:{}\n", header_value(name)))
        .collect();
    format!(
        "{method}\n{path}\n{query}\n{headers}\n{names}\n{payload}",
        method = parts.method,
        names = signed_headers.join(";"),
        payload = parts.payload_hash,
    )
}

/// Checks that the request carries every header that it signs.
pub(super) fn check_signed_headers(request: &HttpRequest, signed_headers: &[String]) -> Result<(), ApiError> {
    let mut names = signed_headers.iter();
    let Some(absent) = names.find(|name| !request.headers.contains_key(*name)) else {
        return Ok(());
    };
    let absent = excerpt(absent);
    Err(ApiError::new(
        SIGNATURE_FAILURE,
        format!("SignedHeaders names `{absent}`, which the request does not carry"),
    ))
}

/// The hash of the body in hexadecimal, or of the word that is signed instead. `X-TC-Content-SHA256` may also repeat
/// the hash of the body.
pub(super) fn payload_hash(request: &HttpRequest) -> Result<String, ApiError> {
    if is_payload_unsigned(request) {
        return Ok(hex(&Sha256::digest(UNSIGNED_PAYLOAD)));
    }
    let of_body = hex(&Sha256::digest(&request.body));
    match request.header(PAYLOAD_HEADER) {
        Some(given) if given != of_body => {
            let given = excerpt(given);
            Err(ApiError::new(
                SIGNATURE_FAILURE,
                format!(
                    "X-TC-Content-SHA256 is `{given}`; expected {UNSIGNED_PAYLOAD}, or the SHA-256 of the body as it \
                     was received, {of_body}"
                ),
            ))
        }
        Some(_) | None => Ok(of_body),
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
fn header_value(request: &HttpRequest, name: &str, in_lower_case: bool) -> String {
    let mut values = String::new();
    for (position, value) in request.headers.get_all(name).iter().enumerate() {
        if position > 0 {
            values.push(',');
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        if in_lower_case {
            values.push_str(&value.trim().to_lowercase());
        } else {
            values.push_str(value.trim());
        }
    }
    values
}
