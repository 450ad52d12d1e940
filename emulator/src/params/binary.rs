//! Reads the encodings that carry bytes: `multipart/form-data`, one part for each parameter, and
//! `application/octet-stream`, where one parameter is the body and the others are headers.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use tc3_codegen::spec::{ItemType, Json, Member, TypeRef};

use super::value::{check_unique_names, parse_scalar};
use super::{Params, from_values};
use crate::routing::Route;
use crate::wire::HttpRequest;
use crate::wire::error::{ApiError, INVALID_PARAMETER, INVALID_REQUEST};
use crate::wire::json::string;
use crate::wire::multipart::{Part, parts};
use crate::wire::sanitize::excerpt;

/// Reads the parameters of a multipart body.
pub(super) fn read_multipart(request: &HttpRequest, route: Route<'_>) -> Result<Params, ApiError> {
    let content_type = request.header(CONTENT_TYPE).unwrap_or_default();
    let parts = parts(content_type, &request.body)
        .map_err(|error| ApiError::new(INVALID_REQUEST, format!("the multipart body is malformed: {error}")))?;
    let mut values: Vec<(String, Json)> = Vec::new();
    let mut binary = Vec::new();
    for part in parts {
        if values.iter().any(|(name, _)| *name == part.name) {
            return Err(invalid_part(&part.name, "is given twice"));
        }
        let mut declared = route.action.parameters.iter();
        let member = declared.find(|member| member.name.value == part.name);
        let value = part_value(&part, member.map(|member| route.service.type_of(member)))?;
        if member.is_some_and(is_binary) {
            binary.push((part.name.clone(), part.content));
        }
        values.push((part.name, value));
    }
    from_values(values, binary)
}

fn part_value(part: &Part, declared: Option<TypeRef<'_>>) -> Result<Json, ApiError> {
    let Some(type_ref) = declared else {
        return Ok(string(String::from_utf8_lossy(&part.content)));
    };
    if type_ref.item == ItemType::Binary {
        return Ok(string(""));
    }
    let text = std::str::from_utf8(&part.content).map_err(|_| invalid_part(&part.name, "is not UTF-8"))?;
    match type_ref {
        TypeRef { list: false, item } if !matches!(item, ItemType::Named(_) | ItemType::Object) => {
            Ok(parse_scalar(text, item))
        }
        _ => {
            let json = Json::parse(text)
                .map_err(|error| invalid_part(&part.name, &format!("is not JSON: {}", error.message)))?;
            check_unique_names(&json)?;
            Ok(json)
        }
    }
}

fn invalid_part(name: &str, reason: &str) -> ApiError {
    let name = excerpt(name);
    ApiError::new(INVALID_PARAMETER, format!("the part `{name}` {reason}"))
}

/// Reads the parameters of an octet stream.
pub(super) fn read_octet_stream(request: &HttpRequest, route: Route<'_>) -> Result<Params, ApiError> {
    let declared = &route.action.parameters;
    let mut values = Vec::new();
    // As in `X-CLS-TopicId`; HTTP ignores case there.
    let prefix = format!("x-{}-", route.service.file.name.value.to_ascii_lowercase());
    for header in request.headers.keys() {
        let Some(parameter) = header.as_str().strip_prefix(&prefix) else {
            continue;
        };
        let mut given = request.headers.get_all(header).iter();
        let (Some(value), None) = (given.next(), given.next()) else {
            return Err(invalid_header(header.as_str(), "is given twice"));
        };
        values.push(header_value(parameter, value, declared)?);
    }
    let mut binary = Vec::new();
    // A client that leaves the parameter out sends an empty body.
    if let Some(body) = declared.iter().find(|member| is_binary(member))
        && !request.body.is_empty()
    {
        values.push((body.name.value.clone(), string("")));
        binary.push((body.name.value.clone(), request.body.clone()));
    }
    from_values(values, binary)
}

fn header_value(parameter: &str, value: &HeaderValue, declared: &[Member]) -> Result<(String, Json), ApiError> {
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| invalid_header(parameter, "is not UTF-8"))?;
    let mut members = declared.iter().filter(|member| !is_binary(member));
    match members.find(|member| member.name.value.eq_ignore_ascii_case(parameter)) {
        Some(member) => Ok((member.name.value.clone(), parse_scalar(text, member.type_ref().item))),
        None => Ok((parameter.to_owned(), string(text))),
    }
}

fn invalid_header(name: &str, reason: &str) -> ApiError {
    ApiError::new(INVALID_PARAMETER, format!("`{name}` {reason}"))
}

fn is_binary(member: &Member) -> bool {
    member.type_ref().item == ItemType::Binary
}
