//! The ways to send parameters beside JSON in a POST: as a query, as parts, as headers and a raw body; with
//! another signature or none.

mod choice;
mod flatten;
mod members;
mod multipart;
mod octet_stream;
mod raw_call;
#[cfg(feature = "sign-v1")]
pub(super) mod v1;

pub(crate) use choice::Encoding;
pub use choice::{HttpMethod, SignatureMethod};
#[cfg(feature = "mock")]
pub(super) use members::with_bytes;
pub use raw_call::RawCall;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};

use super::call::{Binary, Outgoing};
use super::message::{MAX_BODY_BYTES, Message, Proof, check_size};
use super::prepare::{self, Target};
use crate::headers::X_TC_CONTENT_SHA256;
use crate::record::Content;
#[cfg(feature = "sign-v1")]
use crate::sign::v1::Algorithm;
use crate::sign::{UNSIGNED_PAYLOAD, form_urlencoded};
use crate::{CallOptions, Error};

pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The cloud's limit for a GET, 32 KB.
pub(super) const MAX_QUERY_BYTES: usize = 32 * 1024;

/// What `outgoing` is sent as. An action's own facts stand above the choices of `options`.
pub(super) fn message(outgoing: Outgoing, target: &Target<'_>, options: &CallOptions) -> Result<Message, Error> {
    let Outgoing {
        body,
        content,
        signed,
        binary,
        ..
    } = outgoing;
    let method = options.encoding.method.unwrap_or_default();
    let signature = match signed {
        true => options.encoding.signature.unwrap_or_default(),
        false => SignatureMethod::Skip,
    };
    let json: Bytes = prepare::join_extra(body, &options.extra)?.into();
    let message = match content {
        Content::Json => of_json(json.clone(), &binary, method, signature),
        Content::Multipart => {
            check_only_way("a multipart body", method, signature)?;
            multipart::message(&members::members(&json)?, &binary).and_then(checked)
        }
        Content::OctetStream => {
            check_only_way("an octet stream", method, signature)?;
            octet_stream::message(target.service, &members::members(&json)?, &binary).and_then(checked)
        }
    }?;
    let mut message = proven(message, signature);
    #[cfg(feature = "mock")]
    {
        message.json = json;
        message.binary = binary;
    }
    message.headers.extend(unsigned_payload(&message.proof));
    Ok(message)
}

fn of_json(json: Bytes, binary: &[Binary], method: HttpMethod, signature: SignatureMethod) -> Result<Message, Error> {
    if !binary.is_empty() {
        return Err(Error::refused(
            "bytes can be sent in a multipart body or an octet stream, not in JSON",
        ));
    }
    match (signature, method) {
        #[cfg(feature = "sign-v1")]
        (SignatureMethod::HmacSha1, _) => v1::message(&json, method, Algorithm::HmacSha1),
        #[cfg(feature = "sign-v1")]
        (SignatureMethod::HmacSha256, _) => v1::message(&json, method, Algorithm::HmacSha256),
        (_, HttpMethod::Post) => Message::json(json),
        (_, HttpMethod::Get) => query(&json),
    }
}

fn query(json: &[u8]) -> Result<Message, Error> {
    let parameters = flatten::flatten(json)?;
    let query = form_urlencoded::encode(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    check_size("query", query.len(), MAX_QUERY_BYTES)?;
    Ok(Message {
        method: Method::GET,
        query,
        content_type: FORM.into(),
        ..Message::empty()
    })
}

fn checked(message: Message) -> Result<Message, Error> {
    check_size("body", message.body.len(), MAX_BODY_BYTES)?;
    Ok(message)
}

/// What holds bytes takes a POST and TC3 alone.
fn check_only_way(what: &str, method: HttpMethod, signature: SignatureMethod) -> Result<(), Error> {
    if method != HttpMethod::Post {
        return Err(Error::refused(format!(
            "the action takes {what}, which GET does not have"
        )));
    }
    match signature {
        SignatureMethod::Tc3 | SignatureMethod::Tc3UnsignedPayload | SignatureMethod::Skip => Ok(()),
        #[cfg(feature = "sign-v1")]
        SignatureMethod::HmacSha1 | SignatureMethod::HmacSha256 => Err(Error::refused(format!(
            "the action takes {what}, which the cloud accepts with a TC3 signature alone"
        ))),
    }
}

fn proven(message: Message, signature: SignatureMethod) -> Message {
    let proof = match signature {
        SignatureMethod::Tc3UnsignedPayload => Proof::Tc3UnsignedPayload,
        SignatureMethod::Skip => Proof::None,
        _ => message.proof,
    };
    Message { proof, ..message }
}

fn unsigned_payload(proof: &Proof) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if matches!(proof, Proof::Tc3UnsignedPayload) {
        headers.insert(X_TC_CONTENT_SHA256, HeaderValue::from_static(UNSIGNED_PAYLOAD));
    }
    headers
}
