//! The text that a signature covers, made from the bytes that came in.

use sha2::{Digest, Sha256};

use super::signature::hex;
use super::{ALGORITHM, Authorization, TERMINATOR};
use crate::code::SIGNATURE_FAILURE;
use crate::received::Received;
use crate::refusal::Refusal;

/// `signed_headers` are in lower case and sorted.
pub(crate) fn canonical_request(request: &Received, signed_headers: &[String]) -> Result<String, Refusal> {
    let mut headers = String::new();
    for name in signed_headers {
        headers.push_str(name);
        headers.push(':');
        headers.push_str(&header_value(request, name)?);
        headers.push('\n');
    }
    Ok(format!(
        "{method}\n{path}\n{query}\n{headers}\n{names}\n{payload}",
        method = request.method,
        path = request.uri.path(),
        query = request.uri.query().unwrap_or_default(),
        names = signed_headers.join(";"),
        payload = hex(&Sha256::digest(&request.body)),
    ))
}

pub(crate) fn string_to_sign(canonical_request: &str, timestamp: i64, authorization: &Authorization<'_>) -> String {
    format!(
        "{ALGORITHM}\n{timestamp}\n{date}/{service}/{TERMINATOR}\n{hash}",
        date = authorization.date,
        service = authorization.service,
        hash = hex(&Sha256::digest(canonical_request)),
    )
}

/// The documentation asks for values in lower case, though the official clients send theirs as they are:
/// the two agree for every value that those clients sign.
fn header_value(request: &Received, name: &str) -> Result<String, Refusal> {
    let values: Vec<String> = request
        .headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_lowercase())
        .collect();
    if values.is_empty() {
        return Err(Refusal::new(
            SIGNATURE_FAILURE,
            format!("SignedHeaders names `{name}`, which the request does not carry"),
        ));
    }
    Ok(values.join(","))
}
