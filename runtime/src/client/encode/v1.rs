//! Requests signed in version 1: key, action and signature are parameters like any other.

use bytes::Bytes;
use http::{Method, Request};

use super::super::message::{Message, Proof, Signer, check_size};
use super::super::prepare::Attempt;
use super::{FORM, HttpMethod, MAX_QUERY_BYTES, flatten};
use crate::Error;
use crate::random::random_bytes;
use crate::sign::v1::{Algorithm, COMMON_PARAMETERS, Input, sign};

/// The cloud's limit for a POST signed in version 1, 1 MB.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The action's own parameters, flattened.
pub(in crate::client) struct Form {
    algorithm: Algorithm,
    parameters: Vec<(String, String)>,
}

pub(super) fn message(json: &[u8], method: HttpMethod, algorithm: Algorithm) -> Result<Message, Error> {
    let parameters = flatten::flatten(json)?;
    let taken = parameters
        .iter()
        .find(|(name, _)| COMMON_PARAMETERS.contains(&name.as_str()));
    if let Some((name, _)) = taken {
        return Err(Error::refused(format!(
            "a signature of version 1 has a parameter `{name}` of its own, so the action's cannot be sent beside it"
        )));
    }
    Ok(Message {
        method: match method {
            HttpMethod::Post => Method::POST,
            HttpMethod::Get => Method::GET,
        },
        content_type: FORM.into(),
        proof: Proof::V1(Form { algorithm, parameters }),
        ..Message::empty()
    })
}

impl Form {
    /// The signed request of one attempt.
    pub(in crate::client) fn request(
        &self,
        message: &Message,
        attempt: &Attempt<'_>,
        signer: &Signer<'_>,
    ) -> Result<Request<Bytes>, Error> {
        let Attempt {
            target,
            endpoint,
            options,
            identity,
            ..
        } = attempt;
        let (nonce, timestamp) = (nonce()?, attempt.timestamp.to_string());
        let own = self
            .parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let mut parameters: Vec<(&str, &str)> = own.collect();
        parameters.extend([
            ("Action", target.action),
            ("Nonce", &nonce),
            ("RequestClient", identity.request_client_parameter()),
            ("Timestamp", &timestamp),
            ("Version", target.version),
        ]);
        parameters.extend(options.region.as_deref().map(|region| ("Region", region)));
        parameters.extend(options.language.map(|language| ("Language", language.as_str())));
        let input = Input {
            method: message.method.as_str(),
            host: endpoint.host(),
            algorithm: self.algorithm,
            parameters: &parameters,
        };
        let form = sign(&input, &signer.credentials).form;
        let is_get = message.method == Method::GET;
        let (query, body) = if is_get {
            (form, Bytes::new())
        } else {
            (String::new(), form.into())
        };
        check_size("query", query.len(), MAX_QUERY_BYTES)?;
        check_size("body", body.len(), MAX_BODY_BYTES)?;
        message.request_of(endpoint, &query, body)
    }
}

/// A positive number that is new for each attempt: the cloud refuses one that it has just seen.
fn nonce() -> Result<String, Error> {
    let bytes = random_bytes("the nonce")?;
    // The official SDKs stay below 2^31.
    Ok((u32::from_be_bytes(bytes) >> 1).max(1).to_string())
}
