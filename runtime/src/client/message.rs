//! What a call sends, but for what each attempt has of its own: its key and its date.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Method, Request};

use super::call::Outgoing;
use super::prepare::Target;
use crate::headers::{JSON, SKIP, value};
use crate::sign::{Payload, SigningInput, SigningKeys, sign_with_key, utc_date};
use crate::{CallOptions, Credentials, Endpoint, Error};

/// The cloud's limit for a POST signed with TC3, 10 MB.
pub(super) const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// As many headers as an attempt has, parameters aside. A table that grows to them is copied twice on the way.
const MOST_HEADERS: usize = 12;

pub(super) struct Message {
    pub(super) method: Method,
    /// What follows `?` in the URL; empty if there is none.
    pub(super) query: String,
    pub(super) content_type: Cow<'static, str>,
    /// Parameters that are headers.
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) proof: Proof,
    /// All parameters as JSON but those of bytes, however they are sent.
    #[cfg(feature = "mock")]
    pub(super) json: Bytes,
    /// Those of bytes.
    #[cfg(all(feature = "mock", feature = "encodings"))]
    pub(super) binary: Vec<super::call::Binary>,
}

/// How a message shows whose it is.
pub(super) enum Proof {
    Tc3,
    #[cfg(feature = "encodings")]
    Tc3UnsignedPayload,
    /// By a parameter, not by a signature.
    #[cfg(feature = "encodings")]
    None,
    #[cfg(all(feature = "encodings", feature = "sign-v1"))]
    V1(super::encode::v1::Form),
}

/// Whose signature an attempt bears.
pub(super) struct Signer<'a> {
    pub(super) credentials: Credentials,
    pub(super) keys: &'a SigningKeys,
}

impl Message {
    #[cfg(feature = "encodings")]
    pub(super) fn of(outgoing: Outgoing, target: &Target<'_>, options: &CallOptions) -> Result<Self, Error> {
        super::encode::message(outgoing, target, options)
    }

    #[cfg(not(feature = "encodings"))]
    pub(super) fn of(outgoing: Outgoing, _: &Target<'_>, options: &CallOptions) -> Result<Self, Error> {
        use super::prepare::join_extra;
        use crate::record::Content;
        let what = match (outgoing.content, outgoing.signed) {
            (Content::Json, true) => return Self::json(join_extra(outgoing.body, &options.extra)?.into()),
            (Content::Json, false) => "is sent without a signature",
            (Content::Multipart, _) => "takes a multipart body",
            (Content::OctetStream, _) => "takes an octet stream",
        };
        Err(Error::refused(format!(
            "the action {what}, which needs the feature `encodings` of tc3 or tc3-runtime"
        )))
    }

    /// JSON in a POST, signed with TC3.
    pub(super) fn json(json: Bytes) -> Result<Self, Error> {
        check_size("body", json.len(), MAX_BODY_BYTES)?;
        Ok(Self {
            #[cfg(feature = "mock")]
            json: json.clone(),
            body: json,
            ..Self::empty()
        })
    }

    /// A POST that says nothing yet, signed with TC3.
    pub(super) fn empty() -> Self {
        Self {
            method: Method::POST,
            query: String::new(),
            content_type: JSON.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            proof: Proof::Tc3,
            #[cfg(feature = "mock")]
            json: Bytes::new(),
            #[cfg(all(feature = "mock", feature = "encodings"))]
            binary: Vec::new(),
        }
    }

    /// All parameters as JSON, for a mock or a recorder: bytes grow to many times their size.
    #[cfg(feature = "mock")]
    pub(super) fn parameters(&self) -> Bytes {
        #[cfg(feature = "encodings")]
        return super::encode::with_bytes(&self.json, &self.binary);
        #[cfg(not(feature = "encodings"))]
        self.json.clone()
    }

    pub(super) fn is_signed(&self) -> bool {
        #[cfg(feature = "encodings")]
        return !matches!(self.proof, Proof::None);
        #[cfg(not(feature = "encodings"))]
        true
    }

    /// The value of the header `Authorization`.
    pub(super) fn authorization(
        &self,
        service: &str,
        host: &str,
        timestamp: u64,
        signer: Option<&Signer<'_>>,
    ) -> String {
        let Some(signer) = signer else {
            return SKIP.to_owned();
        };
        let input = SigningInput {
            service,
            timestamp,
            method: self.method.as_str(),
            query: &self.query,
            content_type: &self.content_type,
            host,
            payload: match self.proof {
                #[cfg(feature = "encodings")]
                Proof::Tc3UnsignedPayload => Payload::Unsigned,
                _ => Payload::Bytes(&self.body),
            },
        };
        let key = signer.keys.get(&signer.credentials, &utc_date(timestamp), service);
        sign_with_key(&input, signer.credentials.secret_id(), &key).authorization
    }

    /// The request to `endpoint` as far as it is the same for every attempt.
    pub(super) fn request(&self, endpoint: &Endpoint) -> Result<Request<Bytes>, Error> {
        self.request_of(endpoint, &self.query, self.body.clone())
    }

    /// The same with another query and body.
    pub(super) fn request_of(&self, endpoint: &Endpoint, query: &str, body: Bytes) -> Result<Request<Bytes>, Error> {
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = match query {
            "" => endpoint.uri().clone(),
            query => format!("{}?{query}", endpoint.uri())
                .parse()
                .map_err(|_| Error::refused("the query cannot be sent in a URL"))?,
        };
        let headers = request.headers_mut();
        headers.reserve(MOST_HEADERS + self.headers.len());
        headers.extend(self.headers.clone());
        headers.insert(HOST, endpoint.host_header());
        headers.insert(CONTENT_TYPE, value("the content type", &self.content_type)?);
        Ok(request)
    }
}

pub(super) fn check_size(what: &str, length: usize, most: usize) -> Result<(), Error> {
    if length > most {
        return Err(Error::refused(format!(
            "the {what} has {length} bytes, the cloud takes {most}"
        )));
    }
    Ok(())
}
