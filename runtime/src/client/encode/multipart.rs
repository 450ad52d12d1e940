//! `multipart/form-data`: one part a parameter, in their order.

use super::json_members::{Member, Text};
use crate::Error;
use crate::client::message::Message;
use crate::client::serialize::Binary;
use crate::headers::JSON;
use crate::random::random_hex;

pub(super) fn message(members: &[Member<'_>], binary: &[Binary]) -> Result<Message, Error> {
    // So many digits that no content holds them by chance. In lower case: by the documentation the value of a signed
    // header is lower-cased, by the official SDKs it is not, and so both come to the same.
    let boundary = random_hex("the boundary")?;
    Ok(Message {
        content_type: format!("multipart/form-data; boundary={boundary}").into(),
        body: body(members, binary, &boundary)?.into(),
        ..Message::empty()
    })
}

/// Without parameters it is empty, as the official SDKs send it.
fn body(members: &[Member<'_>], binary: &[Binary], boundary: &str) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    for (name, value) in members {
        check_name(name)?;
        let bytes = binary.iter().find(|binary| binary.name == *name);
        let (more, content) = match (bytes, Text::of(name, value)?) {
            (Some(binary), _) => (format!("; filename=\"{name}\""), binary.bytes.clone()),
            (None, Text::Null) => continue,
            (None, Text::Plain(text)) => (String::new(), text.into()),
            (None, Text::Nested(json)) => (format!("\r\nContent-Type: {JSON}"), json.to_owned().into()),
        };
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&content);
        body.extend_from_slice(b"\r\n");
    }
    if !body.is_empty() {
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    }
    Ok(body)
}

/// A name stands between quotes, and there are several readings of how to escape in there.
fn check_name(name: &str) -> Result<(), Error> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    match !name.is_empty() && name.bytes().all(is_plain) {
        true => Ok(()),
        false => Err(Error::refused(format!(
            "the parameter {name:?} cannot be the name of a part"
        ))),
    }
}
