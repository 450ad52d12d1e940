//! Flattens nested parameters to names and values: `{"A": [{"B": true}]}` is `A.0.B=true`.
//!
//! Names are sorted, as in the official Go SDK. A query or a form cannot express an empty list, an empty object or null
//! in a list: official SDKs drop them silently, here the call is refused. So is a name that occurs twice.

use serde_json::value::RawValue;

use super::json_members::{Members, Text};
use crate::Error;

/// Deeper than the parameters of any action.
const MAX_DEPTH: usize = 64;

/// The parameters sorted by name. Nulls are absent members and are left out.
///
/// # Errors
/// If a parameter cannot be expressed, or a name occurs twice.
pub(super) fn flatten(json: &[u8]) -> Result<Vec<(String, String)>, Error> {
    let members = super::json_members::members(json)?;
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
            "the parameter `{name}` is an empty list or object, which a query or a form cannot say"
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
            .map(|Members(members)| members)
            .map_err(unreadable);
    }
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(unreadable)?;
    if items.iter().any(|item| item.get() == "null") {
        return Err(Error::refused(format!(
            "the list `{name}` holds null, which a query or a form cannot say"
        )));
    }
    let indexed = items.into_iter().enumerate();
    Ok(indexed.map(|(index, item)| (index.to_string(), item)).collect())
}
