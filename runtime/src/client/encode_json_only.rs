//! The stage [`encode`](super::encode) in builds without the feature `encodings`: JSON in a POST, signed with TC3.

use super::message::Message;
use super::operation::Operation;
use super::serialize::{SerializedRequest, join_extra};
use crate::record::Content;
use crate::{CallOptions, Error};

/// # Errors
/// If the action needs another encoding, or the body exceeds the service's limit.
pub(super) fn message(request: SerializedRequest, _: &Operation<'_>, options: &CallOptions) -> Result<Message, Error> {
    let what = match (request.content, request.signed) {
        (Content::Json, true) => return Message::json(join_extra(request.body, &options.extra)?.into()),
        (Content::Json, false) => "is sent without a signature",
        (Content::Multipart, _) => "takes a multipart body",
        (Content::OctetStream, _) => "takes an octet stream",
    };
    Err(Error::refused(format!(
        "the action {what}, which needs the feature `encodings` of tc3 or tc3-runtime"
    )))
}
