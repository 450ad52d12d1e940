//! `multipart/form-data`: one part a parameter.

use bytes::Bytes;
use tc3_codegen::spec::{ItemType, Json, Member, TypeRef};

use super::{Read, given_twice, of_values, once, scalar};
use crate::code::{INVALID_PARAMETER, INVALID_REQUEST};
use crate::excerpt::excerpt;
use crate::json::string;
use crate::multipart::{Part, parts};
use crate::received::Received;
use crate::refusal::Refusal;
use crate::routing::Route;

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

pub(super) fn read(request: &Received, route: Route<'_>) -> Result<Read, Refusal> {
    let content_type = request.header("content-type").unwrap_or_default();
    let parts = parts(content_type, &request.body)
        .map_err(|fault| Refusal::new(INVALID_REQUEST, format!("the multipart body is malformed: {fault}")))?;
    let mut values: Vec<(String, Json)> = Vec::new();
    let mut binary = Vec::new();
    for part in parts {
        if values.iter().any(|(name, _)| *name == part.name) {
            return Err(invalid(&part.name, "is given twice"));
        }
        let declared = route.action.parameters.iter();
        let member = declared.into_iter().find(|member| member.name.value == part.name);
        let value = value(&part, member.map(|member| route.service.type_of(member)))?;
        if member.is_some_and(is_bytes) {
            binary.push((part.name.clone(), part.content));
        }
        values.push((part.name, value));
    }
    of_values(values, binary)
}

fn value(part: &Part, declared: Option<TypeRef<'_>>) -> Result<Json, Refusal> {
    let Some(type_ref) = declared else {
        return Ok(string(String::from_utf8_lossy(&part.content)));
    };
    if type_ref.item == ItemType::Binary {
        return Ok(string(""));
    }
    let text = text(&part.name, &part.content)?;
    match type_ref {
        TypeRef { list: false, item } if !matches!(item, ItemType::Named(_) | ItemType::Object) => {
            Ok(scalar::value(text, item))
        }
        _ => {
            let json = Json::parse(text);
            let json = json.map_err(|error| invalid(&part.name, &format!("is not JSON: {}", error.message)))?;
            match once::repeated(&json) {
                None => Ok(json),
                Some(name) => Err(given_twice(name)),
            }
        }
    }
}

fn text<'p>(name: &str, content: &'p Bytes) -> Result<&'p str, Refusal> {
    std::str::from_utf8(content).map_err(|_| invalid(name, "is not UTF-8"))
}

fn is_bytes(member: &Member) -> bool {
    member.type_ref().item == ItemType::Binary
}

fn invalid(name: &str, fault: &str) -> Refusal {
    let name = excerpt(name, MAX_SHOWN);
    Refusal::new(INVALID_PARAMETER, format!("the part `{name}` {fault}"))
}
