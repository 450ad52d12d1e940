//! The parser of `multipart/form-data` (RFC 7578).
//!
//! It is written here because multer, the usual reader, depends on three more crates and cannot say what is malformed.

use bytes::Bytes;
use memchr::memmem;

/// The longest boundary that RFC 2046 allows, in bytes.
const MAX_BOUNDARY_BYTES: usize = 70;

/// The most parts, more than any action has parameters.
const MAX_PARTS: usize = 1000;

/// A part of the body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) content: Bytes,
}

/// The parts of `body`; none if it is empty. The error says what is wrong with the body, and contains nothing of it.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Result<Vec<Part>, String> {
    let boundary = parameter(content_type, "boundary").ok_or("Content-Type has no boundary")?;
    if boundary.is_empty() || boundary.len() > MAX_BOUNDARY_BYTES {
        return Err(format!("a boundary has 1 to {MAX_BOUNDARY_BYTES} characters"));
    }
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let delimiter = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(delimiter.as_bytes());
    if !body.starts_with(&delimiter.as_bytes()[2..]) {
        return Err("it does not begin with two hyphens and the boundary".to_owned());
    }
    let mut at = delimiter.len() - 2;
    let mut parts = Vec::new();
    loop {
        match body.get(at..at + 2) {
            Some(b"--") => return Ok(parts),
            Some(b"\r\n") => at += 2,
            _ => return Err(format!("no line break follows the boundary at byte {at}")),
        }
        if parts.len() == MAX_PARTS {
            return Err(format!("it has more than {MAX_PARTS} parts"));
        }
        let length = finder
            .find(&body[at..])
            .ok_or("it does not end with the boundary and two hyphens")?;
        parts.push(part(body.slice(at..at + length))?);
        at += length + delimiter.len();
    }
}

fn part(part: Bytes) -> Result<Part, String> {
    let head_end = memmem::find(&part, b"\r\n\r\n").ok_or("a part has no empty line after its headers")?;
    let head = std::str::from_utf8(&part[..head_end]).map_err(|_| "the headers of a part are not UTF-8")?;
    let mut lines = head
        .split("\r\n")
        .map(|line| line.split_once(':').unwrap_or((line, "")));
    let disposition = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
    let (_, disposition) = disposition.ok_or("a part has no header Content-Disposition")?;
    let kind = disposition.split(';').next().unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return Err("the Content-Disposition of a part is not form-data".to_owned());
    }
    Ok(Part {
        name: parameter(disposition, "name").ok_or("the Content-Disposition of a part has no name")?,
        content: part.slice(head_end + 4..),
    })
}

/// The parameter `wanted` of a header such as `form-data; name="File"; filename="a; b"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = value(after.trim_start());
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after.split_once(';')?.1;
    }
}

/// The value at the start of `text`, in quotes or not, and the rest of it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            character => value.push(character),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Part, parts};

    const TYPE: &str = "multipart/form-data; boundary=b0";

    fn read(body: &'static str) -> Result<Vec<Part>, String> {
        parts(TYPE, &Bytes::from_static(body.as_bytes()))
    }

    fn part(name: &str, content: &'static str) -> Part {
        Part {
            name: name.to_owned(),
            content: Bytes::from_static(content.as_bytes()),
        }
    }

    #[test]
    fn parts_are_read_byte_for_byte() {
        let body = "--b0\r\nContent-Disposition: form-data; name=\"A\"\r\n\r\none\r\n\r\n--b\r\n\
                    --b0\r\ncontent-type: x\r\ncontent-disposition:form-data;filename=\"a; name=\\\"B\\\"\"; name=C\r\n\r\n\
                    \r\n--b0--\r\nafter";
        assert_eq!(read(body), Ok(vec![part("A", "one\r\n\r\n--b"), part("C", "")]));
        assert_eq!(read(""), Ok(vec![]));
        assert_eq!(read("--b0--"), Ok(vec![]));
    }

    #[test]
    fn a_boundary_can_be_quoted() {
        let content_type = "multipart/form-data; charset=utf-8; boundary=\"a b\"";
        assert_eq!(parts(content_type, &Bytes::from_static(b"--a b--")), Ok(vec![]));
    }

    #[test]
    fn malformed_bodies_are_rejected() {
        for body in [
            "x",
            "--b0",
            "--b0\r\n",
            "--b0x\r\n",
            "--b0\r\n\r\n--b0--",
            "--b0\r\nContent-Disposition: form-data; name=A\r\n\r\none",
            "--b0\r\nContent-Disposition: form-data; name=A\r\n\r\none\r\n--b0",
            "--b0\r\nContent-Disposition: form-data\r\n\r\none\r\n--b0--",
            "--b0\r\nContent-Disposition: attachment; name=A\r\n\r\none\r\n--b0--",
            "--b0\r\nContent-Type: text/plain\r\n\r\none\r\n--b0--",
            "--b1\r\nContent-Disposition: form-data; name=A\r\n\r\none\r\n--b1--",
        ] {
            assert!(read(body).is_err(), "{body:?}");
        }
        for content_type in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            &format!("multipart/form-data; boundary={}", "b".repeat(71)),
        ] {
            assert!(parts(content_type, &Bytes::new()).is_err(), "{content_type}");
        }
    }
}
