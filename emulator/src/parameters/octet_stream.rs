//! `application/octet-stream`: one parameter is the body, the others are headers.

use http::HeaderValue;
use tc3_codegen::spec::{ItemType, Json, Member};

use super::{Read, of_values, scalar};
use crate::code::INVALID_PARAMETER;
use crate::json::string;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::routing::Route;

pub(super) fn read(request: &Received, route: Route<'_>) -> Result<Read, Refusal> {
    let declared = &route.action.parameters;
    let mut values = Vec::new();
    // As in `X-CLS-TopicId`; HTTP does not tell upper from lower case there.
    let prefix = format!("x-{}-", route.service.file.name.value.to_ascii_lowercase());
    for header in request.headers.keys() {
        let Some(parameter) = header.as_str().strip_prefix(&prefix) else {
            continue;
        };
        let mut given = request.headers.get_all(header).iter();
        let (Some(value), None) = (given.next(), given.next()) else {
            return Err(invalid(header.as_str(), "is given twice"));
        };
        values.push(of_header(parameter, value, declared)?);
    }
    let mut binary = Vec::new();
    // An empty body is how none is sent.
    if let Some(body) = declared.iter().find(|member| is_bytes(member))
        && !request.body.is_empty()
    {
        values.push((body.name.value.clone(), string("")));
        binary.push((body.name.value.clone(), request.body.clone()));
    }
    of_values(values, binary)
}

fn of_header(parameter: &str, value: &HeaderValue, declared: &[Member]) -> Result<(String, Json), Refusal> {
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| invalid(parameter, "is not UTF-8"))?;
    let mut members = declared.iter().filter(|member| !is_bytes(member));
    match members.find(|member| member.name.value.eq_ignore_ascii_case(parameter)) {
        Some(member) => Ok((member.name.value.clone(), scalar::value(text, member.type_ref().item))),
        None => Ok((parameter.to_owned(), string(text))),
    }
}

fn is_bytes(member: &Member) -> bool {
    member.type_ref().item == ItemType::Binary
}

fn invalid(name: &str, fault: &str) -> Refusal {
    Refusal::new(INVALID_PARAMETER, format!("`{name}` {fault}"))
}
