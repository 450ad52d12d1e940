//! The parameters of a request, whichever way they were sent.

mod check;
mod flat;
mod multipart;
mod octet_stream;
mod once;
mod received;
mod scalar;

use bytes::Bytes;
use tc3_codegen::spec::{Content, Json, JsonValue};

use crate::code::{INVALID_PARAMETER, INVALID_REQUEST};
use crate::encoding::Encoding;
use crate::excerpt::excerpt;
use crate::form::Form;
use crate::json::object;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::routing::Route;
use crate::scheme::{Manner, Scheme};
use crate::v1;

pub(crate) use check::check;
pub use received::ReceivedParameters;

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// The parameters that were read: as JSON, and as the text that the places in it refer to.
pub(crate) struct Read {
    pub(crate) json: Json,
    pub(crate) received: ReceivedParameters,
}

/// Reads the parameters of a request for `route`.
pub(crate) fn read(request: &Received, manner: &Manner, route: Route<'_>) -> Result<Read, Refusal> {
    check_content(manner.encoding, route)?;
    check_elsewhere(request, manner.encoding)?;
    match (manner.encoding, &manner.scheme) {
        (Encoding::Json, _) => of_json(&request.body),
        (Encoding::Multipart, _) => multipart::read(request, route),
        (Encoding::OctetStream, _) => octet_stream::read(request, route),
        (Encoding::Query | Encoding::Form, Scheme::V1(form)) => flat(v1::own_parameters(form), route),
        (Encoding::Query | Encoding::Form, _) => {
            let form = Form::parse(request.query().as_bytes());
            let form = form.map_err(|fault| Refusal::new(INVALID_PARAMETER, fault))?;
            flat(form.iter(), route)
        }
    }
}

/// An action that takes bytes takes them in one way, and the others take no bytes.
fn check_content(encoding: Encoding, route: Route<'_>) -> Result<(), Refusal> {
    let (fits, expected) = match route.action.content() {
        Content::Json => (
            matches!(encoding, Encoding::Json | Encoding::Query | Encoding::Form),
            "application/json",
        ),
        Content::Multipart => (encoding == Encoding::Multipart, "multipart/form-data"),
        Content::OctetStream => (encoding == Encoding::OctetStream, "application/octet-stream"),
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::new(
        INVALID_REQUEST,
        format!(
            "the request has {}; {} takes a POST of the Content-Type {expected}",
            encoding.described(),
            route.action.name.value
        ),
    ))
}

/// What would be passed by in silence is refused, as it is a mistake.
fn check_elsewhere(request: &Received, encoding: Encoding) -> Result<(), Refusal> {
    let fault = match encoding {
        Encoding::Query if !request.body.is_empty() => "the GET has a body; its parameters stand in the query",
        Encoding::Query => return Ok(()),
        _ if !request.query().is_empty() => "the POST has a query; its parameters stand in the body",
        _ => return Ok(()),
    };
    Err(Refusal::new(INVALID_REQUEST, fault))
}

fn of_json(body: &Bytes) -> Result<Read, Refusal> {
    let read = Read {
        json: parse(as_text(body)?)?,
        received: ReceivedParameters::of_body(body.clone()),
    };
    match read.json.value {
        // What the official SDK for Python sends for no parameters.
        JsonValue::Null => of_values(Vec::new(), Vec::new()),
        _ => Ok(read),
    }
}

fn as_text(body: &[u8]) -> Result<&str, Refusal> {
    if body.is_empty() {
        return Err(Refusal::new(
            INVALID_PARAMETER,
            "the body is empty; a request without parameters sends {}",
        ));
    }
    std::str::from_utf8(body).map_err(|error| {
        Refusal::new(
            INVALID_PARAMETER,
            format!("the body is not UTF-8 from byte {} on", error.valid_up_to()),
        )
    })
}

fn parse(text: &str) -> Result<Json, Refusal> {
    let json = Json::parse(text).map_err(|error| {
        Refusal::new(
            INVALID_PARAMETER,
            format!("the body is not JSON: {} at byte {}", error.message, error.range.start),
        )
    })?;
    match once::repeated(&json) {
        None => Ok(json),
        Some(name) => Err(given_twice(name)),
    }
}

fn given_twice(name: &str) -> Refusal {
    let name = excerpt(name, MAX_SHOWN);
    Refusal::new(INVALID_PARAMETER, format!("`{name}` is given twice"))
}

fn flat<'f>(pairs: impl Iterator<Item = (&'f str, &'f str)>, route: Route<'_>) -> Result<Read, Refusal> {
    of_values(flat::unflatten(pairs, route)?, Vec::new())
}

/// Parameters that did not come as JSON, written as such, so that one check does for all.
fn of_values(values: Vec<(String, Json)>, binary: Vec<(String, Bytes)>) -> Result<Read, Refusal> {
    let text = object(values).to_string();
    let json = Json::parse(&text).map_err(|error| {
        Refusal::new(
            INVALID_PARAMETER,
            format!("the parameters make no JSON: {}", error.message),
        )
    })?;
    Ok(Read {
        json,
        received: ReceivedParameters::written(text, binary),
    })
}
