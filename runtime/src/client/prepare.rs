//! From a request to the HTTP message that carries it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

#[cfg(feature = "encodings")]
use super::call::Binary;
use super::call::Outgoing;
use super::identity::Identity;
use super::message::{Message, Signer};
use crate::headers::{
    X_TC_ACTION, X_TC_LANGUAGE, X_TC_REGION, X_TC_REQUEST_CLIENT, X_TC_TIMESTAMP, X_TC_TOKEN, X_TC_VERSION, secret,
    value,
};
use crate::record::{self, ActionInfo, Record};
use crate::retry::{CLIENT_TOKEN, ClientToken, Safety, to_vec_beside_bytes, to_vec_with_token};
use crate::{CallOptions, Credentials, Endpoint, Error};

/// The action that a call goes to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    /// Where to send it if neither endpoint nor rule says otherwise.
    pub(super) host: &'a str,
    /// Requests a second, where that is known.
    #[cfg(feature = "rate-limit")]
    pub(super) rate_limit: Option<u32>,
}

impl<'a> Target<'a> {
    /// An action of which nothing more is known.
    pub(super) fn by_name(service: &'a str, version: &'a str, action: &'a str, host: &'a str) -> Self {
        Self {
            service,
            version,
            action,
            host,
            #[cfg(feature = "rate-limit")]
            rate_limit: None,
        }
    }
}

impl From<&'static ActionInfo> for Target<'static> {
    fn from(info: &'static ActionInfo) -> Self {
        let &ActionInfo {
            service,
            version,
            name: action,
            host,
            ..
        } = info;
        Self {
            service,
            version,
            action,
            host,
            #[cfg(feature = "rate-limit")]
            rate_limit: info.rate_limit,
        }
    }
}

/// The request's JSON with its `ClientToken`, if the request is complete.
pub(super) fn outgoing(info: &ActionInfo, record: &dyn Record, options: &CallOptions) -> Result<Outgoing, Error> {
    let token = ClientToken::of(record, options.extra.get(CLIENT_TOKEN));
    let mut violations = record::validate(record);
    if let ClientToken::Unset(_) = token {
        violations.retain(|violation| violation.path != CLIENT_TOKEN);
    }
    if !violations.is_empty() {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        return Err(Error::refused(violations.join("; ")));
    }
    if info.region_required && options.region.is_none() {
        return Err(Error::refused(
            "the action needs a region; set one on the client or for the call",
        ));
    }
    let (body, safety) = match token {
        ClientToken::Unset(index) => (to_vec_with_token(record, index)?, Safety::WithinCall),
        ClientToken::Own => (to_vec_beside_bytes(record), Safety::Always),
        ClientToken::Undeclared => (to_vec_beside_bytes(record), Safety::Unsafe),
    };
    let safety = if info.read_only { Safety::Always } else { safety };
    Ok(Outgoing {
        body,
        safety,
        content: info.content,
        signed: info.signed,
        #[cfg(feature = "encodings")]
        binary: Binary::of(record),
    })
}

/// The body with the extra parameters at its end. What was there keeps its bytes.
pub(super) fn join_extra(body: Vec<u8>, extra: &Map<String, Value>) -> Result<Vec<u8>, Error> {
    if extra.is_empty() {
        return Ok(body);
    }
    let present: BTreeMap<String, IgnoredAny> = serde_json::from_slice(&body)
        .map_err(|_| Error::refused("extra parameters need a JSON object as body, and this one is not"))?;
    let taken: Vec<&str> = extra
        .keys()
        .map(String::as_str)
        .filter(|name| present.contains_key(*name))
        .collect();
    if !taken.is_empty() {
        let taken = taken.join(", ");
        return Err(Error::refused(format!(
            "extra parameters are already in the body: {taken}"
        )));
    }
    let mut joined = body.trim_ascii_end().to_vec();
    joined.pop();
    let members = extra
        .iter()
        .map(|(name, value)| format!("{}:{value}", Value::from(&**name)));
    for (index, member) in members.enumerate() {
        if index > 0 || !present.is_empty() {
            joined.push(b',');
        }
        joined.extend_from_slice(member.as_bytes());
    }
    joined.push(b'}');
    Ok(joined)
}

/// What an attempt adds to what its call sends.
pub(super) struct Attempt<'a> {
    pub(super) target: &'a Target<'a>,
    pub(super) endpoint: &'a Endpoint,
    pub(super) options: &'a CallOptions,
    pub(super) signer: Option<&'a Signer<'a>>,
    pub(super) identity: &'a Identity,
    /// Seconds since 1970.
    pub(super) timestamp: u64,
}

impl Attempt<'_> {
    /// The signed HTTP request. The bytes that are signed are the bytes that are sent.
    pub(super) fn request(&self, message: &Message) -> Result<Request<Bytes>, Error> {
        let mut request = self.unnamed(message)?;
        request.headers_mut().insert(USER_AGENT, self.identity.user_agent());
        Ok(request)
    }

    fn unnamed(&self, message: &Message) -> Result<Request<Bytes>, Error> {
        #[cfg(all(feature = "encodings", feature = "sign-v1"))]
        if let (super::message::Proof::V1(form), Some(signer)) = (&message.proof, self.signer) {
            return form.request(message, self, signer);
        }
        let (target, signer) = (self.target, self.signer);
        let authorization = message.authorization(target.service, self.endpoint.host(), self.timestamp, signer);
        let mut request = message.request(self.endpoint)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, secret("the Authorization header", &authorization)?);
        headers.insert(X_TC_ACTION, value("the action's name", target.action)?);
        headers.insert(X_TC_VERSION, value("the API version", target.version)?);
        headers.insert(X_TC_TIMESTAMP, HeaderValue::from(self.timestamp));
        headers.insert(X_TC_REQUEST_CLIENT, self.identity.request_client());
        optional_headers(headers, self.options, signer.map(|signer| &signer.credentials))?;
        Ok(request)
    }
}

/// A request that bears no signature has no token either: it would hand it out for nothing.
fn optional_headers(
    headers: &mut HeaderMap,
    options: &CallOptions,
    credentials: Option<&Credentials>,
) -> Result<(), Error> {
    if let Some(region) = &options.region {
        headers.insert(X_TC_REGION, value("the region", region)?);
    }
    if let Some(token) = credentials.and_then(Credentials::token) {
        headers.insert(X_TC_TOKEN, secret("the session token", token)?);
    }
    if let Some(language) = options.language {
        headers.insert(X_TC_LANGUAGE, HeaderValue::from_static(language.as_str()));
    }
    Ok(())
}
