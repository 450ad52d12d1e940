//! Finds the mistakes of a TC3 signature.

mod bodies;
mod dimensions;
mod facts;
mod hosts;
mod json_style;
mod verifier;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding};

use self::facts::Facts;
use self::verifier::Tc3Verifier;
use super::difference::{Difference, between};
use super::known::TC3;
use super::search::search;
use super::{DiagnoseOptions, Diagnosis, Mistake, Outcome};
use crate::date::utc_date;
use crate::digest::{hex, sha256_hex, unhex};
use crate::explanation::payload_hash;
use crate::tc3::authorization::documented_headers;
use crate::tc3::recipe::{Inputs, Recipe};
use crate::{Algorithm, ExplainOptions, Key, Request, explain};

/// What a request says of its signature, after what can be repaired was.
pub(super) struct Signed<'r> {
    pub(super) secret_id: &'r str,
    pub(super) date: &'r str,
    pub(super) service: &'r str,
    /// As it was written.
    pub(super) signed_headers: &'r str,
    pub(super) signature: &'r str,
}

pub(super) fn diagnose(
    request: &Request,
    authorization: &str,
    keys: &[Key<'_>],
    options: &DiagnoseOptions<'_>,
) -> Diagnosis {
    let mut diagnosis = Diagnosis::new(Some(Algorithm::Tc3));
    let Facts { mistakes, signed } = facts::read(request, authorization, keys, options.now);
    diagnosis.mistakes = mistakes;
    if facts::is_alone(request) {
        diagnosis.unverified(
            "Only the header Authorization is known, so its signature cannot be verified: give the entire request, with \
             its body.",
        );
        return diagnosis;
    }
    let Some(signed) = signed else {
        diagnosis.unverified("The header Authorization has no signature that can be verified.");
        return diagnosis;
    };
    let Some((signature, form)) = read_signature(signed.signature) else {
        diagnosis.unverified("The signature is none: it is neither 64 hexadecimal digits nor base64 of 32 bytes.");
        return diagnosis;
    };
    if keys.is_empty() {
        diagnosis.unverified("No key was given, so the signature cannot be verified.");
        return diagnosis;
    }
    find(request, &signed, &signature, keys, options, &mut diagnosis);
    if let Some(form) = form
        && matches!(diagnosis.outcome, Outcome::Right | Outcome::Mistaken)
    {
        let mut form = match form {
            UPPER_CASE => Mistake::of(TC3, "signature-upper-case", "", ""),
            form => Mistake::of(TC3, "signature-form", "", form),
        };
        form.is_proven = true;
        diagnosis.mistakes.insert(0, form);
        diagnosis.outcome = Outcome::Mistaken;
        "The signature is the one that this key makes, but for how it was written.".clone_into(&mut diagnosis.summary);
    }
    diagnosis
}

/// Searches what makes the signature.
fn find(
    request: &Request,
    signed: &Signed<'_>,
    signature: &[u8],
    keys: &[Key<'_>],
    options: &DiagnoseOptions<'_>,
    diagnosis: &mut Diagnosis,
) {
    let own_key = keys.iter().position(|key| key.secret_id == signed.secret_id.trim());
    let key = own_key.unwrap_or_default();
    let timestamp = request.value("x-tc-timestamp").unwrap_or_default();
    // An unknown body is taken for an empty one, and what follows from that is not called a mistake.
    let payload = payload_hash(request);
    let is_body_known = payload.is_some();
    let payload = payload.unwrap_or_else(|| sha256_hex(b""));
    let headers = documented_headers(signed.signed_headers);
    let base = Recipe::documented(
        request,
        Inputs {
            signed_headers: &headers,
            payload: &payload,
            timestamp,
            date: signed.date,
            service: signed.service,
            secret: keys[key].secret_key,
        },
    );
    let values = dimensions::Values::of(request, signed, &base, keys, key, options);
    let dimensions = dimensions::all(&values, &base);
    let mut verifier = Tc3Verifier::new(signature, options.effort);
    let found = search(base, &dimensions, &mut verifier);
    diagnosis.tried = verifier.tried();
    diagnosis.explanation = right_signature(request, signed, &keys[key], is_body_known.then_some(&*payload));
    let Some(changes) = found else {
        diagnosis.unexplained(is_body_known, own_key.is_some());
        return;
    };
    let signer = changes.iter().find(|change| change.id == "key-other");
    let signer = signer.map(|change| change.signed.clone());
    diagnosis.key = Some(signer.unwrap_or_else(|| keys[key].label()));
    let is_about_body = |id: &str| id.starts_with("body-") || id.starts_with("payload-");
    let mut proven = Vec::new();
    if own_key.is_none() && !changes.iter().any(|change| change.id.starts_with("key-")) {
        // No key at hand has the SecretId, and the first of them signed.
        proven.push(Mistake::of(TC3, "key-other", &keys[key].label(), signed.secret_id));
    }
    for change in changes {
        if !is_body_known && is_about_body(change.id) {
            diagnosis.assumed_body(&change.signed);
            continue;
        }
        let mut changed = base;
        (change.apply)(&mut changed);
        let mut mistake = Mistake::of(TC3, change.id, &change.signed, &change.sent);
        mistake.difference = difference(&base, &changed);
        proven.push(mistake);
    }
    diagnosis.explained_by(proven);
}

/// The first line of the canonical request or the string to sign that differs.
fn difference(sent: &Recipe<'_>, signed: &Recipe<'_>) -> Option<Difference> {
    let (of_sent, of_signed) = (sent.canonical.text(), signed.canonical.text());
    between("canonical request", &of_signed, &of_sent).or_else(|| {
        between(
            "string to sign",
            &signed.to_sign.text(&of_signed),
            &sent.to_sign.text(&of_sent),
        )
    })
}

const UPPER_CASE: &str = "upper case";

/// The bytes of a signature, and how it is written if that is not lower-case hexadecimal.
fn read_signature(text: &str) -> Option<(Vec<u8>, Option<&'static str>)> {
    let hash = |text: &str| unhex(text).filter(|bytes| bytes.len() == 32);
    if let Some(bytes) = hash(text) {
        let form = (hex(&bytes) != text).then_some(UPPER_CASE);
        return Some((bytes, form));
    }
    let trimmed = text.trim().trim_matches(['"', '\'']);
    if let Some(bytes) = hash(trimmed) {
        return Some((bytes, Some("quotes or blanks")));
    }
    let bytes = Base64::decode_vec(trimmed)
        .or_else(|_| Base64Unpadded::decode_vec(trimmed))
        .or_else(|_| Base64UrlUnpadded::decode_vec(trimmed.trim_end_matches('=')))
        .ok()?;
    if let Some(bytes) = std::str::from_utf8(&bytes).ok().and_then(hash) {
        return Some((bytes, Some("base64 of its hexadecimal digits")));
    }
    (bytes.len() == 32).then_some((bytes, Some("base64")))
}

/// How the request would be signed right.
fn right_signature(
    request: &Request,
    signed: &Signed<'_>,
    key: &Key<'_>,
    payload_hash: Option<&str>,
) -> Option<crate::Explanation> {
    let timestamp = request
        .value("x-tc-timestamp")
        .and_then(|text| text.parse::<i64>().ok());
    let timestamp = timestamp.map(|seconds| {
        if facts::is_milliseconds(seconds) {
            seconds / 1000
        } else {
            seconds
        }
    });
    let of_host = request.value("host").and_then(crate::host::service_of_host);
    let options = ExplainOptions {
        timestamp,
        service: Some(of_host.as_deref().unwrap_or(signed.service)),
        algorithm: Some(Algorithm::Tc3),
        nonce: None,
        payload_hash,
    };
    explain(request, key, &options).ok()
}

/// The UTC date of the time that the request gives, if it is one.
fn date_of(request: &Request) -> Option<String> {
    let seconds: i64 = request.value("x-tc-timestamp")?.parse().ok()?;
    let seconds = if facts::is_milliseconds(seconds) {
        seconds / 1000
    } else {
        seconds
    };
    crate::date::TIMESTAMPS.contains(&seconds).then(|| utc_date(seconds))
}
