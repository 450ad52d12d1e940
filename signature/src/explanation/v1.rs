//! The intermediate values of signature version 1.

use super::{Algorithm, ExplainError, ExplainOptions, Explanation, Signed, Step};
use crate::date::{TIMESTAMPS, utc_date};
use crate::tc3::recipe::base64;
use crate::v1::recipe::{LeftOut, Names, Order, Recipe, Values};
use crate::v1::{Pair, escape, form_text, pairs, value};
use crate::{Key, Request};

pub(super) fn explain(
    request: &Request,
    key: &Key<'_>,
    options: &ExplainOptions<'_>,
    algorithm: Algorithm,
) -> Result<Explanation, ExplainError> {
    with_recipe(request, key, options, algorithm, explain_recipe)
}

pub(super) fn sign(
    request: &Request,
    key: &Key<'_>,
    options: &ExplainOptions<'_>,
    algorithm: Algorithm,
) -> Result<Signed, ExplainError> {
    with_recipe(request, key, options, algorithm, |recipe, _| {
        let to_sign = recipe.string_to_sign();
        let other = recipe.pairs.iter().any(|pair| pair.name.contains('_')).then(|| {
            let as_sent = Recipe {
                names: Names::AsSent,
                ..*recipe
            };
            base64(&as_sent.sign(&as_sent.string_to_sign()))
        });
        Signed {
            canonical_request: String::new(),
            signature: base64(&recipe.sign(&to_sign)),
            string_to_sign: to_sign,
            other,
        }
    })
}

/// Calls `make` with the documented recipe for a request and the signed time.
fn with_recipe<T>(
    request: &Request,
    key: &Key<'_>,
    options: &ExplainOptions<'_>,
    algorithm: Algorithm,
    make: impl FnOnce(&Recipe<'_>, i64) -> T,
) -> Result<T, ExplainError> {
    let host = request
        .value("host")
        .ok_or_else(|| ExplainError::new("the header Host is missing; it is always signed"))?;
    let text =
        form_text(request).ok_or_else(|| ExplainError::new("the form in the body of the request is not known"))?;
    if text.starts_with(['{', '[']) {
        let message = "the body is JSON; version 1 signs the parameters of a query (GET) or of a form (POST)";
        return Err(ExplainError::new(message));
    }
    let mut pairs = pairs(request);
    pairs.retain(|pair| pair.name != "Signature");
    if let Some(timestamp) = options.timestamp {
        set(&mut pairs, "Timestamp", &timestamp.to_string());
    }
    set(&mut pairs, "SecretId", key.secret_id);
    if options.algorithm.is_some() || value(&pairs, "SignatureMethod").is_some() {
        set(&mut pairs, "SignatureMethod", algorithm.name());
    }
    if let Some(token) = key.token {
        set(&mut pairs, "Token", token);
    }
    let timestamp = timestamp_of(&pairs)?;
    if value(&pairs, "Nonce").is_none() {
        let nonce = options
            .nonce
            .ok_or_else(|| ExplainError::new("the parameter Nonce is missing; version 1 signs a positive number"))?;
        set(&mut pairs, "Nonce", &nonce.to_string());
    }
    let recipe = Recipe {
        pairs: &pairs,
        host,
        ..documented(&request.method, request.path(), algorithm, key.secret_key)
    };
    Ok(make(&recipe, timestamp))
}

/// The values that a recipe makes.
fn explain_recipe(recipe: &Recipe<'_>, timestamp: i64) -> Explanation {
    let to_sign = recipe.string_to_sign();
    let signature = base64(&recipe.sign(&to_sign));
    let sorted = to_sign
        .split_once('?')
        .map_or("", |(_, parameters)| parameters)
        .replace('&', "\n");
    let encoded = escape(&signature);
    let mut sent: Vec<String> = recipe
        .pairs
        .iter()
        .map(|pair| format!("{}={}", pair.raw_name, pair.raw_value))
        .collect();
    sent.push(format!("Signature={encoded}"));
    let steps = vec![
        Step::new(
            "parameters",
            "Parameters, unescaped and sorted by the bytes of their names",
            sorted,
        ),
        Step::new("stringToSign", "String to sign", to_sign),
        Step::new(
            "signature",
            "Signature: HMAC of the string to sign, by the secret key, in base64",
            signature.clone(),
        ),
        Step::new("encodedSignature", "Signature, escaped", encoded.clone()),
        Step::new("form", "Query or form that is sent", sent.join("&")),
    ];
    Explanation {
        algorithm: recipe.algorithm,
        timestamp,
        date: utc_date(timestamp),
        steps,
        signature,
        authorization: format!("Signature={encoded}"),
    }
}

/// The documented recipe, without host and parameters.
pub(crate) fn documented<'a>(method: &'a str, path: &'a str, algorithm: Algorithm, secret: &'a str) -> Recipe<'a> {
    Recipe {
        method,
        host: "",
        path,
        mark: "?",
        separator: "&",
        joint: "",
        pairs: &[],
        order: Order::Documented,
        // Services accept the names as they are sent too.
        names: Names::FullStops,
        values: Values::Plain,
        left_out: LeftOut::Nothing,
        algorithm,
        prefix: "",
        secret,
    }
}

/// Sets a parameter where it was, or at the end.
fn set(pairs: &mut Vec<Pair>, name: &str, value: &str) {
    match pairs.iter_mut().find(|pair| pair.name == name) {
        Some(pair) if pair.value == value => {}
        Some(pair) => *pair = Pair::new(name, value),
        None => pairs.push(Pair::new(name, value)),
    }
}

fn timestamp_of(pairs: &[Pair]) -> Result<i64, ExplainError> {
    let text = value(pairs, "Timestamp")
        .ok_or_else(|| ExplainError::new("the parameter Timestamp is missing, and no other time was given"))?;
    let time = text.parse().ok().filter(|time| TIMESTAMPS.contains(time));
    time.ok_or_else(|| ExplainError::new(format!("Timestamp is `{text}`; expected the time in Unix seconds")))
}
