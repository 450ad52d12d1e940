//! The text that a signature covers, made from the bytes that came in.

use sha2::{Digest, Sha256};

use super::{ALGORITHM, Authorization, MAX_SHOWN, TERMINATOR};
use crate::code::SIGNATURE_FAILURE;
use crate::discretion::{Discretion, HIDDEN};
use crate::excerpt::excerpt;
use crate::form;
use crate::hex::hex;
use crate::received::Received;
use crate::refusal::Refusal;

/// The header by which a client leaves its body out of the signature, and what it then says and signs.
const PAYLOAD_HEADER: &str = "x-tc-content-sha256";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The canonical request; `signed_headers` are in lower case and sorted.
pub(super) fn request(request: &Received, signed_headers: &[String]) -> Result<String, Refusal> {
    if let Some(absent) = signed_headers.iter().find(|name| !request.headers.contains_key(*name)) {
        let absent = excerpt(absent, MAX_SHOWN);
        return Err(Refusal::new(
            SIGNATURE_FAILURE,
            format!("SignedHeaders names `{absent}`, which the request does not carry"),
        ));
    }
    Ok(lines(request, signed_headers, request.query(), |name| {
        header_value(request, name)
    }))
}

/// The canonical request for a message: what may be secret is hidden.
pub(super) fn shown(request: &Received, signed_headers: &[String], discretion: Discretion<'_>) -> String {
    let query = form::with_hidden_values(request.query(), |name| !discretion.shows_parameter(name), HIDDEN);
    lines(request, signed_headers, &query, |name| {
        match Discretion::shows_header(name) {
            true => header_value(request, name),
            false => HIDDEN.to_owned(),
        }
    })
}

fn lines(request: &Received, signed_headers: &[String], query: &str, header_value: impl Fn(&str) -> String) -> String {
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

fn payload(request: &Received) -> &[u8] {
    match leaves_out_body(request) {
        true => UNSIGNED_PAYLOAD.as_bytes(),
        false => &request.body,
    }
}

/// Whether the signature covers the word for it in the place of the body.
pub(crate) fn leaves_out_body(request: &Received) -> bool {
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

/// The documentation asks for values in lower case, though the official clients send theirs as they are:
/// the two agree for every value that those clients sign.
fn header_value(request: &Received, name: &str) -> String {
    let mut values = String::new();
    for (position, value) in request.headers.get_all(name).iter().enumerate() {
        if position > 0 {
            values.push(',');
        }
        values.push_str(&String::from_utf8_lossy(value.as_bytes()).trim().to_lowercase());
    }
    values
}
