//! Finds the mistakes of a signature of version 1.

mod dimensions;
mod facts;

use self::dimensions::Values;
use super::difference::between;
use super::known::V1;
use super::search::{Verifier, search};
use super::{DiagnoseOptions, Diagnosis, Mistake, Outcome};
use crate::explanation::documented;
use crate::v1::recipe::Recipe;
use crate::v1::{form_text, pairs, value};
use crate::{Algorithm, ExplainOptions, Key, Request, explain};

/// What services accept without its being documented.
const ACCEPTED: &str = "v1-accepted";

pub(super) fn diagnose(request: &Request, keys: &[Key<'_>], options: &DiagnoseOptions<'_>) -> Diagnosis {
    let pairs = pairs(request);
    let method = value(&pairs, "SignatureMethod").unwrap_or(Algorithm::HmacSha1.name());
    let algorithm = [Algorithm::HmacSha1, Algorithm::HmacSha256]
        .into_iter()
        .find(|algorithm| algorithm.name() == method);
    let mut diagnosis = Diagnosis::new(algorithm);
    diagnosis.mistakes = facts::read(request, &pairs, keys, options.now);
    let Some(given) = value(&pairs, "Signature") else {
        diagnosis.unverified("The parameter Signature is missing or empty.");
        return diagnosis;
    };
    let Some((signature, form)) = read_signature(given) else {
        diagnosis.unverified("The signature is none: it is neither base64 nor hexadecimal.");
        return diagnosis;
    };
    if keys.is_empty() {
        diagnosis.unverified("No key was given, so the signature cannot be verified.");
        return diagnosis;
    }
    let secret_id = value(&pairs, "SecretId").unwrap_or_default();
    let own_key = keys.iter().position(|key| key.secret_id == secret_id.trim());
    let key = own_key.unwrap_or_default();
    let host = request.value("host").unwrap_or_default();
    let base = Recipe {
        pairs: &pairs,
        host,
        ..documented(
            &request.method,
            request.path(),
            algorithm.unwrap_or(Algorithm::HmacSha1),
            keys[key].secret_key,
        )
    };
    let values = Values::of(request, &base, keys, key, secret_id);
    let dimensions = dimensions::all(&values, &base);
    let mut verifier = V1Verifier {
        signature: &signature,
        blocks_left: options.effort.blocks,
        tried: 0,
    };
    let found = search(base, &dimensions, &mut verifier);
    diagnosis.tried = verifier.tried;
    diagnosis.explanation = explain(request, &keys[key], &ExplainOptions::default()).ok();
    let Some(changes) = found else {
        diagnosis.unexplained(form_text(request).is_some(), own_key.is_some());
        return diagnosis;
    };
    let signer = changes.iter().find(|change| change.id == "key-other");
    diagnosis.key = Some(signer.map_or_else(|| keys[key].label(), |change| change.signed.clone()));
    let mut proven = Vec::new();
    if own_key.is_none() && !changes.iter().any(|change| change.id.starts_with("key-")) {
        proven.push(Mistake::of_any(
            "key-other",
            &keys[key].label(),
            &format!("SecretId {secret_id}"),
        ));
    }
    for change in changes.into_iter().filter(|change| change.id != ACCEPTED) {
        let mut changed = base;
        (change.apply)(&mut changed);
        let mut mistake = Mistake::of_any(change.id, &change.signed, &change.sent);
        mistake.difference = between("string to sign", &changed.string_to_sign(), &base.string_to_sign());
        proven.push(mistake);
    }
    diagnosis.explained_by(proven);
    if let Some(id) = form
        && matches!(diagnosis.outcome, Outcome::Right | Outcome::Mistaken)
    {
        let mut form = Mistake::of(V1, id, "", "");
        form.is_proven = true;
        diagnosis.mistakes.insert(0, form);
        diagnosis.outcome = Outcome::Mistaken;
        "The signature is right but for how it was written.".clone_into(&mut diagnosis.summary);
    }
    diagnosis
}

struct V1Verifier<'s> {
    signature: &'s [u8],
    blocks_left: u64,
    tried: u64,
}

impl<'a> Verifier<Recipe<'a>> for V1Verifier<'_> {
    fn verify(&mut self, recipe: &Recipe<'a>) -> Option<bool> {
        // The text is written and hashed once.
        let blocks = u64::try_from(recipe.size() / 32 + 6).unwrap_or(u64::MAX);
        self.blocks_left = self.blocks_left.checked_sub(blocks)?;
        self.tried += 1;
        Some(recipe.sign(&recipe.string_to_sign()) == self.signature)
    }
}

/// The bytes of a signature, and the mistake in how it was written, if there is one.
fn read_signature(given: &str) -> Option<(Vec<u8>, Option<&'static str>)> {
    let decoded = |text: &str| {
        use base64ct::Encoding;
        let bytes = base64ct::Base64::decode_vec(text).ok()?;
        let digits = std::str::from_utf8(&bytes).ok().and_then(read_hex);
        Some(match digits {
            Some(bytes) => (bytes, Some("v1-signature-base64-of-hex")),
            None => (bytes, None),
        })
    };
    if let Some(bytes) = read_hex(given) {
        return Some((bytes, Some("v1-signature-hex")));
    }
    if let Some(found) = decoded(given) {
        return Some(found);
    }
    if given.contains(' ') {
        let (bytes, _) = decoded(&given.replace(' ', "+"))?;
        return Some((bytes, Some("v1-signature-plus")));
    }
    let (bytes, _) = decoded(&crate::query::unescape_percent(given))?;
    Some((bytes, Some("v1-signature-escaped-twice")))
}

/// The bytes of hexadecimal digits, if they are as many as of a hash.
fn read_hex(text: &str) -> Option<Vec<u8>> {
    crate::digest::unhex(text).filter(|bytes| [20, 32].contains(&bytes.len()))
}
