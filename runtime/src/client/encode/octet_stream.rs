//! `application/octet-stream`: one parameter is the body, the others are headers.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::json_members::{Member, Text};
use crate::Error;
use crate::client::message::{MAX_QUERY_BYTES, Message};
use crate::client::serialize::Binary;

pub(super) fn message(service: &str, members: &[Member<'_>], binary: &[Binary]) -> Result<Message, Error> {
    let body = match binary {
        [] => Bytes::new(),
        [only] => only.bytes.clone(),
        _ => return Err(Error::refused("an octet stream is one body, and there are more")),
    };
    Ok(Message {
        content_type: "application/octet-stream".into(),
        headers: headers(service, members)?,
        body,
        ..Message::empty()
    })
}

/// No limit for headers is documented; this is the one for parameters in a query.
const MAX_HEADER_BYTES: usize = MAX_QUERY_BYTES;

/// `X-CLS-TopicId` for the parameter `TopicId` of the service `cls`. Header names are case-insensitive.
fn headers(service: &str, members: &[Member<'_>]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut bytes = 0;
    for (parameter, value) in members {
        let text = match Text::of(parameter, value)? {
            Text::Null => continue,
            Text::Plain(text) => text,
            Text::Nested(_) => {
                return Err(Error::refused(format!(
                    "the parameter `{parameter}` is a list or an object, which a header cannot hold"
                )));
            }
        };
        let cannot = || Error::refused(format!("the parameter {parameter:?} cannot be sent in a header"));
        let name = format!("X-{service}-{parameter}");
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| cannot())?;
        let mut value = header_value(&text).ok_or_else(cannot)?;
        // It may be secret.
        value.set_sensitive(true);
        bytes += name.as_str().len() + value.len();
        if bytes > MAX_HEADER_BYTES {
            return Err(too_many());
        }
        if headers.try_insert(&name, value).map_err(|_| too_many())?.is_some() {
            return Err(Error::refused(format!("the header {name} would be sent twice")));
        }
    }
    Ok(headers)
}

fn too_many() -> Error {
    Error::refused(format!(
        "the parameters make headers of more than {MAX_HEADER_BYTES} bytes; the body alone may be larger"
    ))
}

/// `None` if the text has white space at its ends, which HTTP would trim.
fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|_| text.trim() == text)
}
