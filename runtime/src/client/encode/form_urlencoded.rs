//! `application/x-www-form-urlencoded`: the query of a GET, and messages signed in version 1.
//!
//! Nested parameters are flattened to names and values: `{"A": [{"B": true}]}` is `A.0.B=true`. Names are sorted, as in
//! the official Go SDK. A query or a form cannot express an empty list, an empty object or null in a list: official SDKs
//! drop them silently, here the call is refused. So is a name that occurs twice.

use http::Method;
use serde_json::value::RawValue;

#[cfg(feature = "sign-v1")]
use super::HttpMethod;
use super::json_members::{Text, members};
use crate::Error;
#[cfg(feature = "sign-v1")]
use crate::client::message::{Auth, V1Form};
use crate::client::message::{MAX_QUERY_BYTES, Message, check_size};
use crate::json::RawMembers;
use crate::sign::percent_encoding;
#[cfg(feature = "sign-v1")]
use crate::sign::v1::{Algorithm, COMMON_PARAMETERS};

const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// Deeper than the parameters of any action.
const MAX_DEPTH: usize = 64;

/// A GET whose query has the parameters.
pub(super) fn get_message(json: &[u8]) -> Result<Message, Error> {
    let parameters = flatten(json)?;
    let query = percent_encoding::encode(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    check_size("query", query.len(), MAX_QUERY_BYTES)?;
    Ok(Message {
        method: Method::GET,
        query,
        content_type: CONTENT_TYPE.into(),
        ..Message::empty()
    })
}

/// A message signed in version 1. The common parameters are added by each attempt.
///
/// Names are signed with `.` in place of `_`, as the official Python SDK does and the one for Node does not.
///
/// # Errors
/// If the action has a parameter with the name of a common one (`Version`, `Region`, ..): one would replace the other.
#[cfg(feature = "sign-v1")]
pub(super) fn v1_message(json: &[u8], method: HttpMethod, algorithm: Algorithm) -> Result<Message, Error> {
    let parameters = flatten(json)?;
    let taken = parameters
        .iter()
        .find(|(name, _)| COMMON_PARAMETERS.contains(&name.as_str()));
    if let Some((name, _)) = taken {
        return Err(Error::refused(format!(
            "a signature of version 1 has a parameter `{name}` of its own, so the action's own cannot be sent"
        )));
    }
    Ok(Message {
        method: match method {
            HttpMethod::Post => Method::POST,
            HttpMethod::Get => Method::GET,
        },
        content_type: CONTENT_TYPE.into(),
        auth: Auth::V1(V1Form { algorithm, parameters }),
        ..Message::empty()
    })
}

/// The parameters sorted by name. Nulls are absent members and are left out.
///
/// # Errors
/// If a parameter cannot be expressed, or a name occurs twice.
fn flatten(json: &[u8]) -> Result<Vec<(String, String)>, Error> {
    let members = members(json)?;
    let mut flat = Vec::new();
    for (name, value) in members {
        push(&mut flat, name, value, 1)?;
    }
    flat.sort_unstable();
    match flat.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(twice) => Err(Error::refused(format!("the parameter `{}` is set twice", twice[0].0))),
        None => Ok(flat),
    }
}

fn push(flat: &mut Vec<(String, String)>, name: String, value: &RawValue, level: usize) -> Result<(), Error> {
    let nested = match Text::of(&name, value)? {
        Text::Null => return Ok(()),
        Text::Plain(text) => {
            flat.push((name, text));
            return Ok(());
        }
        Text::Nested(_) if level > MAX_DEPTH => {
            return Err(Error::refused(format!(
                "the parameters are nested deeper than {MAX_DEPTH}"
            )));
        }
        Text::Nested(json) => json,
    };
    let items = items(nested, &name)?;
    if items.is_empty() {
        return Err(Error::refused(format!(
            "the parameter `{name}` is an empty list or object, which a query or a form cannot express"
        )));
    }
    for (below, item) in items {
        push(flat, format!("{name}.{below}"), item, level + 1)?;
    }
    Ok(())
}

/// The members of an object by their names, the items of a list by their indices.
fn items<'a>(json: &'a str, name: &str) -> Result<Vec<(String, &'a RawValue)>, Error> {
    // It was parsed before, as a part of the whole.
    let unreadable = |_| Error::refused(format!("the parameter `{name}` is not JSON"));
    if json.starts_with('{') {
        return serde_json::from_str(json)
            .map(|RawMembers(members)| members)
            .map_err(unreadable);
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(unreadable)?;
    if items.iter().any(|item| item.get() == "null") {
        return Err(Error::refused(format!(
            "the list `{name}` holds null, which a query or a form cannot express"
        )));
    }
    let indexed = items.into_iter().enumerate();
    Ok(indexed.map(|(index, item)| (index.to_string(), item)).collect())
}
