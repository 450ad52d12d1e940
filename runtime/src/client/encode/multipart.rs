//! `multipart/form-data`: one part a parameter, in their order.

use super::members::{Member, Text};
use super::{Binary, Message};
use crate::Error;
use crate::headers::JSON;

pub(super) fn message(members: &[Member<'_>], binary: &[Binary]) -> Result<Message, Error> {
    let boundary = boundary()?;
    Ok(Message {
        content_type: format!("multipart/form-data; boundary={boundary}").into(),
        body: body(members, binary, &boundary)?.into(),
        ..Message::empty()
    })
}

/// 32 hexadecimal digits, so that no content can hold them by chance. In lower case: by the documentation the value
/// of a signed header is lower-cased, by the official SDKs it is not, and so both come to the same.
fn boundary() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes)
        .map_err(|error| Error::refused(format!("no random numbers for the boundary: {error}")))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Without parameters it is empty, as the official SDKs send it.
fn body(members: &[Member<'_>], binary: &[Binary], boundary: &str) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    for (name, value) in members {
        check_name(name)?;
        let bytes = binary.iter().find(|binary| binary.name == *name);
        let (more, content) = match (bytes, Text::of(value)) {
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
