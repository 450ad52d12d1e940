//! `multipart/form-data`: one part per parameter, in the order of the request.

use super::json_members::{Member, Text};
use crate::Error;
use crate::client::message::Message;
use crate::client::serialize::Binary;
use crate::headers::JSON;
use crate::random::random_hex;

pub(super) fn message(members: &[Member<'_>], binary: &[Binary]) -> Result<Message, Error> {
    // Enough digits that no content contains them by chance. Lower case, because the documentation lowercases the
    // value of a signed header and the official SDKs do not: this way both agree.
    let boundary = random_hex("the boundary")?;
    Ok(Message {
        content_type: format!("multipart/form-data; boundary={boundary}").into(),
        body: body(members, binary, &boundary)?.into(),
        ..Message::empty()
    })
}

/// The parts. The body is empty without parameters, as in the official SDKs.
fn body(members: &[Member<'_>], binary: &[Binary], boundary: &str) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    for (name, value) in members {
        validate_name(name)?;
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

/// A name is quoted, and parsers disagree on how to escape within the quotes, so nothing that needs it is accepted.
fn validate_name(name: &str) -> Result<(), Error> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    if !name.is_empty() && name.bytes().all(is_plain) {
        return Ok(());
    }
    Err(Error::refused(format!(
        "the parameter {name:?} cannot be the name of a part"
    )))
}
