//! The recorded requests of the official Python SDK.

use serde_json::Value;

pub(crate) fn vector(id: &str) -> Value {
    let file: Value = serde_json::from_str(include_str!("../data/tc3-vectors.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    vectors.iter().find(|vector| vector["id"] == id).unwrap().clone()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The parts of the recorded query in the order of their names, booleans as JSON writes them.
pub(crate) fn sorted_query(vector: &Value) -> String {
    let query = text(&vector["wire"]["url"])
        .split_once('?')
        .map_or("", |(_, query)| query);
    let mut parts: Vec<String> = query.split('&').map(|part| part.replace("=True", "=true")).collect();
    parts.sort_by_key(|part| part.split('=').next().unwrap().to_owned());
    parts.join("&")
}

pub(crate) fn from_base64(text: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    Base64::decode_vec(text).unwrap()
}
