//! What is wrong with a request of version 1 that can be read off it, without a key.

use std::collections::BTreeSet;

use crate::diagnosis::Mistake;
use crate::diagnosis::facts;
use crate::diagnosis::known::FACTS;
use crate::v1::{Pair, value};
use crate::visible::shown;
use crate::{Key, Request};

pub(super) fn read(request: &Request, pairs: &[Pair], keys: &[Key<'_>], now: Option<i64>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut add = |id, signed: &str, sent: &str| mistakes.push(Mistake::of(FACTS, id, signed, sent));
    secret_id(pairs, keys, &mut add);
    let id = value(pairs, "SecretId").unwrap_or_default();
    facts::token(keys, id, value(pairs, "Token"), "the parameter Token", &mut add);
    match value(pairs, "Nonce") {
        None => add("nonce-missing", "", ""),
        Some(nonce) if is_positive(nonce) => {}
        Some(nonce) => add("nonce-malformed", "", &shown(nonce)),
    }
    if let Some(method) = value(pairs, "SignatureMethod")
        && !["HmacSHA1", "HmacSHA256"].contains(&method)
    {
        add("signature-method-unknown", "", &shown(method));
    }
    facts::clock("the parameter Timestamp", value(pairs, "Timestamp"), now, &mut add);
    for (name, id) in [("Action", "action-missing"), ("Version", "version-missing")] {
        if value(pairs, name).is_none() {
            add(id, "", &format!("the parameter {name}"));
        }
    }
    let is_get = request.method.eq_ignore_ascii_case("GET");
    if !is_get && request.media_type() != "application/x-www-form-urlencoded" {
        add(
            "form-content-type",
            "",
            &shown(request.value("content-type").unwrap_or_default()),
        );
    }
    let mut names = BTreeSet::new();
    if let Some(repeated) = pairs.iter().find(|pair| !names.insert(&pair.name)) {
        add("parameter-repeated", "", &shown(&repeated.name));
    }
    mistakes
}

fn is_positive(nonce: &str) -> bool {
    !nonce.starts_with('+') && nonce.parse::<u64>().is_ok_and(|nonce| nonce > 0)
}

fn secret_id(pairs: &[Pair], keys: &[Key<'_>], add: &mut impl FnMut(&'static str, &str, &str)) {
    match value(pairs, "SecretId") {
        None => add("secret-id-missing", "", ""),
        Some(given) => facts::secret_id(given, keys, add),
    }
}
