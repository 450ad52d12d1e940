//! Reads single values that did not come in a JSON body: the text of a query, a part or a header.

use std::collections::HashSet;

use tc3_codegen::spec::{ItemType, Json, JsonValue};

use crate::wire::error::{ApiError, INVALID_PARAMETER};
use crate::wire::json::{json, string};
use crate::wire::sanitize::excerpt;

/// `text` as a value of the type `item`. Text that is not of that type stays a string, for validation to reject.
pub(super) fn parse_scalar(text: &str, item: ItemType<'_>) -> Json {
    match (item, text) {
        // The official SDK for Python writes them with a capital.
        (ItemType::Boolean, "true" | "True") => json(JsonValue::Bool(true)),
        (ItemType::Boolean, "false" | "False") => json(JsonValue::Bool(false)),
        (item, text) if item.is_number() && is_number(text) => json(JsonValue::Number(text.to_owned())),
        _ => string(text),
    }
}

/// Whether `text` is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    let parsed = Json::parse(text).map(|parsed| parsed.value);
    parsed.is_ok_and(|value| matches!(value, JsonValue::Number(number) if number == text))
}

/// The most names of an object that are compared with each other.
const FEW_NAMES: usize = 12;

/// Rejects an object that has a name twice, at any depth: it is ambiguous. The parser bounds the depth.
pub(super) fn check_unique_names(json: &Json) -> Result<(), ApiError> {
    match repeated_name(json) {
        None => Ok(()),
        Some(name) => {
            let name = excerpt(name);
            Err(ApiError::new(INVALID_PARAMETER, format!("`{name}` is given twice")))
        }
    }
}

fn repeated_name(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::Array(items) => items.iter().find_map(repeated_name),
        // A set is made only for an object that is large.
        JsonValue::Object(entries) if entries.len() <= FEW_NAMES => {
            let mut seen = Vec::with_capacity(entries.len());
            entries.iter().find_map(|entry| {
                let name = entry.name.as_str();
                if seen.contains(&name) {
                    return Some(name);
                }
                seen.push(name);
                repeated_name(&entry.value)
            })
        }
        JsonValue::Object(entries) => {
            let mut seen = HashSet::with_capacity(entries.len());
            entries.iter().find_map(|entry| {
                if seen.insert(entry.name.as_str()) {
                    repeated_name(&entry.value)
                } else {
                    Some(entry.name.as_str())
                }
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::{ItemType, Json, JsonValue};

    use super::{check_unique_names, parse_scalar};

    #[test]
    fn text_becomes_a_value_of_its_type_or_stays_a_string() {
        let parse = |text, item| parse_scalar(text, item).value;
        assert_eq!(parse("True", ItemType::Boolean), JsonValue::Bool(true));
        assert_eq!(parse("7", ItemType::Int64), JsonValue::Number("7".to_owned()));
        for text in ["+7", " 7", "07", "seven"] {
            assert_eq!(parse(text, ItemType::Int64), JsonValue::String(text.to_owned()));
        }
    }

    #[test]
    fn a_repeated_name_is_found_at_any_depth() {
        for (text, is_unique) in [
            (r#"{"A": {"B": 1}, "B": [{"A": 2}]}"#, true),
            (r#"{"A": 1, "A": 1}"#, false),
            (r#"{"A": [{"B": 1, "B": 2}]}"#, false),
        ] {
            let json = Json::parse(text).expect("JSON");
            assert_eq!(check_unique_names(&json).is_ok(), is_unique, "{text}");
        }
    }
}
