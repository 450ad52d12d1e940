//! Encodes parameters other than as JSON in a POST: as a query, as multipart parts, as headers with a raw body, signed
//! in another way or not at all.
//!
//! - All encodings start from the serialized JSON. A GET is not safer to retry for being a GET.
//! - Bytes travel next to the JSON: a member of bytes is null in it, which keeps its place among the parts.
//! - An action's own description has precedence over the options of the client. An action that takes no signature is
//!   sent without one whatever the options say, and the client does not resolve credentials for it.

mod form_urlencoded;
mod json_members;
mod method;
mod multipart;
mod octet_stream;
mod raw_call;

pub(crate) use method::Encoding;
pub use method::{HttpMethod, SignatureMethod};
pub use raw_call::RawCall;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::message::{Auth, MAX_BODY_BYTES, Message, check_size};
use super::operation::Operation;
use super::serialize::{Binary, SerializedRequest, join_extra};
use crate::headers::X_TC_CONTENT_SHA256;
use crate::record::Content;
use crate::sign::UNSIGNED_PAYLOAD;
#[cfg(feature = "sign-v1")]
use crate::sign::v1::Algorithm;
use crate::{CallOptions, Error};

/// The message that `request` is sent as.
///
/// # Errors
/// If the parameters cannot be expressed in the encoding, or exceed the service's limit for it.
pub(super) fn message(
    request: SerializedRequest,
    operation: &Operation<'_>,
    options: &CallOptions,
) -> Result<Message, Error> {
    let SerializedRequest {
        body,
        content,
        signed,
        binary,
        ..
    } = request;
    let method = options.encoding.method.unwrap_or_default();
    let signature = if signed {
        options.encoding.signature.unwrap_or_default()
    } else {
        SignatureMethod::Skip
    };
    let json: Bytes = join_extra(body, &options.extra)?.into();
    let message = match content {
        Content::Json => of_json(json.clone(), &binary, method, signature),
        Content::Multipart => {
            check_post_with_tc3("a multipart body", method, signature)?;
            multipart::message(&json_members::members(&json)?, &binary).and_then(checked)
        }
        Content::OctetStream => {
            check_post_with_tc3("an octet stream", method, signature)?;
            octet_stream::message(operation.service, &json_members::members(&json)?, &binary).and_then(checked)
        }
    }?;
    let mut message = with_signature(message, signature);
    #[cfg(feature = "mock")]
    {
        message.json = json;
        message.binary = binary;
    }
    message.headers.extend(unsigned_payload(&message.auth));
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
        (SignatureMethod::HmacSha1, _) => form_urlencoded::v1_message(&json, method, Algorithm::HmacSha1),
        #[cfg(feature = "sign-v1")]
        (SignatureMethod::HmacSha256, _) => form_urlencoded::v1_message(&json, method, Algorithm::HmacSha256),
        (_, HttpMethod::Post) => Message::json(json),
        (_, HttpMethod::Get) => form_urlencoded::get_message(&json),
    }
}

fn checked(message: Message) -> Result<Message, Error> {
    check_size("body", message.body.len(), MAX_BODY_BYTES)?;
    Ok(message)
}

/// The encodings of bytes exist only in a POST signed with TC3.
fn check_post_with_tc3(what: &str, method: HttpMethod, signature: SignatureMethod) -> Result<(), Error> {
    if method != HttpMethod::Post {
        return Err(Error::refused(format!(
            "the action takes {what}, which GET does not have"
        )));
    }
    match signature {
        SignatureMethod::Tc3 | SignatureMethod::Tc3UnsignedPayload | SignatureMethod::Skip => Ok(()),
        #[cfg(feature = "sign-v1")]
        SignatureMethod::HmacSha1 | SignatureMethod::HmacSha256 => Err(Error::refused(format!(
            "the action takes {what}, which the service accepts with a TC3 signature only"
        ))),
    }
}

fn with_signature(message: Message, signature: SignatureMethod) -> Message {
    let auth = match signature {
        SignatureMethod::Tc3UnsignedPayload => Auth::Tc3UnsignedPayload,
        SignatureMethod::Skip => Auth::None,
        _ => message.auth,
    };
    Message { auth, ..message }
}

fn unsigned_payload(auth: &Auth) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if matches!(auth, Auth::Tc3UnsignedPayload) {
        headers.insert(X_TC_CONTENT_SHA256, HeaderValue::from_static(UNSIGNED_PAYLOAD));
    }
    headers
}
