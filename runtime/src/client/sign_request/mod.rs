//! Signs a message for one attempt and adds the headers that belong to the attempt.
//!
//! The bytes that are signed are exactly the bytes that are sent, with `/` as the path: a path in a custom endpoint is
//! the prefix of a gateway, which strips it. The timestamp is a parameter, so nothing here reads a clock.

#[cfg(all(feature = "encodings", feature = "sign-v1"))]
mod v1;

use bytes::Bytes;
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request};

#[cfg(feature = "encodings")]
use super::message::Auth;
use super::message::Message;
use super::operation::Operation;
use super::user_agent::UserAgent;
use crate::headers::{
    CustomHeaders, SKIP, X_TC_ACTION, X_TC_LANGUAGE, X_TC_REGION, X_TC_REQUEST_CLIENT, X_TC_TIMESTAMP, X_TC_TOKEN,
    X_TC_VERSION, owned, secret, value,
};
use crate::sign::{Payload, Signed, SigningInput, SigningKeys, sign_on, utc_date};
use crate::{CallOptions, Credentials, Endpoint, Error};

/// The credentials that an attempt is signed with, and the cache of the signing keys derived from them.
pub(super) struct Signer<'a> {
    pub(super) credentials: Credentials,
    pub(super) signing_keys: &'a SigningKeys,
}

/// What one attempt adds to the message of its call.
pub(super) struct Attempt<'a> {
    pub(super) operation: &'a Operation<'a>,
    pub(super) endpoint: &'a Endpoint,
    pub(super) options: &'a CallOptions,
    /// `None` if the action takes no signature.
    pub(super) signer: Option<&'a Signer<'a>>,
    pub(super) user_agent: &'a UserAgent,
    /// The caller's own headers.
    pub(super) headers: &'a CustomHeaders,
    /// Seconds since 1970.
    pub(super) timestamp: u64,
}

impl Attempt<'_> {
    /// The signed HTTP request.
    pub(super) fn sign(&self, message: &Message) -> Result<(Request<Bytes>, Option<Signed>), Error> {
        let (mut request, signed) = self.sign_by_version(message)?;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, self.user_agent.user_agent());
        self.headers.add_to(headers);
        Ok((request, signed))
    }

    fn sign_by_version(&self, message: &Message) -> Result<(Request<Bytes>, Option<Signed>), Error> {
        #[cfg(all(feature = "encodings", feature = "sign-v1"))]
        if let (Auth::V1(form), Some(signer)) = (&message.auth, self.signer) {
            return Ok((v1::sign(form, message, self, signer)?, None));
        }
        let timestamp = self.timestamp.to_string();
        let signed = self.signer.map(|signer| self.signature(message, &timestamp, signer));
        let authorization = signed.as_ref().map_or(SKIP, |signed| &signed.authorization);
        let mut request = message.request(self.endpoint)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, secret("the Authorization header", authorization)?);
        headers.insert(X_TC_ACTION, value("the action's name", self.operation.action)?);
        headers.insert(X_TC_VERSION, value("the API version", self.operation.version)?);
        headers.insert(X_TC_TIMESTAMP, owned("the timestamp", timestamp)?);
        headers.insert(X_TC_REQUEST_CLIENT, self.user_agent.request_client());
        insert_optional(headers, self.options, self.signer.map(|signer| &signer.credentials))?;
        Ok((request, signed))
    }

    /// The TC3 signature of the message.
    fn signature(&self, message: &Message, timestamp: &str, signer: &Signer<'_>) -> Signed {
        let service = self.operation.service;
        let input = SigningInput {
            service,
            timestamp: self.timestamp,
            method: message.method.as_str(),
            query: &message.query,
            content_type: &message.content_type,
            host: self.endpoint.host(),
            added_headers: &self.headers.signed(),
            payload: match message.auth {
                #[cfg(feature = "encodings")]
                Auth::Tc3UnsignedPayload => Payload::Unsigned,
                _ => Payload::Bytes(&message.body),
            },
        };
        let date = utc_date(self.timestamp);
        let key = signer.signing_keys.get(&signer.credentials, &date, service);
        sign_on(&date, timestamp, &input, signer.credentials.secret_id(), &key)
    }
}

/// Adds region, session token and language where they are set.
///
/// An unsigned request carries no session token either, although the official Go SDK sends one next to
/// `Authorization: SKIP`: the request does not need it, so sending it would only expose it.
fn insert_optional(
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
