//! Reads and validates the parameters of a request, in whichever encoding they were sent.
//!
//! A query, a form, parts and headers are turned into the JSON that they mean by the declared types. From there on one
//! validator and one record serve every encoding, and a test need not know how its client sends.

mod binary;
mod flat;
mod received_parameters;
mod redacted;
mod validate;
mod value;

use bytes::Bytes;
use tc3_codegen::spec::{Content, Json, JsonValue};

use crate::routing::Route;
use crate::wire::HttpRequest;
use crate::wire::common_params;
use crate::wire::encoding::Encoding;
use crate::wire::error::{ApiError, INVALID_PARAMETER, INVALID_REQUEST};
use crate::wire::form_urlencoded::Form;
use crate::wire::format::{Scheme, WireFormat};
use crate::wire::json::object;

pub use self::received_parameters::ReceivedParameters;
pub(crate) use self::redacted::redacted;
pub(crate) use self::validate::validate;

/// The parameters of a request: as JSON, and as the text that the ranges in that JSON refer to.
pub(crate) struct Params {
    pub(crate) json: Json,
    pub(crate) received: ReceivedParameters,
}

/// Reads the parameters of a request for `route`.
pub(crate) fn read(request: &HttpRequest, format: &WireFormat, route: Route<'_>) -> Result<Params, ApiError> {
    check_content(format.encoding, route)?;
    check_single_source(request, format.encoding)?;
    match (format.encoding, &format.scheme) {
        (Encoding::Json, _) => read_json(&request.body),
        (Encoding::Multipart, _) => binary::read_multipart(request, route),
        (Encoding::OctetStream, _) => binary::read_octet_stream(request, route),
        (Encoding::Query | Encoding::Form, Scheme::V1(form)) => {
            let of_action = form.iter().filter(|(name, _)| !common_params::is_common(name));
            from_values(flat::unflatten(of_action, route)?, Vec::new())
        }
        (Encoding::Query | Encoding::Form, _) => {
            let form = Form::parse(request.query().as_bytes());
            let form = form.map_err(|error| ApiError::new(INVALID_PARAMETER, error))?;
            from_values(flat::unflatten(form.iter(), route)?, Vec::new())
        }
    }
}

/// Checks that the action takes this encoding: one that takes bytes takes them in one encoding, others take no bytes.
fn check_content(encoding: Encoding, route: Route<'_>) -> Result<(), ApiError> {
    let (is_accepted, expected) = match route.action.content() {
        Content::Json => (
            matches!(encoding, Encoding::Json | Encoding::Query | Encoding::Form),
            "application/json",
        ),
        Content::Multipart => (encoding == Encoding::Multipart, "multipart/form-data"),
        Content::OctetStream => (encoding == Encoding::OctetStream, "application/octet-stream"),
    };
    if is_accepted {
        return Ok(());
    }
    Err(ApiError::new(
        INVALID_REQUEST,
        format!(
            "the request has {}; {} takes a POST of the Content-Type {expected}",
            encoding.described(),
            route.name
        ),
    ))
}

/// Rejects a body or a query that would be silently ignored: it is a mistake of the client.
fn check_single_source(request: &HttpRequest, encoding: Encoding) -> Result<(), ApiError> {
    let message = match encoding {
        Encoding::Query if !request.body.is_empty() => "the GET has a body; its parameters belong in the query",
        Encoding::Query => return Ok(()),
        _ if !request.query().is_empty() => "the POST has a query; its parameters belong in the body",
        _ => return Ok(()),
    };
    Err(ApiError::new(INVALID_REQUEST, message))
}

fn read_json(body: &Bytes) -> Result<Params, ApiError> {
    let params = Params {
        json: parse_json(as_text(body)?)?,
        received: ReceivedParameters::from_body(body.clone()),
    };
    match params.json.value {
        // The official SDK for Python sends `null` for no parameters.
        JsonValue::Null => from_values(Vec::new(), Vec::new()),
        _ => Ok(params),
    }
}

fn as_text(body: &[u8]) -> Result<&str, ApiError> {
    if body.is_empty() {
        return Err(ApiError::new(
            INVALID_PARAMETER,
            "the body is empty; a request without parameters sends {}",
        ));
    }
    std::str::from_utf8(body).map_err(|error| {
        ApiError::new(
            INVALID_PARAMETER,
            format!("the body is not UTF-8 from byte {} on", error.valid_up_to()),
        )
    })
}

fn parse_json(text: &str) -> Result<Json, ApiError> {
    let json = Json::parse(text).map_err(|error| {
        ApiError::new(
            INVALID_PARAMETER,
            format!("the body is not JSON: {} at byte {}", error.message, error.range.start),
        )
    })?;
    value::check_unique_names(&json)?;
    Ok(json)
}

/// Writes parameters that did not come as JSON in that form, so that one validator serves every encoding.
fn from_values(values: Vec<(String, Json)>, binary: Vec<(String, Bytes)>) -> Result<Params, ApiError> {
    let text = object(values).to_string();
    let json = Json::parse(&text).map_err(|error| {
        ApiError::new(
            INVALID_PARAMETER,
            format!("the parameters do not form JSON: {}", error.message),
        )
    })?;
    Ok(Params {
        json,
        received: ReceivedParameters::from_values(text, binary),
    })
}
