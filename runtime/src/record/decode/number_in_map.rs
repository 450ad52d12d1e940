//! Numbers that come as a map with one member.
//!
//! serde_json represents floats and long integers that way once any crate of a build turns on its feature
//! `arbitrary_precision`.

use serde::de::{IgnoredAny, MapAccess};
use serde_json::Value;

pub(super) const NUMBER_IN_MAP: &str = "$serde_json::private::Number";

/// Reads a map to its end, and returns the digits if it is a number.
pub(super) fn number_in_map<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    let digits = match map.next_key::<String>()? {
        Some(name) if name == NUMBER_IN_MAP => map.next_value::<Value>()?.as_str().map(str::to_owned),
        Some(_) => map.next_value::<IgnoredAny>().map(|_| None)?,
        None => None,
    };
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(digits)
}
