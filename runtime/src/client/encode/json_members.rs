//! Reads the members of a JSON object without parsing their values.
//!
//! Parameters are taken from the JSON text as raw values, so numbers are sent with the digits they were written with,
//! `true` stays `true`, and the members of a multipart body keep their order.

use serde_json::value::RawValue;

use crate::Error;
use crate::json::RawMembers;

pub(super) type Member<'a> = (String, &'a RawValue);

/// The members of `json` in their order.
///
/// # Errors
/// If `json` is not an object, or a name occurs twice.
pub(super) fn members(json: &[u8]) -> Result<Vec<Member<'_>>, Error> {
    let RawMembers(members) = serde_json::from_slice(json)
        .map_err(|_| Error::refused("the parameters need to be a JSON object, and they are not"))?;
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(Error::refused(format!("the parameter `{}` is set twice", twice[0]))),
        None => Ok(members),
    }
}

/// A parameter as the text of a part, a header or a query: a string without its quotes, anything else verbatim.
pub(super) enum Text<'a> {
    Null,
    Plain(String),
    /// A list or an object.
    Nested(&'a str),
}

impl<'a> Text<'a> {
    /// # Errors
    /// If the string escapes an unpaired surrogate, which only JSON can express.
    pub(super) fn of(name: &str, value: &'a RawValue) -> Result<Self, Error> {
        let json = value.get();
        Ok(match json.as_bytes() {
            [b'n', ..] => Self::Null,
            [b'{' | b'[', ..] => Self::Nested(json),
            [b'"', ..] => Self::Plain(serde_json::from_str(json).map_err(|_| {
                Error::refused(format!(
                    "the parameter `{name}` holds half a character, which only JSON can express"
                ))
            })?),
            _ => Self::Plain(json.to_owned()),
        })
    }
}
