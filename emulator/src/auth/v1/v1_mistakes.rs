//! Recognizes a signature of version 1 that would be right but for one mistake that clients are known to make.

use super::{Candidate, Method, SignedRequest};
use crate::wire::common_params::SIGNATURE;
use crate::wire::sanitize::excerpt;

/// The mistake that explains the signature, in words, if it is a known one.
pub(super) fn known_mistake(candidate: &Candidate<'_>) -> Option<String> {
    booleans_with_a_capital(candidate)
        .or_else(|| escaped_values(candidate))
        .or_else(|| host_without_port(candidate))
        .or_else(|| other_http_method(candidate))
        .or_else(|| other_signature_method(candidate))
}

fn booleans_with_a_capital(candidate: &Candidate<'_>) -> Option<String> {
    let text = candidate.signed.string_to_sign(|name, value| {
        let value = match value {
            "true" => "True",
            "false" => "False",
            value => value,
        };
        (name.to_owned(), value.to_owned())
    });
    candidate.matches(&text).then(|| {
        "the signature covers True or False where the request has true or false. The asynchronous client of Tencent \
         Cloud's SDK for Python signs so in a GET: send a POST, or set `signMethod` to TC3-HMAC-SHA256"
            .to_owned()
    })
}

fn escaped_values(candidate: &Candidate<'_>) -> Option<String> {
    let raw = std::str::from_utf8(candidate.raw).ok()?;
    let mut pairs: Vec<&str> = raw
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(SIGNATURE))
        .collect();
    pairs.sort_unstable();
    let text = candidate.signed.with_parameters(&pairs.join("&"));
    candidate.matches(&text).then(|| {
        "the signature covers the values as they are escaped for the request; they are signed unescaped".to_owned()
    })
}

fn host_without_port(candidate: &Candidate<'_>) -> Option<String> {
    let sent = candidate.signed.host;
    let (host, _) = sent.rsplit_once(':')?;
    candidate.explained_by(SignedRequest {
        host,
        ..candidate.signed
    })?;
    let [host, sent] = [host, sent].map(excerpt);
    Some(format!(
        "the signature covers the host `{host}` without its port, and the request was sent to `{sent}`: sign the \
         value of the header Host"
    ))
}

fn other_http_method(candidate: &Candidate<'_>) -> Option<String> {
    let (sent, signed) = match candidate.signed.method {
        "POST" => ("POST", "GET"),
        _ => ("GET", "POST"),
    };
    candidate.explained_by(SignedRequest {
        method: signed,
        ..candidate.signed
    })?;
    Some(format!(
        "the signature covers the method {signed}, and the request is a {sent}"
    ))
}

fn other_signature_method(candidate: &Candidate<'_>) -> Option<String> {
    let other = match candidate.signature_method {
        Method::HmacSha1 => Method::HmacSha256,
        Method::HmacSha256 => Method::HmacSha1,
    };
    let text = candidate.signed.as_sent();
    let is_other = other.sign(candidate.credential.key(), &text) == candidate.signature;
    is_other.then(|| {
        format!(
            "the signature is {}, and SignatureMethod says {}, which is HmacSHA1 if it is absent",
            other.name(),
            candidate.signature_method.name()
        )
    })
}
