//! The JSON of a call by name: sent as it was given, unless the client has something to add.

use serde_json::value::RawValue;

use super::NamedCall;
use crate::client::serialize::SerializedRequest;
use crate::json::RawMembers;
use crate::random::random_hex;
use crate::retry::{CLIENT_TOKEN, Idempotency};
use crate::{CallOptions, Error};

/// Serializes a request, with a fresh `ClientToken` if the action takes one and the caller left it unset.
///
/// # Errors
/// If the required region is missing, a parameter of bytes has a value in the JSON too, or the system has no random
/// numbers.
pub(super) fn serialize(call: &NamedCall, json: Vec<u8>, options: &CallOptions) -> Result<SerializedRequest, Error> {
    if call.region_required && options.region.is_none() {
        return Err(Error::no_region("the action needs a region"));
    }
    let mut idempotency = Idempotency::None;
    let mut added = Vec::new();
    if call.has_client_token || !call.binary.is_empty() {
        let members = members(&json)?;
        if call.has_client_token {
            idempotency = match token(&members, options) {
                Token::Own => Idempotency::Always,
                Token::Unusable => Idempotency::None,
                Token::Unset => {
                    // The service accepts up to 64 ASCII characters.
                    added.push((CLIENT_TOKEN, format!("\"{}\"", random_hex("the ClientToken")?)));
                    Idempotency::WithinCall
                }
            };
        }
        for binary in &call.binary {
            match members.iter().find(|(name, _)| *name == binary.name) {
                Some((_, value)) if value.get() == "null" => {}
                Some((name, _)) => {
                    let message = format!("the parameter `{name}` is set as bytes and in the JSON");
                    return Err(Error::refused(message));
                }
                None => added.push((&*binary.name, "null".to_owned())),
            }
        }
    }
    if call.read_only {
        idempotency = Idempotency::Always;
    }
    Ok(SerializedRequest {
        body: with_members(json, &added)?,
        idempotency,
        content: call.content,
        signed: call.signed,
        binary: call.binary.clone(),
    })
}

enum Token {
    /// The caller set it.
    Own,
    /// The caller left it to the client.
    Unset,
    /// Its value is no token.
    Unusable,
}

fn token(members: &[(String, &RawValue)], options: &CallOptions) -> Token {
    if let Some(extra) = options.extra.get(CLIENT_TOKEN) {
        return match extra.as_str() {
            Some(token) if !token.is_empty() => Token::Own,
            _ => Token::Unusable,
        };
    }
    let value = members.iter().rev().find(|(name, _)| name == CLIENT_TOKEN);
    match value.map(|(_, value)| value.get()) {
        None | Some("null" | "\"\"") => Token::Unset,
        Some(value) if value.starts_with('"') => Token::Own,
        Some(_) => Token::Unusable,
    }
}

fn members(json: &[u8]) -> Result<Vec<(String, &RawValue)>, Error> {
    serde_json::from_slice(json)
        .map(|RawMembers(members)| members)
        .map_err(|_| Error::refused("the parameters need to be a JSON object, and they are not"))
}

/// The object with members in place of those of the same name. The others stay as they are written.
fn with_members(json: Vec<u8>, added: &[(&str, String)]) -> Result<Vec<u8>, Error> {
    if added.is_empty() {
        return Ok(json);
    }
    let kept = members(&json)?;
    let kept = kept
        .iter()
        .filter(|(name, _)| !added.iter().any(|(new, _)| new == name))
        .map(|(name, value)| (name.as_str(), value.get()));
    let added = added.iter().map(|(name, value)| (*name, value.as_str()));
    let members: Vec<String> = kept
        .chain(added)
        .map(|(name, value)| format!("{}:{value}", serde_json::Value::from(name)))
        .collect();
    Ok(format!("{{{}}}", members.join(",")).into_bytes())
}
