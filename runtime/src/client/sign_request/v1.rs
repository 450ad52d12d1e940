//! Signature version 1: action, secret id and signature are parameters like any other.
//!
//! Each attempt has a nonce of its own, since the service refuses one that it has just seen.

use bytes::Bytes;
use http::{Method, Request};

use super::{Attempt, Signer};
use crate::Error;
use crate::client::message::{MAX_QUERY_BYTES, Message, V1Form, check_size};
use crate::random::random_bytes;
use crate::sign::v1;

/// The service's limit for a POST signed in version 1, 1 MiB.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The signed request of one attempt.
pub(super) fn sign(
    form: &V1Form,
    message: &Message,
    attempt: &Attempt<'_>,
    signer: &Signer<'_>,
) -> Result<Request<Bytes>, Error> {
    let Attempt {
        operation,
        endpoint,
        options,
        user_agent,
        ..
    } = attempt;
    let (nonce, timestamp) = (nonce()?, attempt.timestamp.to_string());
    let own = form
        .parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let mut parameters: Vec<(&str, &str)> = own.collect();
    parameters.extend([
        ("Action", operation.action),
        ("Nonce", &nonce),
        ("RequestClient", user_agent.request_client_parameter()),
        ("Timestamp", &timestamp),
        ("Version", operation.version),
    ]);
    parameters.extend(options.region.as_deref().map(|region| ("Region", region)));
    parameters.extend(options.language.map(|language| ("Language", language.as_str())));
    let input = v1::Input {
        method: message.method.as_str(),
        host: endpoint.host(),
        algorithm: form.algorithm,
        parameters: &parameters,
    };
    let signed = v1::sign(&input, &signer.credentials).form;
    let is_get = message.method == Method::GET;
    let (query, body) = if is_get {
        (signed, Bytes::new())
    } else {
        (String::new(), signed.into())
    };
    check_size("query", query.len(), MAX_QUERY_BYTES)?;
    check_size("body", body.len(), MAX_BODY_BYTES)?;
    message.request_of(endpoint, &query, body)
}

/// A positive number, random for each attempt.
fn nonce() -> Result<String, Error> {
    let bytes = random_bytes("the nonce")?;
    // The official SDKs stay below 2^31.
    Ok((u32::from_be_bytes(bytes) >> 1).max(1).to_string())
}
