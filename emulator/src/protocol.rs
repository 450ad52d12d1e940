//! Whether a request comes in a way that the service reads, and which: GET or POST, to `/`, of which content type.

use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderName, Method};

use crate::code::{INVALID_REQUEST, REQUEST_SIZE_LIMIT_EXCEEDED, UNSUPPORTED_PROTOCOL};
use crate::encoding::Encoding;
use crate::excerpt::excerpt;
use crate::received::Received;
use crate::refusal::Refusal;

const FORM: &str = "application/x-www-form-urlencoded";

/// Headers that are read, beside those that begin with `x-tc-`.
const ONCE: [HeaderName; 3] = [AUTHORIZATION, CONTENT_TYPE, HOST];

/// How much of a path or a content type a message shows, in characters.
const MAX_SHOWN: usize = 200;

pub(crate) fn check(request: &Received) -> Result<Encoding, Refusal> {
    let encoding = match request.method {
        Method::GET => of_get(request),
        Method::POST => of_post(request),
        _ => Err(Refusal::new(
            UNSUPPORTED_PROTOCOL,
            format!(
                "the method is {}; the service answers GET and POST",
                excerpt(request.method.as_str(), MAX_SHOWN)
            ),
        )),
    }?;
    if request.uri.path() != "/" {
        let path = excerpt(request.uri.path(), MAX_SHOWN);
        return Err(Refusal::new(
            INVALID_REQUEST,
            format!("the path is `{path}`; requests go to `/`"),
        ));
    }
    check_size(request, encoding)?;
    check_headers(request)?;
    Ok(encoding)
}

/// A header that is given twice has no one reading, and gateways differ in which of the two they take.
fn check_headers(request: &Received) -> Result<(), Refusal> {
    let repeated = request.headers.keys().find(|name| {
        let is_read = ONCE.contains(*name) || name.as_str().starts_with("x-tc-");
        is_read && request.headers.get_all(*name).iter().nth(1).is_some()
    });
    match repeated {
        None => Ok(()),
        Some(name) => Err(Refusal::new(
            INVALID_REQUEST,
            format!("the header {} is given twice", excerpt(name.as_str(), MAX_SHOWN)),
        )),
    }
}

fn of_get(request: &Received) -> Result<Encoding, Refusal> {
    match media_type(request).as_str() {
        // Version 1 neither signs nor needs it.
        "" | FORM => Ok(Encoding::Query),
        _ => Err(wrong_content_type(request, FORM)),
    }
}

fn of_post(request: &Received) -> Result<Encoding, Refusal> {
    match media_type(request).as_str() {
        "application/json" => Ok(Encoding::Json),
        "multipart/form-data" => Ok(Encoding::Multipart),
        "application/octet-stream" => Ok(Encoding::OctetStream),
        FORM => Ok(Encoding::Form),
        _ => Err(wrong_content_type(
            request,
            "application/json, multipart/form-data, application/octet-stream or, with a signature of version 1, \
             application/x-www-form-urlencoded",
        )),
    }
}

fn media_type(request: &Received) -> String {
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}

fn wrong_content_type(request: &Received, expected: &str) -> Refusal {
    let given = excerpt(request.header("content-type").unwrap_or_default(), MAX_SHOWN);
    Refusal::new(
        INVALID_REQUEST,
        format!(
            "Content-Type of this {} is `{given}`; expected {expected}",
            request.method
        ),
    )
}

fn check_size(request: &Received, encoding: Encoding) -> Result<(), Refusal> {
    let (part, size) = match encoding {
        Encoding::Query => ("query", request.query().len()),
        _ => ("body", request.body.len()),
    };
    let most = encoding.max_bytes();
    if size <= most {
        return Ok(());
    }
    Err(Refusal::new(
        REQUEST_SIZE_LIMIT_EXCEEDED,
        format!(
            "the {part} has {size} bytes; {} has at most {most}",
            encoding.described()
        ),
    ))
}
